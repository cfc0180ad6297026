/**
 * The settings of this installation: held in memory, changed at once, written behind (a slow disk delays no switch).
 * Owns settings.json of one data folder; every change is checked first and refused with a sentence.
 */
import * as v from 'valibot';
import { tracesUrl } from '../../shared/export/traces-url.ts';
import type { Notice } from '../../shared/ipc/contract.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { portSchema } from '../../shared/model/settings-schema.ts';
import type { ClientKeySource, Endpoint, KeySource, Upstream } from '../../shared/model/upstream.ts';
import { isLoopbackHost } from '../../shared/settings/loopback-host.ts';
import { upstreamProblem } from '../../shared/upstreams/check-upstream.ts';
import { withRenamedUpstream } from '../../shared/upstreams/host-list.ts';
import { ruleProblem } from '../../shared/upstreams/host-rules.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { encodeSettings, faultWords, loadSettings, type SettingsDamage, writeSettings } from './settings-file.ts';

export type SettingsStoreOptions = {
  /** The data folder; made at the first write. */
  readonly folder: string;
  /** After every change that was accepted. */
  readonly onChange: (settings: Settings) => void;
  /** A damaged file was set aside, or a change could not be written. */
  readonly onNotice: (notice: Notice) => void;
};

export type SettingsPatch = Partial<
  Pick<
    Settings,
    | 'theme'
    | 'listOrder'
    | 'port'
    | 'host'
    | 'token'
    | 'interception'
    | 'companyCa'
    | 'savedFilters'
    | 'prices'
    | 'retention'
    | 'telemetry'
    | 'desktop'
  >
>;

export type SettingsFailure = 'invalid' | 'name-taken' | 'not-found' | 'preset';

export type SettingsStore = {
  readonly current: () => Settings;
  readonly update: (patch: SettingsPatch) => Result<Settings, SettingsFailure>;
  /** All of them at once: an import, or what was before it. They come checked (shared/settings). */
  readonly replace: (settings: Settings) => Result<Settings, SettingsFailure>;
  /** Adds (`previousName` null) or replaces an upstream, also under a new name. Presets keep their name. */
  readonly saveUpstream: (upstream: Upstream, previousName: string | null) => Result<Settings, SettingsFailure>;
  /** Presets cannot be removed, only switched off or reset. */
  readonly removeUpstream: (name: string) => Result<Settings, SettingsFailure>;
  /** A preset as it ships, its switch included. */
  readonly resetUpstream: (name: string) => Result<Settings, SettingsFailure>;
  readonly setEnabled: (name: string, isEnabled: boolean) => Result<Settings, SettingsFailure>;
  readonly setActive: (name: string, endpoint: string) => Result<Settings, SettingsFailure>;
  /** Notes where an endpoint's key comes from; the key itself is the key vault's. */
  readonly setKeySource: (name: string, endpoint: string, key: KeySource | null) => Result<Settings, SettingsFailure>;
  /** The same for the key of an endpoint's client certificate. */
  readonly setClientKeySource: (
    name: string,
    endpoint: string,
    key: ClientKeySource | null,
  ) => Result<Settings, SettingsFailure>;
  /** Resolves when everything up to now is on disk, or was told to be impossible. */
  readonly flush: () => Promise<void>;
};

/** Loads the settings of `folder` (synchronously: this is before anything listens) and keeps them. */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const loaded = loadSettings(options.folder, new Date());
  let settings = loaded.settings;
  const writer = createWriter(options, loaded.fileVersion);
  if (loaded.damage) {
    options.onNotice(damageNotice(loaded.damage));
    // Else the next start would find the same faults again.
    if (loaded.damage.reason === null) writer.write(settings);
  }

  const accept = (next: Settings): Result<Settings, SettingsFailure> => {
    settings = next;
    writer.write(next);
    options.onChange(next);
    return succeed(next);
  };
  const changeUpstream = (name: string, change: (upstream: Upstream) => Result<Upstream, SettingsFailure>) => {
    const found = settings.upstreams.find((upstream) => upstream.name === name);
    if (!found) return noSuchUpstream(name);
    const changed = change(found);
    if (!changed.ok) return changed;
    return accept({ ...settings, upstreams: replaceUpstream(settings.upstreams, name, changed.value) });
  };

  return {
    current: () => settings,
    update: (patch) => {
      const problem = patchProblem({ ...settings, ...patch }, patch);
      return problem ? fail('invalid', problem) : accept({ ...settings, ...patch });
    },
    replace: accept,
    saveUpstream: (upstream, previousName) => {
      const checked = checkSave(settings.upstreams, upstream, previousName);
      if (!checked.ok) return checked;
      const interception = withRenamedUpstream(settings.interception, previousName, upstream.name);
      return accept({ ...settings, upstreams: checked.value, interception });
    },
    removeUpstream: (name) => {
      const found = settings.upstreams.find((upstream) => upstream.name === name);
      if (!found) return noSuchUpstream(name);
      if (found.isPreset) return fail('preset', `"${name}" ships with Wirelens: switch it off instead.`);
      return accept({ ...settings, upstreams: settings.upstreams.filter((upstream) => upstream !== found) });
    },
    resetUpstream: (name) => {
      const preset = presetUpstreams.find((upstream) => upstream.name === name);
      if (!preset) return fail('not-found', `"${name}" is no preset: only presets can be reset.`);
      return changeUpstream(name, () => succeed(preset));
    },
    setEnabled: (name, isEnabled) => changeUpstream(name, (upstream) => succeed({ ...upstream, isEnabled })),
    setActive: (name, endpoint) =>
      changeUpstream(name, (upstream) =>
        upstream.endpoints.some((candidate) => candidate.name === endpoint)
          ? succeed({ ...upstream, activeEndpoint: endpoint })
          : noSuchEndpoint(name, endpoint),
      ),
    setKeySource: (name, endpoint, key) =>
      changeUpstream(name, (upstream) => withEndpoint(upstream, endpoint, (known) => ({ ...known, key }))),
    setClientKeySource: (name, endpoint, key) =>
      changeUpstream(name, (upstream) => withEndpoint(upstream, endpoint, (known) => withClientKey(known, key))),
    flush: writer.flush,
  };
}

