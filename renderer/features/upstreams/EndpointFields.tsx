/** The fields of one endpoint: name, address, headers, key, TLS. A key that is stored is only ever shown as a fingerprint. */
import { useState } from 'react';
import type { EndpointTest } from '../../../shared/ipc/command-payloads.ts';
import type { Endpoint, KeyPlacement } from '../../../shared/model/upstream.ts';
import { testEndpoint } from '../../store/upstream-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { EndpointTlsFields } from './EndpointTlsFields.tsx';
import styles from './UpstreamDialog.module.css';

type EndpointFieldsProps = {
  readonly endpoint: Endpoint;
  readonly isActive: boolean;
  readonly canRemove: boolean;
  readonly problems: {
    readonly name: string | null;
    readonly url: string | null;
    readonly headers: string | null;
    readonly tls: string | null;
  };
  /** What was typed as its key: a text, null for "forget it", undefined for nothing. */
  readonly typedKey: string | null | undefined;
  readonly onChange: (endpoint: Endpoint) => void;
  readonly onKey: (key: string | null) => void;
  /** The name of its upstream, for what is kept under it. */
  readonly upstreamName: string;
  /** The key of its client certificate, likewise. */
  readonly typedClientKey: string | null | undefined;
  readonly onClientKey: (key: string | null) => void;
  readonly onRemove: () => void;
};

const placements: readonly { readonly value: KeyPlacement; readonly title: string }[] = [
  { value: 'authorization-bearer', title: 'Authorization: Bearer' },
  { value: 'x-api-key', title: 'x-api-key' },
  { value: 'api-key', title: 'api-key' },
  { value: 'x-goog-api-key', title: 'x-goog-api-key' },
];

/** A card on the sheet's colour. */
export function EndpointFields(props: EndpointFieldsProps) {
  const { endpoint, problems, onChange } = props;
  const change = (part: Partial<Endpoint>) => onChange({ ...endpoint, ...part });
  return (
    <fieldset className={styles.endpoint} aria-label={`Endpoint ${endpoint.name}`}>
      <div className={styles.endpointPair}>
        <TextField
          label="Endpoint"
          isMono
          value={endpoint.name}
          onChange={(name) => change({ name })}
          problem={problems.name}
        />
        <TextField
          label="Address"
          isMono
          value={endpoint.url}
          placeholder="https://api.example.com"
          onChange={(url) => change({ url })}
          problem={problems.url}
        />
      </div>
      <KeyField {...props} />
      <HeaderFields endpoint={endpoint} problem={problems.headers} onChange={change} />
      {(endpoint.tls !== undefined || /^https:/i.test(endpoint.url)) && (
        <EndpointTlsFields
          endpoint={endpoint}
          problem={problems.tls}
          typedKey={props.typedClientKey}
          onChange={(tls) => change({ tls })}
          onKey={props.onClientKey}
        />
      )}
      <div className={styles.tls}>
        <Switch
          isOn={endpoint.verifyTls}
          label="Verify TLS certificates"
          onChange={(verifyTls) => change({ verifyTls })}
        />
        {endpoint.verifyTls ? (
          <span className="subtle">TLS certificates are verified</span>
        ) : (
          <span className={`${styles.unverified} tone-warning`}>
            <Icon name="unlocked" size={12} /> TLS certificates are not verified: anybody between could answer
          </span>
        )}
        <span className="spacer" />
        <TestButton endpoint={endpoint} upstreamName={props.upstreamName} clientKey={props.typedClientKey ?? null} />
        {props.canRemove && (
          <IconButton icon="trash" label={`Remove endpoint ${endpoint.name}`} size="small" onClick={props.onRemove} />
        )}
      </div>
    </fieldset>
  );
}

function KeyField({ endpoint, typedKey, onChange, onKey }: EndpointFieldsProps) {
  const hint = keyHint(endpoint, typedKey);
  return (
    <div className={styles.endpointPair}>
      <label className={styles.select}>
        <span>Key goes to</span>
        <select
          value={endpoint.keyPlacement}
          onChange={(event) => onChange({ ...endpoint, keyPlacement: event.target.value as KeyPlacement })}
        >
          {placements.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <div className={styles.key}>
        <TextField
          label="API key"
          type="password"
          isMono
          value={typedKey ?? ''}
          placeholder={endpoint.key ? 'Type to replace' : 'The client’s own key passes through'}
          onChange={(text) => onKey(text)}
          hint={hint}
        />
        {endpoint.key && typedKey === undefined && (
          <Button
            size="small"
            onClick={() => {
              onKey(null);
              onChange({ ...endpoint, key: null });
            }}
          >
            Forget
          </Button>
        )}
      </div>
    </div>
  );
}

function keyHint(endpoint: Endpoint, typedKey: string | null | undefined): string {
  if (typedKey === null) return 'Will be forgotten';
  if (typedKey) return 'Kept by the system’s key store; never written to our files';
  if (endpoint.key?.kind === 'env') return `From the environment: ${endpoint.key.variable}`;
  if (endpoint.key) return `Kept: ••••${endpoint.key.lastFour ?? ''} #${endpoint.key.hash}`;
  return 'Only when Wirelens should add one';
}

type HeaderFieldsProps = {
  readonly endpoint: Endpoint;
  readonly problem: string | null;
  readonly onChange: (part: Partial<Endpoint>) => void;
};

function HeaderFields({ endpoint, problem, onChange }: HeaderFieldsProps) {
  const { headers } = endpoint;
  const change = (index: number, part: Partial<Endpoint['headers'][number]>) =>
    onChange({ headers: headers.map((header, at) => (at === index ? { ...header, ...part } : header)) });
  return (
    <div className={styles.headers}>
      {headers.map((header, index) => (
        // Lines have no name of their own until one is typed: the place is the identity.
        <div key={`header-${String(index)}`} className={styles.header}>
          <TextField
            label={`Header ${index + 1}, name`}
            isLabelHidden
            isMono
            placeholder="header-name"
            value={header.name}
            onChange={(name) => change(index, { name })}
          />
          <TextField
            label={`Header ${index + 1}, value`}
            isLabelHidden
            isMono
            placeholder="value"
            value={header.value}
            onChange={(value) => change(index, { value })}
          />
          <IconButton
            icon="close"
            size="small"
            label={`Remove header ${index + 1}`}
            onClick={() => onChange({ headers: headers.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      {problem && <span className={styles.refusal}>{problem}</span>}
      <Button icon="plus" size="small" onClick={() => onChange({ headers: [...headers, { name: '', value: '' }] })}>
        Add header
      </Button>
    </div>
  );
}

type TestButtonProps = {
  readonly endpoint: Endpoint;
  readonly upstreamName: string;
  readonly clientKey: string | null;
};

function TestButton({ endpoint, upstreamName, clientKey }: TestButtonProps) {
  const [result, setResult] = useState<EndpointTest | 'running' | null>(null);
  const words = result === 'running' ? 'testing…' : result?.text;
  const isBad = result !== null && result !== 'running' && !result.isReachable;
  return (
    <>
      {words && <span className={`${styles.result} cut ${isBad ? styles.refusal : ''}`}>{words}</span>}
      <Button
        icon="plug"
        size="small"
        disabled={endpoint.url === '' || result === 'running'}
        onClick={() => {
          setResult('running');
          void testEndpoint(upstreamName, endpoint, clientKey).then(setResult);
        }}
      >
        Test
      </Button>
    </>
  );
}
