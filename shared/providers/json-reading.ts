/** Narrows parsed JSON of unknown shape: every adapter reads the wire through these, so none of them can throw on input. */

export type JsonObject = { readonly [name: string]: unknown };

/** Parsed JSON, or the reason why it is none. `value` may be any JSON value, `null` included. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** What JSON text can begin with. A hostile stream of 200,000 non-JSON events cost 20 µs each in thrown errors without it. */
const jsonStart = /^[\t\n\r ]*[[{"\-0-9tfn]/;
const openBrace = 123;

const noItems: readonly [] = [];

/** The last text that was parsed here: an event is asked for by its adapter, then by what learns from it or proves it. */
let lastText = '';
let lastParsed: ParsedJson | null = null;
/** Longer ones are not held on to. */
const maxHeldText = 16 * 1024;

/** `JSON.parse` as a value: never throws. Nobody changes what it gives: the same text may get the same value again. */
export function parseJson(text: string): ParsedJson {
  if (lastParsed !== null && text === lastText) return lastParsed;
  const parsed = parse(text);
  const isHeld = text.length <= maxHeldText;
  lastText = isHeld ? text : '';
  lastParsed = isHeld ? parsed : null;
  return parsed;
}

function parse(text: string): ParsedJson {
  if (text.charCodeAt(0) !== openBrace && !jsonStart.test(text))
    return { ok: false, message: text === '' ? 'empty' : `no JSON begins with ${text.slice(0, 12)}` };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** True for `{…}`; false for arrays, null and primitives. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or null for anything else. */
export function asObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

/** The items, or none for anything that is no array. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noItems;
}

/** The objects of an array; other items are left out. */
export function asObjects(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return noItems;
  // Nearly always all of them are: no copy then.
  return value.every(isObject) ? value : value.filter(isObject);
}

/** The string, or null for anything else. An empty string stays one. */
export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The string if it holds at least one character, else null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A finite number, or a string that spells one (some gateways quote counts), else null. */
export function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

/** No list of choices, tool calls or blocks is longer: what the wire says must not make us lay out millions. */
export const maxListLength = 1024;

/** No answer has more runs of text or tool calls; what comes after goes on in the last ones. Every block costs each later event. */
export const maxBlockCount = 256;

/** A whole number from 0 to 1023, fit to be an index, else null. */
export function asIndex(value: unknown): number | null {
  const parsed = asNumber(value);
  return parsed !== null && Number.isInteger(parsed) && parsed >= 0 && parsed < maxListLength ? parsed : null;
}

/** The index on the wire, or the item's position where it has none. */
export function indexOr(value: unknown, position: number): number {
  return asIndex(value) ?? Math.min(position, maxListLength - 1);
}

/** Compact JSON text of any value; `undefined` becomes an empty string. */
export function toJson(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