function noSuchUpstream(name: string) {
  return fail('not-found', `There is no upstream "${name}".`);
}

function noSuchEndpoint(name: string, endpoint: string) {
  return fail('not-found', `"${name}" has no endpoint "${endpoint}".`);
}

function withEndpoint(
  upstream: Upstream,
  name: string,
  change: (endpoint: Endpoint) => Endpoint,
): Result<Upstream, SettingsFailure> {
  if (!upstream.endpoints.some((candidate) => candidate.name === name)) return noSuchEndpoint(upstream.name, name);
  const endpoints = upstream.endpoints.map((candidate) => (candidate.name === name ? change(candidate) : candidate));
  return succeed({ ...upstream, endpoints });
}

function withClientKey(endpoint: Endpoint, clientKey: ClientKeySource | null): Endpoint {
  const tls = endpoint.tls ?? { ca: '', clientCertificate: '', clientKey: null, serverName: '' };
  return { ...endpoint, tls: { ...tls, clientKey } };
}

function replaceUpstream(upstreams: readonly Upstream[], name: string, next: Upstream): readonly Upstream[] {
  return upstreams.map((upstream) => (upstream.name === name ? next : upstream));
}

/** The list with `upstream` saved, or why it cannot be. */
function checkSave(
  upstreams: readonly Upstream[],
  upstream: Upstream,
  previousName: string | null,
): Result<readonly Upstream[], SettingsFailure> {
  const previous = previousName === null ? null : upstreams.find((candidate) => candidate.name === previousName);
  if (previous === undefined) return noSuchUpstream(previousName ?? '');
  const problem = upstreamProblem(upstream);
  if (problem) return fail('invalid', problem);
  if (upstream.name !== previousName && upstreams.some((candidate) => candidate.name === upstream.name)) {
    return fail('name-taken', `There is already an upstream "${upstream.name}": choose another prefix.`);
  }
  if (!previous) return succeed([...upstreams, { ...upstream, isPreset: false }]);
  if (previous.isPreset && previous.name !== upstream.name) {
    return fail('preset', `"${previous.name}" ships with Wirelens and keeps its prefix: add an upstream of your own.`);
  }
  const next = { ...previous, ...upstream, isPreset: previous.isPreset };
  return succeed(replaceUpstream(upstreams, previous.name, next));
}

function patchProblem(next: Settings, patch: SettingsPatch): string | null {
  if (!v.is(portSchema, next.port)) return `${next.port} is no port: choose 1 to 65535.`;
  if (!v.is(v.picklist(['system', 'light', 'dark']), next.theme)) return `"${next.theme}" is no theme.`;
  if (!v.is(v.picklist(['newest-last', 'newest-first']), next.listOrder)) return `"${next.listOrder}" is no order.`;
  const badRule = next.interception.rules.map(ruleProblem).find((problem) => problem !== null);
  if (badRule) return badRule;
  const { telemetry } = next;
  if (telemetry?.isEnabled && tracesUrl(telemetry.endpoint) === null) {
    return `"${telemetry.endpoint}" is no http or https URL of a collector.`;
  }
  if (patch.host !== undefined && !isLoopbackHost(next.host) && !next.token) {
    return `Listening on ${next.host} lets other machines in: set a token first.`;
  }
  return null;
}

/** Writes the newest settings, one write at a time; what was superseded while waiting is never written. */
function createWriter(options: SettingsStoreOptions, fileVersion: number) {
  let waiting: Settings | null = null;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (waiting) {
      const next = waiting;
      waiting = null;
      try {
        await writeSettings(options.folder, encodeSettings(next, fileVersion));
      } catch (error) {
        options.onNotice(writeNotice(error));
      }
    }
    running = null;
  };
  return {
    write: (settings: Settings): void => {
      waiting = settings;
      running ??= run();
    },
    flush: async (): Promise<void> => {
      while (running) await running;
    },
  };
}

function damageNotice({ reason, faults, keptAs }: SettingsDamage): Notice {
  const kept = `The old file is kept as ${keptAs}; mended, it can be imported.`;
  const isWhole = reason !== null;
  return {
    id: 'settings-damaged',
    tone: 'warning',
    panel: 'settings',
    title: isWhole ? 'Settings were damaged' : 'Some settings could not be read',
    text: isWhole
      ? `Wirelens starts with its defaults: ${reason}. ${kept}`
      : `Defaults stand in for them; all others are in use. ${faultWords(faults)}. ${kept}`,
  };
}

function writeNotice(error: unknown): Notice {
  return {
    id: 'settings-not-written',
    tone: 'danger',
    title: 'Settings could not be saved',
    text: `${error instanceof Error ? error.message : String(error)}. Your change holds until Wirelens is closed.`,
  };
}
