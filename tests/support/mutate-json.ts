/** Damages a JSON value in one place: another type, another size, a field gone or doubled. */
import type { Seeded } from './seeded.ts';

const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  '',
  'x',
  '0',
  '\ud83d',
  '__proto__',
  'constructor',
  [],
  [null],
  [[]],
  {},
  { type: 'unheard_of' },
  { type: null, index: {} },
  'y'.repeat(5000),
];

/** A value like the given one, with one node replaced, removed or repeated. */
export function mutateJson(value: unknown, random: Seeded): unknown {
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || random.next() < 0.15) return random.next() < 0.1 ? deep() : random.pick(strangers);
  if (Array.isArray(value)) return mutateList(value, random);
  return mutateObject(value as Record<string, unknown>, random);
}

function mutateList(list: readonly unknown[], random: Seeded): unknown {
  if (list.length === 0) return [random.pick(strangers)];
  const at = random.between(0, list.length - 1);
  const kind = random.next();
  if (kind < 0.1) return list.toSpliced(at, 1);
  if (kind < 0.2) return [...list, ...list];
  return list.with(at, mutateJson(list[at], random));
}

function mutateObject(object: Readonly<Record<string, unknown>>, random: Seeded): unknown {
  const names = Object.keys(object);
  if (names.length === 0) return { stranger: random.pick(strangers) };
  const name = random.pick(names);
  const { [name]: value, ...rest } = object;
  const kind = random.next();
  if (kind < 0.1) return rest;
  if (kind < 0.15) return { ...object, [random.pick(names)]: value };
  return { ...object, [name]: mutateJson(value, random) };
}

/** Deeper than any real answer, so that whatever walks a value by recursion is tried. */
function deep(): unknown {
  let value: unknown = 'bottom';
  for (let depth = 0; depth < 500; depth += 1) value = depth % 2 === 0 ? [value] : { inner: value };
  return value;
}
