/** Commands about upstreams: the settings store decides, the key vault keeps the keys; a key itself never comes back. */
import type { Result } from '../../shared/lib/result.ts';
import type { SecretFingerprint } from '../../shared/model/headers.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Endpoint, Upstream } from '../../shared/model/upstream.ts';
import { type TestWay, testEndpoint } from '../app/endpoint-test.ts';
import type { KeyVault } from '../app/key-vault.ts';
import { clientKeyReader, createEndpointTls } from '../proxy/endpoint-tls.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { clientKeySlot } from '../traffic/key-slot.ts';
import type { Handlers } from './typed-ipc.ts';

type UpstreamCommand =
  | 'upstreams.save'
  | 'upstreams.remove'
  | 'upstreams.setEnabled'
  | 'upstreams.setActive'
  | 'upstreams.setKey'
  | 'upstreams.setClientKey'
  | 'upstreams.test';

export type UpstreamHandlerParts = {
  readonly settings: SettingsStore;
  readonly keyVault: KeyVault;
  readonly fingerprint: (key: string) => SecretFingerprint;
  readonly way: TestWay;
};

/** A changed upstream takes its stored keys along; a removed one's are forgotten. */
export function createUpstreamHandlers(parts: UpstreamHandlerParts): Pick<Handlers, UpstreamCommand> {
  const { settings, keyVault } = parts;
  return {
    'upstreams.save': ({ upstream, previousName }) => {
      const before = find(settings.current(), previousName);
      const result = settings.saveUpstream(upstream, previousName);
      if (result.ok && before) moveKeys(keyVault, before, upstream);
      return result;
    },
    'upstreams.remove': ({ name }) => {
      const before = find(settings.current(), name);
      const result = settings.removeUpstream(name);
      if (result.ok && before) forgetKeys(keyVault, before);
      return result;
    },
    'upstreams.setEnabled': ({ name, isEnabled }) => settings.setEnabled(name, isEnabled),
    'upstreams.setActive': ({ name, endpoint }) => settings.setActive(name, endpoint),
    'upstreams.setKey': ({ name, endpoint, key }) => setKey(parts, name, endpoint, key),
    'upstreams.setClientKey': ({ name, endpoint, key }) => setClientKey(parts, name, endpoint, key),
    'upstreams.test': ({ name, endpoint, clientKey }) => {
      const readStored = (): string | null => clientKey ?? keyVault.read(name, clientKeySlot(endpoint.name));
      const read = createEndpointTls(clientKeyReader(process.env, readStored));
      return testEndpoint(endpoint, read(name, endpoint), parts.way);
    },
  };
}

/** The settings come first: they refuse an endpoint that does not exist, and then no key is kept for it. */
function setKey(parts: UpstreamHandlerParts, name: string, endpoint: string, key: string | null): Result<Settings> {
  const source = key === null ? null : storedSource(parts.fingerprint(key));
  const result = parts.settings.setKeySource(name, endpoint, source);
  if (result.ok) parts.keyVault.write(name, endpoint, key);
  return result;
}

function setClientKey(
  parts: UpstreamHandlerParts,
  name: string,
  endpoint: string,
  key: string | null,
): Result<Settings> {
  // Four characters of a PEM text tell nobody anything.
  const source = key === null ? null : { ...storedSource(parts.fingerprint(key)), lastFour: null };
  const result = parts.settings.setClientKeySource(name, endpoint, source);
  if (result.ok) parts.keyVault.write(name, clientKeySlot(endpoint), key);
  return result;
}

function storedSource(fingerprint: SecretFingerprint) {
  return { kind: 'stored', lastFour: fingerprint.lastFour, hash: fingerprint.hash } as const;
}

function find(settings: Settings, name: string | null): Upstream | null {
  return settings.upstreams.find((upstream) => upstream.name === name) ?? null;
}

/** Keys follow a renamed upstream; those of endpoints that are gone, or no longer use one, are forgotten. */
function moveKeys(keyVault: KeyVault, before: Upstream, after: Upstream): void {
  const kept = new Set(after.endpoints.flatMap(storedSlots));
  for (const slot of before.endpoints.flatMap(storedSlots)) {
    if (kept.has(slot) && before.name === after.name) continue;
    if (kept.has(slot)) keyVault.write(after.name, slot, keyVault.read(before.name, slot));
    keyVault.write(before.name, slot, null);
  }
}

function forgetKeys(keyVault: KeyVault, upstream: Upstream): void {
  for (const slot of upstream.endpoints.flatMap(storedSlots)) keyVault.write(upstream.name, slot, null);
}

/** Under which names the vault keeps keys of this endpoint. */
function storedSlots({ name, key, tls }: Endpoint): readonly string[] {
  return [
    ...(key?.kind === 'stored' ? [name] : []),
    ...(tls?.clientKey?.kind === 'stored' ? [clientKeySlot(name)] : []),
  ];
}
