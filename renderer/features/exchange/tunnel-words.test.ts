/** Why a host was not looked into. */
import { expect, test } from 'vitest';
import { hostOfConnect, isIntercepted, tunnelReason } from './tunnel-words.ts';

test.each([
  ['api.openai.com:443', 'api.openai.com'],
  ['[::1]:8443', '::1'],
])('%s is %s', (path, host) => {
  expect(hostOfConnect({ path })).toBe(host);
});

test('the list, its silence, or the switch is the reason', () => {
  const off = { isEnabled: false, rules: [] };
  const tunnelled = { isEnabled: true, rules: [{ host: 'api.openai.com', action: 'tunnel' as const }] };
  expect(tunnelReason(tunnelled, 'api.openai.com', false)).toContain('The list');
  expect(tunnelReason(off, 'example.com', false)).toContain('not on the list');
  expect(tunnelReason(off, 'api.openai.com', false)).toContain('switched off');
  expect(tunnelReason({ ...off, isEnabled: true }, 'api.openai.com', false)).toBeNull();
});

test('only a listed host is decrypted, and only while the switch is on', () => {
  const on = { isEnabled: true, rules: [] };
  expect(['api.openai.com', 'example.com'].map((host) => isIntercepted(on, host))).toEqual([true, false]);
  expect(isIntercepted({ ...on, isEnabled: false }, 'api.openai.com')).toBe(false);
});
