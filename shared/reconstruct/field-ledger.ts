/**
 * Which fields of the wire the rebuilt object does not hold. Judged by the field's own name: rebuilding moves fields
 * (`choices[].delta.content` to `choices[].message.content`) but keeps their names, as the official SDKs do, some of them
 * as `finishReason` for `finish_reason`. Errors are held by the completion, not by `native`.
 */
import type { DroppedField } from '../model/loss-report.ts';

/** Names that only say where a piece belongs; they have done their work when it lies there. */
const framingFields: ReadonlySet<string> = new Set(['type', 'index', 'object', 'sequence_number', 'event_type']);

const maxPaths = 2000;
const maxReported = 50;
const maxDepth = 40;

type Note = { count: number; readonly firstEvent: number };

export type FieldLedger = {
  /** Takes note of an event's parsed payload. */
  readonly note: (eventIndex: number, payload: unknown) => void;
  /** What `native` lacks. `consumed`: names that the adapter uses up on purpose (pieces of arguments, padding). */
  readonly dropped: (native: unknown, consumed: readonly string[]) => readonly DroppedField[];
};

/** Of one response. Follows at most 2,000 paths, 40 levels deep. */
export function createFieldLedger(): FieldLedger {
  const notes = new Map<string, Note>();
  const noteField = (eventIndex: number, path: string): void => {
    const known = notes.get(path);
    if (known !== undefined) known.count += 1;
    else if (notes.size < maxPaths) notes.set(path, { count: 1, firstEvent: eventIndex });
  };
  return {
    note: (eventIndex, payload) => {
      for (const path of new Set(leafPaths(payload))) noteField(eventIndex, path);
    },
    dropped: (native, consumed) => {
      const held = new Set([...fieldNames(native)].map(plainName));
      const isHeld = (path: string): boolean => {
        const name = nameOf(path);
        const isFraming = framingFields.has(name) || consumed.includes(name) || /^(\[\])?\.?error(\.|$)/.test(path);
        return isFraming || held.has(plainName(name));
      };
      return [...notes]
        .filter(([path]) => !isHeld(path))
        .map(([path, { count, firstEvent }]) => ({ path, count, firstEvent }))
        .sort((left, right) => (left.path < right.path ? -1 : 1))
        .slice(0, maxReported);
    },
  };
}

/** Paths of everything with a value. An absent value (null, empty string, list or object) can't be lost. */
function* leafPaths(value: unknown, path = '', depth = 0): Generator<string> {
  if (value === null || value === '' || depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* leafPaths(item, `${path}[]`, depth + 1);
  } else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      yield* leafPaths(inner, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  } else if (path !== '') {
    yield path;
  }
}

/** Every field name anywhere in a value. */
function* fieldNames(value: unknown, depth = 0): Generator<string> {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name;
    yield* fieldNames(inner, depth + 1);
  }
}

/** `finish_reason` and `finishReason` are one name. */
function plainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).replace(/(\[\])+$/, '');
}
