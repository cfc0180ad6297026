/** The hosts, own ones first, then the known ones by vendor: each decrypted, passed unread, or answered by an endpoint. */
import { type FormEvent, useMemo, useState } from 'react';
import type { HostRule } from '../../../shared/model/interception.ts';
import {
  groupAction,
  type HostAction,
  ownRules,
  ruleOfHost,
  withHostRule,
  withoutHostRule,
} from '../../../shared/upstreams/host-list.ts';
import { hostProblem, normalizedHost } from '../../../shared/upstreams/host-rules.ts';
import { type HostGroup, knownHostGroups, knownHosts } from '../../../shared/upstreams/known-hosts.ts';
import { countOf } from '../../lib/format.ts';
import { saveRules } from '../../store/interception-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { HostRow } from './HostRow.tsx';
import styles from './InterceptionDialog.module.css';

type HostListProps = { readonly rules: readonly HostRule[]; readonly isEnabled: boolean };

/** Takes the height that the dialog leaves; scrolls inside. */
export function HostList({ rules, isEnabled }: HostListProps) {
  const own = useMemo(() => ownRules(rules), [rules]);
  const save = (rule: HostRule) => void saveRules(withHostRule(rules, rule));
  return (
    <section className={styles.hosts} aria-label="Hosts" data-off={!isEnabled}>
      <AddHost rules={rules} />
      <div className={styles.list}>
        {own.length > 0 && <h3>Your own</h3>}
        {own.map((rule) => (
          <HostRow
            key={rule.host}
            rule={rule}
            isOwn
            onChange={save}
            onRename={(host) => saveRules(renamed(rules, rule, host))}
            onRemove={() => void saveRules(withoutHostRule(rules, rule.host))}
          />
        ))}
        <h3>Known LLM hosts</h3>
        {knownHostGroups.map((group) => (
          <VendorRow key={group.vendor} group={group} rules={rules} onChange={save} />
        ))}
      </div>
    </section>
  );
}

function renamed(rules: readonly HostRule[], rule: HostRule, host: string): readonly HostRule[] {
  return rules.map((known) => (known.host === rule.host ? { ...known, host: normalizedHost(host) } : known));
}

function AddHost({ rules }: { readonly rules: readonly HostRule[] }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const host = normalizedHost(text.trim());
    const found = addProblem(rules, host) ?? (await saveRules(withHostRule(rules, { host, action: 'intercept' })));
    setProblem(found);
    if (found === null) setText('');
  };
  return (
    <form className={styles.add} onSubmit={(event) => void add(event)}>
      <TextField
        label="Add a host"
        isLabelHidden
        isMono
        placeholder="Add a host: api.example.com, *.example.com, 10.0.0.7"
        value={text}
        problem={problem}
        onChange={(next) => {
          setText(next);
          setProblem(null);
        }}
      />
      <Button type="submit" icon="plus" variant="solid" disabled={text.trim() === ''}>
        Add
      </Button>
    </form>
  );
}

function addProblem(rules: readonly HostRule[], host: string): string | null {
  if (rules.some((rule) => rule.host === host)) return `${host} is in the list already.`;
  if (knownHosts.includes(host)) return `${host} is one of the known hosts below.`;
  return hostProblem(host);
}

type VendorRowProps = {
  readonly group: HostGroup;
  readonly rules: readonly HostRule[];
  readonly onChange: (rule: HostRule) => void;
};

function VendorRow({ group, rules, onChange }: VendorRowProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const action = groupAction(rules, group);
  const [only] = group.hosts;
  // One host needs no folding.
  if (group.hosts.length === 1 && only !== undefined) {
    return <HostRow rule={ruleOf(rules, only)} vendor={group.vendor} onChange={onChange} />;
  }
  return (
    <>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isUnfolded}
          onClick={() => setUnfolded((was) => !was)}
        >
          <Icon name={isUnfolded ? 'down' : 'right'} size={10} />
          <span className={styles.vendor}>{group.vendor}</span>
          <span className="faint">{countOf(group.hosts.length, 'host')}</span>
        </button>
        <Select
          label={`All of ${group.vendor}`}
          options={groupOptions}
          value={action}
          onChange={(next) => void saveRules(withGroup(rules, group, next))}
        />
      </div>
      {isUnfolded &&
        group.hosts.map((host) => <HostRow key={host} rule={ruleOf(rules, host)} isInner onChange={onChange} />)}
    </>
  );
}

const groupOptions = [
  { value: 'intercept', title: 'Intercept' },
  { value: 'tunnel', title: 'Tunnel' },
  { value: 'mixed', title: 'Mixed', isDisabled: true },
  { value: 'redirect', title: 'Redirect', isDisabled: true },
] as const satisfies readonly { value: HostAction | 'mixed'; title: string; isDisabled?: boolean }[];

function withGroup(rules: readonly HostRule[], group: HostGroup, action: HostAction | 'mixed'): readonly HostRule[] {
  if (action !== 'intercept' && action !== 'tunnel') return rules;
  return group.hosts.reduce((known, host) => withHostRule(known, { host, action }), rules);
}

/** The rule as it stands for this host, even where a glob of the user decides. */
function ruleOf(rules: readonly HostRule[], host: string): HostRule {
  return { ...ruleOfHost(rules, host), host };
}
