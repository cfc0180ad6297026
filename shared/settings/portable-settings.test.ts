/** Settings as a file: what never leaves, and what a foreign file cannot do. */
import { expect, test } from 'vitest';
import type { Settings } from '../model/settings.ts';
import { defaultSettings } from '../model/settings-schema.ts';
import type { Endpoint, Upstream } from '../model/upstream.ts';
import { createUpstream } from '../upstreams/presets.ts';
import { fromPortable, toPortable } from './portable-settings.ts';

const stored = { kind: 'stored', lastFour: 'a1b2', hash: '7f3c' } as const;

function upstreamWith(part: Partial<Endpoint>, url = 'https://llm.example.com'): Upstream {
  const made = createUpstream('mine', url);
  return { ...made, endpoints: made.endpoints.map((endpoint) => ({ ...endpoint, ...part })) };
}

function settingsWith(part: Partial<Settings>): Settings {
  return { ...defaultSettings, ...part };
}

const fileOf = (settings: Settings) => toPortable(settings, null).json;

test('keys, tokens and headers that look like secrets are left out, and said', () => {
  const headers = [
    { name: 'x-team', value: 'blue' },
    { name: 'X-Access-Token', value: 'hunter2' },
  ];
  const mine = upstreamWith({ key: stored, headers });
  const { json, leftOut } = toPortable(settingsWith({ token: 'door', upstreams: [mine] }), { density: 'auto' });
  for (const secret of ['door', 'a1b2', '7f3c', 'hunter2']) expect(json).not.toContain(secret);
  expect(json).toContain('blue');
  expect(leftOut).toEqual(['the token for other machines', 'the key of mine, default', 'headers of mine, default']);
});

test('a file goes in as it came out, with the look of the list', () => {
  const there = settingsWith({
    theme: 'dark',
    port: 7900,
    upstreams: [...defaultSettings.upstreams, upstreamWith({})],
  });
  const { json } = toPortable(there, { density: 'one-line' });
  const taken = fromPortable(json, defaultSettings);
  expect(taken).toMatchObject({ settings: there, faults: [], look: { density: 'one-line' } });
  expect(taken?.changes).toEqual(['theme', 'port', 'upstream mine']);
});

test('a foreign file opens no door: neither the address that listens, nor interception, nor a collector', () => {
  const rules = [{ host: 'llm.example.com', action: 'intercept' }] as const;
  const telemetry = { isEnabled: true, endpoint: 'https://else.example.com', withContent: true, isRedacting: false };
  const foreign = JSON.stringify({
    wirelens: 'settings',
    settings: { version: 1, host: '0.0.0.0', token: 'known', interception: { isEnabled: true, rules }, telemetry },
  });
  const taken = fromPortable(foreign, defaultSettings)?.settings;
  expect(taken).toMatchObject({ host: '127.0.0.1', token: null, interception: { isEnabled: false, rules } });
  expect(taken?.telemetry?.isEnabled).toBe(false);
});

test('a kept key stays with its address, and goes to no other one of the same name', () => {
  const here = settingsWith({ upstreams: [upstreamWith({ key: stored })] });
  const keyOf = (text: string) => fromPortable(text, here)?.settings.upstreams.at(-1)?.endpoints[0]?.key;
  expect(keyOf(fileOf(here))).toEqual(stored);
  expect(keyOf(fileOf(settingsWith({ upstreams: [upstreamWith({}, 'https://evil.example.com')] })))).toBeNull();
  const lax = settingsWith({ upstreams: [upstreamWith({ verifyTls: false, key: stored })] });
  expect(keyOf(JSON.stringify({ wirelens: 'settings', settings: lax }))).toBeNull();
});

test('a settings.json of a data folder will do; anything else is no settings', () => {
  expect(fromPortable('{"version":1,"theme":"dark"}', defaultSettings)?.settings.theme).toBe('dark');
  for (const text of ['', '[]', '{"log":{}}', 'null', '{"wirelens":"settings"}']) {
    expect(fromPortable(text, defaultSettings)).toBeNull();
  }
});
