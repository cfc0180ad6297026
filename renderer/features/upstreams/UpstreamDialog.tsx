/** Edits one upstream: name, what clients are told when it dies, its endpoints. Saved as a whole, refused in words. */
import { useState } from 'react';
import type { DeathNotice, Endpoint, Upstream } from '../../../shared/model/upstream.ts';
import { presetUpstreams } from '../../../shared/upstreams/presets.ts';
import { selectUpstreams } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { removeUpstream, saveUpstream, setClientKey, setEndpointKey } from '../../store/upstream-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { EndpointFields } from './EndpointFields.tsx';
import styles from './UpstreamDialog.module.css';
import { checkDraft, newEndpoint, tidyDraft } from './upstream-draft.ts';

type UpstreamDialogProps = {
  readonly upstream: Upstream;
  /** Null: a new one. */
  readonly previousName: string | null;
  readonly onClose: () => void;
};

const deathNotices: readonly { readonly value: DeathNotice; readonly title: string; readonly text: string }[] = [
  { value: 'error-event', title: 'Error event', text: 'The stream ends with an error that the client’s SDK raises.' },
  {
    value: 'completion-notice',
    title: 'Notice in the text',
    text: 'A last piece of text says it, then the stream ends normally.',
  },
  { value: 'disconnect', title: 'Disconnect', text: 'The connection breaks, as it happened upstream.' },
];

/** Keys typed in the dialog, by endpoint: a text to keep, null to forget. They never enter the store. */
type TypedKeys = Readonly<Record<string, string | null>>;

/** Mounted means open. */
export function UpstreamDialog({ upstream, previousName, onClose }: UpstreamDialogProps) {
  const [draft, setDraft] = useState(upstream);
  const [keys, setKeys] = useState<TypedKeys>({});
  const [clientKeys, setClientKeys] = useState<TypedKeys>({});
  const [isChecked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const others = useStore(selectUpstreams).flatMap(({ name }) => (name === previousName ? [] : [name]));
  const problems = checkDraft(draft, others);
  const shown = isChecked ? problems : {};
  const changeEndpoint = (index: number, endpoint: Endpoint) =>
    setDraft({ ...draft, endpoints: draft.endpoints.map((known, at) => (at === index ? endpoint : known)) });
  const save = async () => {
    setChecked(true);
    if (Object.keys(problems).length > 0) return;
    const refused = await saveAll(tidyDraft(draft), previousName, keys, clientKeys);
    if (refused) setRefusal(refused);
    else onClose();
  };
  const remove = async () => {
    const refused = previousName === null ? null : await removeUpstream(previousName);
    if (refused) setRefusal(refused);
    else onClose();
  };
  const preset = presetUpstreams.find(({ name }) => name === previousName);
  return (
    <Dialog
      title={previousName === null ? 'New upstream' : `Upstream ${previousName}`}
      width={600}
      onClose={onClose}
      footer={
        <>
          {previousName !== null && !upstream.isPreset && (
            <Button variant="danger" icon="trash" onClick={() => void remove()}>
              Remove
            </Button>
          )}
          {preset && (
            <Button icon="undo" onClick={() => setDraft({ ...preset, isEnabled: draft.isEnabled })}>
              As it shipped
            </Button>
          )}
          <span className="spacer" />
          {refusal && <span className={styles.refusal}>{refusal}</span>}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className={styles.pair}>
        <TextField
          label="Name"
          isMono
          disabled={upstream.isPreset}
          value={draft.name}
          onChange={(name) => setDraft({ ...draft, name })}
          problem={shown.name ?? null}
          hint={`Base URL: …/${draft.name}`}
        />
        <TextField label="Title" value={draft.title} onChange={(title) => setDraft({ ...draft, title })} />
      </div>
      <div className={styles.choice}>
        <span className="subtle">When it dies in the middle of a stream</span>
        <Segmented
          label="When it dies in the middle of a stream"
          size="small"
          options={deathNotices}
          value={draft.deathNotice}
          onChange={(deathNotice) => setDraft({ ...draft, deathNotice })}
        />
        <span className="faint">{deathNotices.find(({ value }) => value === draft.deathNotice)?.text}</span>
      </div>
      <h3 className={styles.heading}>
        Endpoints
        <span className="spacer" />
        <Button
          icon="plus"
          size="small"
          onClick={() => setDraft({ ...draft, endpoints: [...draft.endpoints, newEndpoint(draft.endpoints)] })}
        >
          Add endpoint
        </Button>
      </h3>
      {draft.endpoints.map((endpoint, index) => (
        <EndpointFields
          // Names change while they are typed: the place is the identity.
          key={`endpoint-${String(index)}`}
          endpoint={endpoint}
          isActive={endpoint.name === draft.activeEndpoint}
          canRemove={draft.endpoints.length > 1}
          problems={{
            name: shown[`endpoint-${index}-name`] ?? null,
            url: shown[`endpoint-${index}-url`] ?? null,
            headers: shown[`endpoint-${index}-headers`] ?? null,
            tls: shown[`endpoint-${index}-tls`] ?? null,
          }}
          typedKey={keys[endpoint.name]}
          onChange={(changed) => {
            // A key typed under the old name goes along.
            if (changed.name !== endpoint.name) {
              setKeys(renameKey(keys, endpoint.name, changed.name));
              setClientKeys(renameKey(clientKeys, endpoint.name, changed.name));
            }
            changeEndpoint(index, changed);
            if (endpoint.name === draft.activeEndpoint && changed.name !== endpoint.name) {
              setDraft((known) => ({ ...known, activeEndpoint: changed.name }));
            }
          }}
          onKey={(key) => setKeys({ ...keys, [endpoint.name]: key })}
          upstreamName={previousName ?? draft.name}
          typedClientKey={clientKeys[endpoint.name]}
          onClientKey={(key) => setClientKeys({ ...clientKeys, [endpoint.name]: key })}
          onRemove={() => setDraft({ ...draft, endpoints: draft.endpoints.filter((_, at) => at !== index) })}
        />
      ))}
    </Dialog>
  );
}

async function saveAll(
  upstream: Upstream,
  previousName: string | null,
  keys: TypedKeys,
  clientKeys: TypedKeys,
): Promise<string | null> {
  const refused = await saveUpstream({ upstream, previousName });
  if (refused) return refused;
  for (const endpoint of upstream.endpoints) {
    const key = keys[endpoint.name];
    const keyRefused = key === undefined || key === '' ? null : await setEndpointKey(upstream.name, endpoint.name, key);
    if (keyRefused) return keyRefused;
    // Null: another source was typed, which was saved with the endpoint.
    const clientKey = clientKeys[endpoint.name];
    const clientKeyRefused =
      clientKey && endpoint.tls ? await setClientKey(upstream.name, endpoint.name, clientKey) : null;
    if (clientKeyRefused) return clientKeyRefused;
  }
  return null;
}

function renameKey(keys: TypedKeys, before: string, after: string): TypedKeys {
  const { [before]: key, ...others } = keys;
  return key === undefined ? keys : { ...others, [after]: key };
}
