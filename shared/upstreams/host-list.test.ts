/** Edits of the list of hosts, and what they make happen. */
import { expect, test } from 'vitest';
import type { HostRule } from '../model/interception.ts';
import { groupAction, ownRules, ruleOfHost, withHostRule, withoutHostRule, withRenamedUpstream } from './host-list.ts';
import { ruleFor } from './host-rules.ts';
import { knownHostGroups, knownHostRules } from './known-hosts.ts';

const openai = knownHostGroups[0];
if (openai === undefined) throw new Error('no vendor is known');

test('a known host is intercepted unless a rule of the user says otherwise, and back leaves no rule behind', () => {
  expect(ruleOfHost([], 'api.openai.com').action).toBe('intercept');
  const rules = withHostRule([], { host: 'API.OpenAI.com', action: 'tunnel' });
  expect(rules).toEqual([{ host: 'api.openai.com', action: 'tunnel' }]);
  expect(ruleOfHost(rules, 'api.openai.com').action).toBe('tunnel');
  expect(withHostRule(rules, { host: 'api.openai.com', action: 'intercept' })).toEqual([]);
});

test('back to intercept needs a rule where a glob of the user would tunnel the host', () => {
  const glob: HostRule = { host: '*.openai.com', action: 'tunnel' };
  expect(ruleOfHost([glob], 'api.openai.com').action).toBe('tunnel');
  const rules = withHostRule([glob], { host: 'api.openai.com', action: 'intercept' });
  expect(ruleFor([...rules, ...knownHostRules], 'api.openai.com')?.action).toBe('intercept');
});

test('names go before globs, and a changed rule keeps its place', () => {
  let rules: readonly HostRule[] = withHostRule([], { host: '*.example.com', action: 'intercept' });
  rules = withHostRule(rules, { host: 'login.example.com', action: 'tunnel' });
  expect(rules.map(({ host }) => host)).toEqual(['login.example.com', '*.example.com']);
  rules = withHostRule(rules, { host: '*.example.com', action: 'redirect', url: 'http://127.0.0.1:8000' });
  expect(rules.map(({ action }) => action)).toEqual(['tunnel', 'redirect']);
  expect(withoutHostRule(rules, 'login.example.com').map(({ host }) => host)).toEqual(['*.example.com']);
});

test('own rules are those of hosts that do not ship', () => {
  const rules: readonly HostRule[] = [
    { host: 'api.openai.com', action: 'tunnel' },
    { host: 'llm.example.com', action: 'intercept' },
  ];
  expect(ownRules(rules).map(({ host }) => host)).toEqual(['llm.example.com']);
});

test('a vendor whose hosts differ is mixed', () => {
  expect(groupAction([], openai)).toBe('intercept');
  expect(groupAction([{ host: 'chatgpt.com', action: 'tunnel' }], openai)).toBe('mixed');
});

test('redirects follow an upstream to its new name, and others stay', () => {
  const redirect = (upstream: string) =>
    ({ host: `${upstream}.test`, action: 'redirect', url: 'http://a', endpoint: { upstream, name: 'e' } }) as const;
  const settings = { isEnabled: true, rules: [redirect('one'), redirect('two')] };
  expect(withRenamedUpstream(settings, 'three', 'four')).toBe(settings);
  expect(withRenamedUpstream(settings, 'one', 'uno').rules).toMatchObject([
    { host: 'one.test', endpoint: { upstream: 'uno' } },
    { host: 'two.test', endpoint: { upstream: 'two' } },
  ]);
});
