/** The intercept list: what a glob fits, which rule decides, and what may not stand in it. */
import { expect, test } from 'vitest';
import type { HostRule } from '../model/interception.ts';
import { hostProblem, ruleFor, ruleProblem, signedName } from './host-rules.ts';
import { knownHostRules, knownHosts } from './known-hosts.ts';

const intercept = (host: string): HostRule => ({ host, action: 'intercept' });

test.each([
  ['api.openai.com', 'api.openai.com', true],
  ['api.openai.com', 'API.OpenAI.com.', true],
  ['api.openai.com', 'eu.api.openai.com', false],
  ['api.openai.com', 'apixopenai.com', false],
  ['*.openai.azure.com', 'mine.openai.azure.com', true],
  ['*.openai.azure.com', 'a.b.openai.azure.com', true],
  ['*.openai.azure.com', 'openai.azure.com', false],
  ['*.openai.azure.com', 'evil-openai.azure.com', false],
  ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime.eu-west-1.amazonaws.com', true],
  ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime.a.b.amazonaws.com', false],
  ['*-aiplatform.googleapis.com', 'us-central1-aiplatform.googleapis.com', true],
  ['*-aiplatform.googleapis.com', 'a.b-aiplatform.googleapis.com', false],
  ['10.0.0.5', '10.0.0.5', true],
  ['10.0.0.5', '10.0.0.55', false],
  ['::1', '[::1]', true],
])('the rule %s fits %s: %s', (glob, host, isFitting) => {
  expect(ruleFor([intercept(glob)], host) !== null).toBe(isFitting);
});

test('the first rule that fits decides, so an own rule takes a host out of the known ones', () => {
  const rules: readonly HostRule[] = [{ host: 'api.openai.com', action: 'tunnel' }, ...knownHostRules];
  expect(ruleFor(rules, 'api.openai.com')?.action).toBe('tunnel');
  expect(ruleFor(rules, 'api.anthropic.com')?.action).toBe('intercept');
  expect(ruleFor(rules, 'example.com')).toBeNull();
});

test.each(knownHosts)('the known host %s may stand in the list and needs no whole top-level domain', (host) => {
  expect(hostProblem(host)).toBeNull();
  expect(signedName(host).split('.').length).toBeGreaterThanOrEqual(2);
});

test.each(['*', '*.com', 'api.*', '*.*.com', 'https://api.openai.com', 'a b', '', 'api..com', '-a.com', '999.1.1.1'])(
  '"%s" is refused',
  (host) => {
    expect(hostProblem(host)).not.toBeNull();
  },
);

test('a rule with a wildcard needs the authority for the labels behind the last one', () => {
  expect(signedName('*.openai.azure.com')).toBe('openai.azure.com');
  expect(signedName('bedrock-runtime.*.amazonaws.com')).toBe('amazonaws.com');
  expect(signedName('API.openai.com')).toBe('api.openai.com');
});

test('a redirect needs an address that an endpoint could have', () => {
  expect(ruleProblem({ host: 'api.openai.com', action: 'redirect', url: 'http://127.0.0.1:9000/v1' })).toBeNull();
  expect(ruleProblem({ host: 'api.openai.com', action: 'redirect', url: 'nowhere' })).toContain('is no address');
});
