/** One host of the list: its name, what happens to it, and for a redirect, which endpoint answers in its place. */
import { useState } from 'react';
import type { HostRule } from '../../../shared/model/interception.ts';
import { urlProblem } from '../../../shared/upstreams/check-upstream.ts';
import type { HostAction } from '../../../shared/upstreams/host-list.ts';
import { hostProblem } from '../../../shared/upstreams/host-rules.ts';
import { selectUpstreams } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { hostOf } from '../upstreams/upstream-draft.ts';
import styles from './InterceptionDialog.module.css';

type HostRowProps = {
  readonly rule: HostRule;
  /** Said before the host where it stands for the whole vendor. */
  readonly vendor?: string;
  readonly isInner?: boolean;
  readonly isOwn?: boolean;
  readonly onChange: (rule: HostRule) => void;
  /** Resolves to a sentence when the name was refused. */
  readonly onRename?: (host: string) => Promise<string | null>;
  readonly onRemove?: () => void;
};

const actions = [
  { value: 'intercept', title: 'Intercept' },
  { value: 'tunnel', title: 'Tunnel' },
  { value: 'redirect', title: 'Redirect to' },
] as const satisfies readonly { value: HostAction; title: string }[];

/** 28 px, twice that for a redirect. */
export function HostRow(props: HostRowProps) {
  const { rule, vendor, isInner, isOwn, onChange, onRemove } = props;
  const [isRedirecting, setRedirecting] = useState(false);
  const { host } = rule;
  const action = isRedirecting ? 'redirect' : rule.action;
  return (
    <div className={styles.host} data-action={action}>
      <div className={`${styles.row} ${isInner ? styles.inner : ''}`}>
        <span className={styles.name}>
          {vendor && <span className={styles.vendor}>{vendor}</span>}
          {isOwn && props.onRename ? (
            <OwnName host={host} onRename={props.onRename} />
          ) : (
            <span className={`mono cut ${styles.hostName}`}>{host}</span>
          )}
        </span>
        {onRemove && <IconButton icon="trash" size="small" label={`Remove ${host}`} onClick={onRemove} />}
        <Select
          label={`What happens to ${host}`}
          options={actions}
          value={action}
          onChange={(next) => {
            setRedirecting(next === 'redirect');
            if (next !== 'redirect') onChange({ host, action: next });
          }}
        />
      </div>
      {action === 'redirect' && (
        <RedirectTarget
          host={host}
          url={rule.action === 'redirect' ? rule.url : ''}
          onChange={(url) => {
            setRedirecting(false);
            onChange({ host, action: 'redirect', url });
          }}
        />
      )}
    </div>
  );
}

function OwnName({
  host,
  onRename,
}: {
  readonly host: string;
  readonly onRename: NonNullable<HostRowProps['onRename']>;
}) {
  const [text, setText] = useState(host);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const next = text.trim();
    if (next === host) return;
    setRefusal(hostProblem(next) ?? (await onRename(next)));
  };
  return (
    <TextField
      label={`Host ${host}`}
      isLabelHidden
      isMono
      className={styles.ownName ?? ''}
      value={text}
      problem={refusal}
      onChange={(next) => {
        setText(next);
        setRefusal(null);
      }}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

const other = 'other';

type RedirectTargetProps = {
  readonly host: string;
  /** Empty: none chosen yet. */
  readonly url: string;
  readonly onChange: (url: string) => void;
};

function RedirectTarget({ host, url, onChange }: RedirectTargetProps) {
  const upstreams = useStore(selectUpstreams);
  const endpoints = upstreams.flatMap(({ name, endpoints: list }) =>
    list.map((endpoint) => ({ value: endpoint.url, title: `${endpoint.name}, ${hostOf(endpoint.url)}`, group: name })),
  );
  const isKnown = endpoints.some(({ value }) => value === url);
  const [isTyping, setTyping] = useState(url !== '' && !isKnown);
  const [text, setText] = useState(isKnown ? '' : url);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = (): void => {
    const problem = urlProblem(text.trim());
    setRefusal(problem);
    if (problem === null && text.trim() !== url) onChange(text.trim());
  };
  return (
    <div className={styles.redirect}>
      <Icon name="nested" size={12} />
      <Select
        label={`Endpoint that answers for ${host}`}
        options={[
          { value: '', title: 'Choose an endpoint', isDisabled: true },
          { value: other, title: 'Another address' },
          ...endpoints,
        ]}
        value={isTyping ? other : isKnown ? url : ''}
        onChange={(next) => {
          setTyping(next === other);
          if (next !== other) onChange(next);
        }}
      />
      {isTyping && (
        <TextField
          label={`Address that answers for ${host}`}
          isLabelHidden
          isMono
          placeholder="http://127.0.0.1:8000"
          value={text}
          problem={refusal}
          onChange={(next) => {
            setText(next);
            setRefusal(null);
          }}
          onBlur={save}
          onKeyDown={(event) => event.key === 'Enter' && save()}
        />
      )}
    </div>
  );
}
