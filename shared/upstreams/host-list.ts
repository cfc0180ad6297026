/** The list of intercepted hosts as the user edits it: own rules over the known hosts. Pure. */
import type { HostRule, InterceptionSettings } from '../model/interception.ts';
import { normalizedHost, ruleFor } from './host-rules.ts';
import { type HostGroup, knownHostRules, knownHosts } from './known-hosts.ts';

/** What happens to a host, or to all hosts of a glob, while interception is on. */
export type HostAction = HostRule['action'];

/** The rule in force for a known host or an own one, globs included; the first that fits decides. */
export function ruleOfHost(rules: readonly HostRule[], host: string): HostRule {
  const name = normalizedHost(host);
  const all = [...rules, ...knownHostRules];
  // A glob fits itself, whatever its own stars stand for.
  const first = all.find((rule) => normalizedHost(rule.host) === name || ruleFor([rule], name) !== null);
  return first ?? { host, action: 'tunnel' };
}

/** Rules for hosts that do not ship with Wirelens, in their order. */
export function ownRules(rules: readonly HostRule[]): readonly HostRule[] {
  return rules.filter(({ host }) => !knownHosts.includes(normalizedHost(host)));
}

/**
 * The rules with this one in force: it replaces one for the same host, else names go before globs, since the first rule
 * that fits decides. A rule that only says what ships anyway is left out.
 */
export function withHostRule(rules: readonly HostRule[], rule: HostRule): readonly HostRule[] {
  const host = normalizedHost(rule.host);
  const others = rules.filter((known) => normalizedHost(known.host) !== host);
  const isShipped = rule.action === 'intercept' && knownHosts.includes(host);
  if (isShipped && ruleFor([...others, ...knownHostRules], host)?.action === 'intercept') return others;
  const next = { ...rule, host };
  const at = rules.findIndex((known) => normalizedHost(known.host) === host);
  if (at !== -1) return others.toSpliced(at, 0, next);
  return host.includes('*') ? [...others, next] : [next, ...others];
}

/** The rules without the one for this host. */
export function withoutHostRule(rules: readonly HostRule[], host: string): readonly HostRule[] {
  const name = normalizedHost(host);
  return rules.filter((known) => normalizedHost(known.host) !== name);
}

/** What happens to all hosts of a vendor; `mixed` where they differ. */
export function groupAction(rules: readonly HostRule[], { hosts }: HostGroup): HostAction | 'mixed' {
  const actions = new Set(hosts.map((host) => ruleOfHost(rules, host).action));
  const [action] = actions;
  return actions.size === 1 && action !== undefined ? action : 'mixed';
}

/** Redirects to an upstream that got another name name it by the new one. The same object where nothing changes. */
export function withRenamedUpstream(
  interception: InterceptionSettings,
  before: string | null,
  after: string,
): InterceptionSettings {
  const isMeant = (rule: HostRule): boolean => rule.action === 'redirect' && rule.endpoint?.upstream === before;
  if (before === null || before === after || !interception.rules.some(isMeant)) return interception;
  const rules = interception.rules.map((rule) =>
    rule.action === 'redirect' && rule.endpoint !== undefined && isMeant(rule)
      ? { ...rule, endpoint: { ...rule.endpoint, upstream: after } }
      : rule,
  );
  return { ...interception, rules };
}
