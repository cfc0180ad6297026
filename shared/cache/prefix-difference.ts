/**
 * The first place where two request bodies differ, in the order in which the provider reads them: tools, system prompt,
 * messages. Cache markers are no part of the prompt, so they may move; a list of messages may go on.
 */
import type { CacheMarker, DifferenceExcerpt, PrefixDifference } from '../model/cache-explanation.ts';

/**
 * The members of a body that make up the prompt, in order. Anthropic names the order (tools, system, messages); the
 * others document that tools and instructions are part of the prefix that stands before the messages.
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 * @see https://developers.openai.com/api/docs/guides/prompt-caching
 */
const promptMembers = [
  'tools',
  'toolConfig',
  'functions',
  'system',
  'instructions',
  'systemInstruction',
  'system_instruction',
  'messages',
  'input',
  'contents',
] as const;

/** Lists of these may go on without a change of what stands before. */
const growingMembers: ReadonlySet<string> = new Set(['messages', 'input', 'contents']);
const markerNames: ReadonlySet<string> = new Set(['cache_control', 'cachePoint']);

const leadCharacters = 36;
const restCharacters = 60;

type JsonObject = Readonly<Record<string, unknown>>;

/** Null when the later body says all that the earlier one said, and perhaps more behind it. */
export function firstDifference(before: unknown, after: unknown): PrefixDifference | null {
  if (!isObject(before) || !isObject(after)) return null;
  for (const name of promptMembers) {
    const isGrowing = growingMembers.has(name);
    const found = differ(before[name], after[name], name, isGrowing);
    if (found !== null) return found;
  }
  return null;
}

/** Every marker of a body with its path. `ttl` is the provider's word; without one an entry lives five minutes. */
export function cacheMarkers(body: unknown): readonly CacheMarker[] {
  const markers: CacheMarker[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
    }
    if (!isObject(value)) return;
    for (const [name, entry] of Object.entries(value)) {
      if (!markerNames.has(name)) visit(entry, path === '' ? name : `${path}.${name}`);
      else if (isObject(entry)) markers.push({ path, timeToLiveMs: timeToLive(entry) });
    }
  };
  visit(body, '');
  return markers;
}

function timeToLive(marker: JsonObject): number {
  return marker.ttl === '1h' ? 3_600_000 : 300_000;
}

function differ(before: unknown, after: unknown, path: string, mayGrow: boolean): PrefixDifference | null {
  if (before === after) return null;
  if (typeof before === 'string' && typeof after === 'string') return differInText(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return differInList(before, after, path, mayGrow);
  if (isObject(before) && isObject(after)) return differInObject(before, after, path);
  if (before === undefined && mayGrow) return null;
  return { path, character: null, before: excerptOf(before), after: excerptOf(after) };
}

function differInText(before: string, after: string, path: string): PrefixDifference {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return { path, character: at, before: excerptAt(before, at), after: excerptAt(after, at) };
}

function differInList(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  mayGrow: boolean,
): PrefixDifference | null {
  const [old, now] = [before.filter(isNoMarker), after.filter(isNoMarker)];
  for (let at = 0; at < old.length; at += 1) {
    const found = differ(old[at], now[at], `${path}[${at}]`, false);
    if (found !== null) return found;
  }
  if (mayGrow || now.length <= old.length) return null;
  return { path: `${path}[${old.length}]`, character: null, before: null, after: excerptOf(now[old.length]) };
}

function differInObject(before: JsonObject, after: JsonObject, path: string): PrefixDifference | null {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of names) {
    if (markerNames.has(name)) continue;
    const found = differ(before[name], after[name], `${path}.${name}`, false);
    if (found !== null) return found;
  }
  return null;
}

/** Converse puts its markers between the blocks, as items of their own. */
function isNoMarker(item: unknown): boolean {
  return !(isObject(item) && Object.keys(item).length === 1 && markerNames.has(Object.keys(item)[0] ?? ''));
}

function excerptAt(text: string, at: number): DifferenceExcerpt {
  const from = Math.max(0, at - leadCharacters);
  const to = Math.min(text.length, at + restCharacters);
  return {
    lead: (from > 0 ? '…' : '') + shown(text.slice(from, at)),
    rest: shown(text.slice(at, to)) + (to < text.length ? '…' : ''),
  };
}

function excerptOf(value: unknown): DifferenceExcerpt | null {
  return value === undefined ? null : excerptAt(JSON.stringify(value), 0);
}

function shown(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
