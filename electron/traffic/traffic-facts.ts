/** What the traffic thread is told of settings and keys, so that it can read them for every request without asking. */
import type { Settings } from '../../shared/model/settings.ts';
import { withSampleEndpoint } from '../../shared/upstreams/presets.ts';
import { clientKeySlot, keyId } from './key-slot.ts';
import type { TrafficFacts } from './traffic-messages.ts';

export type FactSources = {
  readonly settings: Settings;
  /** Where the sample upstream listens; null while it does not. */
  readonly sampleUrl: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The raw key that the vault keeps under a slot; null: none. */
  readonly readStored: (upstream: string, slot: string) => string | null;
};

/** Keys that are not to be had are left out. */
export function trafficFacts({ settings, sampleUrl, environment, readStored }: FactSources): TrafficFacts {
  const keys: Record<string, string> = {};
  for (const { name: upstream, endpoints } of settings.upstreams) {
    for (const { name, key, tls } of endpoints) {
      const slot = clientKeySlot(name);
      const raw = key === null ? null : key.kind === 'env' ? environment[key.variable] : readStored(upstream, name);
      const clientKey = tls?.clientKey?.kind === 'stored' ? readStored(upstream, slot) : null;
      if (raw) keys[keyId(upstream, name)] = raw;
      if (clientKey) keys[keyId(upstream, slot)] = clientKey;
    }
  }
  return {
    upstreams: withSampleEndpoint(settings.upstreams, sampleUrl),
    keys,
    token: settings.token,
    companyCa: settings.companyCa ?? '',
    interception: settings.interception,
  };
}
