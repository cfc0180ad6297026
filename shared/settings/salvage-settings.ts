/**
 * Settings out of a file that is not all good: every valid field is kept, a bad one gives way to its default or, in a
 * list, is left out, and each is named. Pure; who reads the file says what became of it.
 */
import * as v from 'valibot';
import type { Settings } from '../model/settings.ts';
import { settingsSchema } from '../model/settings-schema.ts';
import { upstreamProblem } from '../upstreams/check-upstream.ts';
import { ruleProblem } from '../upstreams/host-rules.ts';
import { mergePresets } from '../upstreams/presets.ts';
import { isLoopbackHost } from './loopback-host.ts';

/** One field that could not be used, and why. */
export type SettingsFault = {
  /** `port`, `upstreams.2.endpoints.0.url`. */
  readonly field: string;
  readonly reason: string;
};

export type SalvagedSettings = {
  readonly settings: Settings;
  /** The version that the file had. */
  readonly fileVersion: number;
  readonly faults: readonly SettingsFault[];
};

type Key = string | number;
type Json = Record<Key, unknown>;

/** More faults than this make the whole file a damaged one. */
const mostFaults = 200;

/** Null where nothing can be kept: it is no object, or nearly nothing in it is a setting. */
export function salvageSettings(json: unknown): SalvagedSettings | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const draft = structuredCopy(json) as Json;
  const faults: SettingsFault[] = [];
  for (let round = 0; round < mostFaults * 4; round += 1) {
    const parsed = v.safeParse(settingsSchema, draft);
    if (parsed.success) return meant(parsed.output, faults);
    const [issue] = parsed.issues;
    const path = (issue.path ?? []).map((item) => item.key as Key);
    const field = path.join('.');
    const isKnown = faults.some((fault) => field === fault.field || fault.field.startsWith(`${field}.`));
    if (!isKnown) faults.push({ field, reason: issue.message });
    if (faults.length > mostFaults || !giveWay(draft, path)) return null;
  }
  return null;
}

/** Takes the value at `path` away; where it is missing already, what holds it gives way instead. */
function giveWay(draft: Json, path: readonly Key[]): boolean {
  const key = path.at(-1);
  const holder = path.slice(0, -1).reduce<unknown>((value, step) => (value as Json | undefined)?.[step], draft);
  if (key === undefined || typeof holder !== 'object' || holder === null) return false;
  if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
    return true;
  }
  const fields = holder as Json;
  const substitute = path.length === 1 && key === 'version' ? 1 : substituteOf(path, fields);
  if (substitute !== undefined && fields[key] !== substitute) {
    fields[key] = substitute;
    return true;
  }
  if (key in fields) {
    delete fields[key];
    return true;
  }
  return giveWay(draft, path.slice(0, -1));
}

/** For the required fields of an upstream that can be told from the others: it is switched off rather than lost. */
function substituteOf([list, , key, ...rest]: readonly Key[], upstream: Json): unknown {
  if (list !== 'upstreams' || rest.length > 0) return undefined;
  if (key === 'isEnabled') return false;
  if (key === 'title' && typeof upstream.name === 'string') return upstream.name;
  return key === 'activeEndpoint' ? firstEndpoint(upstream) : undefined;
}

function firstEndpoint({ endpoints }: Json): unknown {
  const name = Array.isArray(endpoints) ? (endpoints[0] as Json | undefined)?.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Leaves out what is well-formed and cannot be meant: two upstreams of one name, a rule that is too wide. */
function meant(parsed: v.InferOutput<typeof settingsSchema>, known: readonly SettingsFault[]): SalvagedSettings {
  const faults = [...known];
  const names = new Set<string>();
  const upstreams = parsed.upstreams.filter((upstream, index) => {
    const problem = names.has(upstream.name)
      ? `two upstreams are called "${upstream.name}"`
      : upstreamProblem(upstream);
    names.add(upstream.name);
    if (problem !== null) faults.push({ field: `upstreams.${index}`, reason: problem });
    return problem === null;
  });
  const rules = parsed.interception.rules.filter((rule, index) => {
    const problem = ruleProblem(rule);
    if (problem !== null) faults.push({ field: `interception.rules.${index}`, reason: problem });
    return problem === null;
  });
  const isOpen = !isLoopbackHost(parsed.host) && !parsed.token;
  if (isOpen) faults.push({ field: 'host', reason: `${parsed.host} lets other machines in, and there is no token` });
  const settings: Settings = {
    ...parsed,
    version: 1,
    host: isOpen ? '127.0.0.1' : parsed.host,
    upstreams: mergePresets(upstreams),
    interception: { ...parsed.interception, rules },
  };
  return { settings, fileVersion: parsed.version, faults };
}

/** Deep, of what JSON can hold. */
function structuredCopy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
