/**
 * Wire JSON as a generated SDK hands it out: known fields in camelCase, the rest as the SDK treats it. One table per
 * object says which fields it knows, so that names inside a user's data (tool output, documents) stay as they are.
 */
import { isObject, type JsonObject } from './json-reading.ts';

/** What an SDK knows of one object. Lists are read item by item. */
export type SdkShape = {
  /** By wire name: the SDK's name where it differs, and the shape of what is inside. */
  readonly fields: { readonly [wireName: string]: SdkField };
  /** Fernapi's SDKs (`cohere-ai`) pass unknown fields through, Speakeasy's (`@mistralai/mistralai`) drop them. */
  readonly unknownFields: 'kept' | 'dropped';
  /** Whether a known field that is `null` on the wire is `null` in the object, or missing. */
  readonly nulls: 'kept' | 'dropped';
  /** Values that the SDK puts where the wire has none, by the SDK's names. */
  readonly defaults?: JsonObject;
};

export type SdkField = { readonly name?: string; readonly shape?: SdkShape };

/** A value of this shape under the SDK's names; anything that is no object (or list of them) passes as it is. */
export function toSdkShape(value: unknown, shape: SdkShape): unknown {
  if (Array.isArray(value)) return value.map((item) => toSdkShape(item, shape));
  if (!isObject(value)) return value;
  const result: Record<string, unknown> = { ...shape.defaults };
  for (const [wireName, item] of Object.entries(value)) {
    const field = fieldOf(shape, wireName);
    if (field === undefined) {
      if (shape.unknownFields === 'kept' && wireName !== '__proto__') result[wireName] = item;
    } else if (item !== null || shape.nulls === 'kept') {
      result[field.name ?? wireName] = field.shape === undefined ? item : toSdkShape(item, field.shape);
    }
  }
  return result;
}

/** Own fields only: a field called `constructor` on the wire is no known one. */
function fieldOf(shape: SdkShape, wireName: string): SdkField | undefined {
  return Object.hasOwn(shape.fields, wireName) ? shape.fields[wireName] : undefined;
}
