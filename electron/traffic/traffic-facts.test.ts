import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/model/settings-schema.ts';
import { testUpstream } from '../../tests/support/stack.ts';
import { trafficFacts } from './traffic-facts.ts';

const stored = { kind: 'stored', lastFour: 'cret', hash: 'h' } as const;
const tls = { ca: '', clientCertificate: '/cert.pem', clientKey: stored, serverName: '' } as const;

function factsWith(changes: Parameters<typeof testUpstream>[2], kept: Readonly<Record<string, string>> = {}) {
  return trafficFacts({
    settings: { ...defaultSettings, upstreams: [testUpstream('mine', 'http://127.0.0.1:1', changes)] },
    sampleUrl: null,
    environment: { MY_KEY: 'from the environment', EMPTY: '' },
    readStored: (upstream, slot) => kept[`${upstream} ${slot}`] ?? null,
  });
}

function endpoints(...keys: readonly ({ readonly kind: 'env'; readonly variable: string } | typeof stored | null)[]) {
  const [endpoint] = testUpstream('mine', 'http://127.0.0.1:1').endpoints;
  if (endpoint === undefined) throw new Error('a test upstream has an endpoint');
  return { endpoints: keys.map((key, at) => ({ ...endpoint, name: `e${at}`, key })) };
}

test('keys of the environment and of the vault are told, those that are not to be had are left out', () => {
  const sources = [
    { kind: 'env', variable: 'MY_KEY' },
    stored,
    null,
    { kind: 'env', variable: 'EMPTY' },
    stored,
  ] as const;
  const facts = factsWith(endpoints(...sources), { 'mine e1': 'from the vault', 'mine e2': 'not asked for' });
  expect(facts.keys).toEqual({ 'mine/e0': 'from the environment', 'mine/e1': 'from the vault' });
});

test('a stored client key has a place of its own beside the endpoint’s key', () => {
  const [endpoint] = endpoints(stored).endpoints;
  if (endpoint === undefined) throw new Error('one endpoint was made');
  const facts = factsWith({ endpoints: [{ ...endpoint, tls }] }, { 'mine e0': 'api key', 'mine e0/client-key': 'PEM' });
  expect(facts.keys).toEqual({ 'mine/e0': 'api key', 'mine/e0/client-key': 'PEM' });
});
