/** JSON as different servers write it, and fields that nobody has heard of. */
import type { Seeded } from '../seeded.ts';

/** How one server writes; `isShuffling`: other orders of fields in each event. */
export type JsonStyle = {
  readonly comma: string;
  readonly colon: string;
  /** Python's `ensure_ascii`. */
  readonly isAscii: boolean;
  /** PHP's `\/`. */
  readonly escapesSlash: boolean;
  readonly isShuffling: boolean;
  /** Spaces before the last brace. */
  readonly padding: number;
};

/** Most are plain: the fast ways are for those. */
export function oddStyle(random: Seeded): JsonStyle {
  const isSpaced = random.next() < 0.3;
  return {
    comma: isSpaced ? ', ' : ',',
    colon: isSpaced ? ': ' : ':',
    isAscii: random.next() < 0.3,
    escapesSlash: random.next() < 0.1,
    isShuffling: random.next() < 0.1,
    padding: random.next() < 0.2 ? 8 : 0,
  };
}

/** The value as JSON text in that style. */
export function writeJson(value: unknown, style: JsonStyle, random: Seeded): string {
  const text = write(value, style, random);
  const spaces = style.padding === 0 || !text.endsWith('}') ? 0 : random.between(0, style.padding);
  return spaces === 0 ? text : `${text.slice(0, -1)}${' '.repeat(spaces)}}`;
}

function write(value: unknown, style: JsonStyle, random: Seeded): string {
  if (typeof value === 'string') return writeString(value, style);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, style, random)).join(style.comma)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (style.isShuffling) shuffle(entries, random);
  const fields = entries.map(
    ([name, inner]) => `${writeString(name, style)}${style.colon}${write(inner, style, random)}`,
  );
  return `{${fields.join(style.comma)}}`;
}

function writeString(text: string, style: JsonStyle): string {
  let written = JSON.stringify(text);
  if (style.escapesSlash) written = written.replaceAll('/', '\\/');
  return style.isAscii ? written.replace(/[^\x20-\x7e]/g, escaped) : written;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function shuffle(items: unknown[], random: Seeded): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [items[last], items[other]] = [items[other], items[last]];
  }
}

const strangers = ['x_new', 'vendor_note', 'is_beta', 'latency', 'Zeta', 'trace.id'] as const;
const strangeValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -2.5,
  1e21,
  '',
  'note',
  'ü"\\',
  [],
  {},
  [1, null],
  { a: { b: 1 } },
  [{ c: 'd' }],
];

/** Fields that no SDK has heard of, on `count` objects of the value at most; keeps what is there. */
export function addStrangers(value: unknown, random: Seeded, chance: number): unknown {
  if (Array.isArray(value)) return value.map((item) => addStrangers(item, random, chance));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, addStrangers(inner, random, chance)] as const);
  if (random.next() >= chance) return Object.fromEntries(entries);
  const at = random.between(0, entries.length);
  return Object.fromEntries(entries.toSpliced(at, 0, [random.pick(strangers), random.pick(strangeValues)]));
}
