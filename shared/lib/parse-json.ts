/** JSON from the wire, as a value or a reason: input is hostile, so nothing here throws. */
import { fail, type Result, succeed } from './result.ts';

/** The parsed value, or `not-json` with the parser's own words. */
export function parseJson(text: string): Result<unknown, 'not-json'> {
  try {
    return succeed(JSON.parse(text) as unknown);
  } catch (error) {
    return fail('not-json', error instanceof Error ? error.message : String(error));
  }
}

/** An object to look into field by field. */
export type JsonObject = { readonly [name: string]: unknown };

/** True for objects, false for arrays, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that should hold text; null for anything else. */
export function textField(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === 'string' ? value : null;
}

/** A field that should hold a finite number; null for anything else. */
export function numberField(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
