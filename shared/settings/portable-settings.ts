/**
 * Settings as a file for another machine: without secrets, and taken in with care. What a foreign file says never switches
 * on what opens this machine or sends data away, and a kept key stays only with the address that it was given for. Pure.
 */
import type { Settings } from '../model/settings.ts';
import { defaultSettings } from '../model/settings-schema.ts';
import type { Endpoint, Upstream } from '../model/upstream.ts';
import { type SettingsFault, salvageSettings } from './salvage-settings.ts';

export type PortableSettings = {
  /** The whole of the file, as JSON. */
  readonly json: string;
  /** What was left out, in words: `the key of openai, official`. */
  readonly leftOut: readonly string[];
};

/** Names of headers whose values are better not shared. */
const secretName = /token|secret|key|auth|cookie|password|credential/i;

/** `look`: how the window's list looks, as the window remembers it. */
export function toPortable(settings: Settings, look: unknown): PortableSettings {
  const leftOut: string[] = settings.token === null ? [] : ['the token for other machines'];
  const bare = (upstream: Upstream): Upstream => ({
    ...upstream,
    endpoints: upstream.endpoints.map((endpoint) => bareEndpoint(endpoint, upstream.name, leftOut)),
  });
  const portable = { ...settings, token: null, upstreams: settings.upstreams.map(bare) };
  return {
    json: `${JSON.stringify({ wirelens: 'settings', version: 1, settings: portable, look }, null, 2)}\n`,
    leftOut,
  };
}

function bareEndpoint(endpoint: Endpoint, upstream: string, leftOut: string[]): Endpoint {
  const { key, headers, tls } = endpoint;
  const place = `${upstream}, ${endpoint.name}`;
  const isKept = key === null || key.kind === 'env';
  if (!isKept) leftOut.push(`the key of ${place}`);
  const open = headers.filter(({ name }) => !secretName.test(name));
  if (open.length < headers.length) leftOut.push(`headers of ${place}`);
  const isStored = tls?.clientKey?.kind === 'stored';
  if (isStored) leftOut.push(`the client key of ${place}`);
  return {
    ...endpoint,
    key: isKept ? key : null,
    headers: open,
    ...(tls === undefined ? {} : { tls: isStored ? { ...tls, clientKey: null } : tls }),
  };
}

export type TakenSettings = {
  readonly settings: Settings;
  readonly look: unknown;
  readonly faults: readonly SettingsFault[];
  /** What differs now, in words. */
  readonly changes: readonly string[];
};

/** Null where the text is no settings file. `current` keeps its secrets, its switches and its doors. */
export function fromPortable(text: string, current: Settings): TakenSettings | null {
  const file = parse(text);
  if (file === null) return null;
  const salvaged = salvageSettings(file.settings);
  if (salvaged === null) return null;
  const { faults, settings: found } = salvaged;
  const settings: Settings = {
    ...found,
    host: current.host,
    token: current.token,
    interception: { ...found.interception, isEnabled: current.interception.isEnabled },
    upstreams: found.upstreams.map((upstream) => withKeys(upstream, current)),
    ...collectorOf(found, current),
  };
  return { settings, look: file.look, faults, changes: changesBetween(current, settings) };
}

/** One that is in use stays as it is set here; any other one waits for the user's switch. */
function collectorOf({ telemetry: found }: Settings, { telemetry: known }: Settings): Pick<Settings, 'telemetry'> {
  if (known?.isEnabled) return { telemetry: known };
  return found === undefined ? {} : { telemetry: { ...found, isEnabled: false } };
}

function parse(text: string): { readonly settings: unknown; readonly look: unknown } | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof json !== 'object' || json === null) return null;
    const file = json as { readonly wirelens?: unknown; readonly settings?: unknown; readonly look?: unknown };
    if (file.wirelens === 'settings') return { settings: file.settings, look: file.look ?? null };
    // A settings.json out of a data folder will do.
    return 'version' in json ? { settings: json, look: null } : null;
  } catch {
    // No JSON is no settings: the caller says so.
    return null;
  }
}

/** A key goes only where it went: to the same address, checked as strictly. */
function withKeys(upstream: Upstream, current: Settings): Upstream {
  const known = current.upstreams.find(({ name }) => name === upstream.name);
  return {
    ...upstream,
    endpoints: upstream.endpoints.map((endpoint) => {
      const before = known?.endpoints.find(({ name }) => name === endpoint.name);
      const isSame = before?.url === endpoint.url && before.verifyTls === endpoint.verifyTls;
      const key = isSame && endpoint.key === null ? before.key : endpoint.key;
      // A fingerprint without its key would promise what is not there.
      return { ...endpoint, key: key?.kind === 'stored' && !isSame ? null : key };
    }),
  };
}

const named = {
  theme: 'theme',
  listOrder: 'order of the list',
  port: 'port',
  savedFilters: 'saved filters',
  interception: 'interception list',
  companyCa: 'company certificates',
  retention: 'how long captures are kept',
  prices: 'prices',
  telemetry: 'collector',
  desktop: 'tray and notifications',
} as const satisfies Partial<Record<keyof Settings, string>>;

function changesBetween(before: Settings, after: Settings): readonly string[] {
  const whole = { ...defaultSettings, ...before };
  const fields = (Object.keys(named) as (keyof typeof named)[]).filter((field) => !isSame(whole[field], after[field]));
  const upstreams = after.upstreams.filter(
    (upstream) =>
      !isSame(
        upstream,
        before.upstreams.find(({ name }) => name === upstream.name),
      ),
  );
  return [...fields.map((field) => named[field]), ...upstreams.map(({ name }) => `upstream ${name}`)];
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
