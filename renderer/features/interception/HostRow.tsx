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
          rule={rule.action === 'redirect' ? rule : null}
          onChange={(target) => {
            setRedirecting(false);
            onChange({ host, action: 'redirect', ...target });
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
  /** Null: none chosen yet. */
  readonly rule: RedirectRule | null;
  readonly onChange: (target: Pick<RedirectRule, 'url' | 'endpoint'>) => void;
};

type RedirectRule = Extract<HostRule, { readonly action: 'redirect' }>;

function RedirectTarget({ host, rule, onChange }: RedirectTargetProps) {
  const url = rule?.url ?? '';
  const upstreams = useStore(selectUpstreams);
  const endpoints = upstreams.flatMap(({ name, endpoints: list }) =>
    list.map((endpoint) => ({
      value: `${name}/${endpoint.name}`,
      title: `${endpoint.name}, ${hostOf(endpoint.url)}`,
      group: name,
      target: { url: endpoint.url, endpoint: { upstream: name, name: endpoint.name } },
    })),
  );
  const named = rule?.endpoint === undefined ? null : `${rule.endpoint.upstream}/${rule.endpoint.name}`;
  // Rules of before endpoints could be named say only the address.
  const known =
    endpoints.find(({ value }) => value === named) ?? endpoints.find(({ target }) => url !== '' && target.url === url);
  const isKnown = known !== undefined;
  const [isTyping, setTyping] = useState(url !== '' && !isKnown);
  const [text, setText] = useState(isKnown ? '' : url);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = (): void => {
    const problem = urlProblem(text.trim());
    setRefusal(problem);
    if (problem === null && text.trim() !== url) onChange({ url: text.trim() });
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
        value={isTyping ? other : (known?.value ?? '')}
        onChange={(next) => {
          setTyping(next === other);
          const chosen = endpoints.find(({ value }) => value === next);
          if (chosen !== undefined) onChange(chosen.target);
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
