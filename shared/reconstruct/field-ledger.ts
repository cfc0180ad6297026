/**
 * Which fields of the wire the rebuilt object does not hold. Rebuilding moves fields (`choices[].delta.content` to
 * `choices[].message.content`) but keeps their names, as the official SDKs do, some of them as `finishReason` for
 * `finish_reason`: a field is held where one of its name stands in a parent of the same name, or has the value that came
 * last, or text with that in it. Errors are held by the completion, not by `native`.
 */
import type { DroppedField } from '../model/loss-report.ts';

/** Names that only say where a piece belongs; they have done their work when it lies there. */
const framingFields: ReadonlySet<string> = new Set(['type', 'index', 'object', 'sequence_number', 'event_type']);

const maxPaths = 2000;
const maxReported = 50;
const maxDepth = 40;

/** A value and where it stands: `last` is the value that came last, of a long text its beginning. */
type Leaf = { readonly parent: string; readonly name: string; readonly last: string | number | boolean };

type Note = { count: number; leaf: Leaf; readonly firstEvent: number };

/** Enough of a text to find it again. */
const maxSample = 200;

export type FieldLedger = {
  /** Takes note of an event's parsed payload. */
  readonly note: (eventIndex: number, payload: unknown) => void;
  /** What `native` lacks. `consumed`: names that the adapter uses up on purpose (pieces of arguments, padding). */
  readonly dropped: (native: unknown, consumed: readonly string[]) => readonly DroppedField[];
};

/** Of one response. Follows at most 2,000 paths, 40 levels deep. */
export function createFieldLedger(): FieldLedger {
  const notes = new Map<string, Note>();
  const noteField = (eventIndex: number, path: string, leaf: Leaf): void => {
    const known = notes.get(path);
    if (known !== undefined) {
      known.count += 1;
      known.leaf = leaf;
    } else if (notes.size < maxPaths) notes.set(path, { count: 1, leaf, firstEvent: eventIndex });
  };
  return {
    note: (eventIndex, payload) => {
      for (const [path, leaf] of new Map(leaves(payload))) noteField(eventIndex, path, leaf);
    },
    dropped: (native, consumed) => {
      const fields = heldFields(native);
      const isHeld = (path: string, leaf: Leaf): boolean => {
        const { name } = leaf;
        const isFraming = framingFields.has(name) || consumed.includes(name) || /^(\[\])?\.?error(\.|$)/.test(path);
        return isFraming || holds(fields, leaf);
      };
      return [...notes]
        .filter(([path, { leaf }]) => !isHeld(path, leaf))
        .map(([path, { count, firstEvent }]) => ({ path, count, firstEvent }))
        .sort((left, right) => (left.path < right.path ? -1 : 1))
        .slice(0, maxReported);
    },
  };
}

/** Everything with a value, by its path. An absent value (null, empty string, list or object) can't be lost. */
function* leaves(value: unknown, path = '', parent = '', name = '', depth = 0): Generator<readonly [string, Leaf]> {
  if (value === null || value === '' || depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* leaves(item, `${path}[]`, parent, name, depth + 1);
  } else if (typeof value === 'object') {
    for (const [inner, held] of Object.entries(value)) {
      yield* leaves(held, path === '' ? inner : `${path}.${inner}`, name, inner, depth + 1);
    }
  } else if (path !== '') {
    const last = typeof value === 'string' ? value.slice(0, maxSample) : (value as number | boolean);
    yield [path, { parent, name, last }];
  }
}

/** What an object holds: each name with its parent's, and each name's values. */
type HeldFields = {
  readonly pairs: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly unknown[]>;
  /** Characters that may still be searched: beyond them all is held to be there. */
  searchable: number;
};

/** A second's worth. */
const maxSearched = 200_000_000;

function heldFields(native: unknown): HeldFields {
  const pairs = new Set<string>();
  const values = new Map<string, unknown[]>();
  const walk = (value: unknown, parent: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > maxDepth) return;
    for (const [wire, inner] of Object.entries(value)) {
      if (Array.isArray(value)) {
        walk(inner, parent, depth + 1);
        continue;
      }
      const name = plainName(wire);
      pairs.add(`${parent}.${name}`);
      const known = values.get(name);
      if (known === undefined) values.set(name, [inner]);
      else known.push(inner);
      walk(inner, name, depth + 1);
    }
  };
  walk(native, '', 0);
  return { pairs, values, searchable: maxSearched };
}

/** Where an item of a Responses stream goes: the whole answer has it again, encrypted anew. */
const movedTo: ReadonlyMap<string, string> = new Map([['item', 'output']]);

function holds(fields: HeldFields, { parent: wireParent, name: wireName, last }: Leaf): boolean {
  const { pairs, values } = fields;
  const [parent, name] = [plainName(wireParent), plainName(wireName)];
  if (pairs.has(`${parent}.${name}`) || pairs.has(`${movedTo.get(parent) ?? parent}.${name}`)) return true;
  for (const value of values.get(name) ?? []) {
    fields.searchable -= typeof value === 'string' ? value.length + 1 : 1;
    if (fields.searchable < 0 || isOrHas(value, last)) return true;
  }
  return false;
}

/** Pieces of a tool's input are text, the whole may be an object. */
function isOrHas(value: unknown, last: Leaf['last']): boolean {
  if (value === last || (typeof value === 'object' && value !== null)) return true;
  return typeof value === 'string' && typeof last === 'string' && value.includes(last);
}

/** `finish_reason` and `finishReason` are one name. */
function plainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
