/**
 * Streams in which an event differs from the one before in exactly one unexpected place: a number, a flag, another field, an
 * escaped letter, an index. What knows events again by their bytes must see each of them.
 */
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';

/** The events with some repeated, and some of the copies changed in one place. */
export function twistEvents(events: readonly OddEvent[], random: Seeded): readonly OddEvent[] {
  const chance = random.pick([0.05, 0.2, 0.5]);
  return events.flatMap((event): readonly OddEvent[] => {
    if (typeof event.payload !== 'object' || random.next() >= chance) return [event];
    const copies = Array.from({ length: random.between(1, 4) }, () => event);
    return [
      ...copies,
      { ...event, payload: twist(event.payload, random) },
      ...copies.slice(random.between(0, copies.length)),
    ];
  });
}

const others = ['', 'x', 'é', '\n', '"', 'text', 'stop', '0', 'a/b', '\ud83d'] as const;

/** The value with one leaf, name or item changed. */
function twist(value: unknown, random: Seeded): unknown {
  if (typeof value === 'number')
    return random.pick([value + 1, value - 1, value + 0.5, -value, String(value), null, 0]);
  if (typeof value === 'boolean') return random.pick([!value, null]);
  if (typeof value === 'string')
    return random.pick([
      value + random.pick(others),
      random.pick(others),
      null,
      value.slice(1),
      7,
      value.toUpperCase(),
    ]);
  if (value === null) return random.pick([0, '', false, {}, [], 'x', { a: 1 }]);
  if (Array.isArray(value)) return twistList(value, random);
  return typeof value === 'object' ? twistObject(value as Record<string, unknown>, random) : value;
}

function twistList(list: readonly unknown[], random: Seeded): unknown {
  if (list.length === 0) return random.pick([[null], [{}], null]);
  const at = random.between(0, list.length - 1);
  const kind = random.next();
  if (kind < 0.1) return [...list, list[at]];
  if (kind < 0.15) return list.toSpliced(at, 1);
  return list.with(at, twist(list[at], random));
}

function twistObject(object: Readonly<Record<string, unknown>>, random: Seeded): unknown {
  const names = Object.keys(object);
  const kind = random.next();
  if (names.length === 0 || kind < 0.08)
    return {
      ...object,
      [random.pick(['extra', 'index', 'error', 'text', 'content', 'id', 'delta'])]: random.pick([
        null,
        0,
        1,
        '',
        'x',
        {},
        [],
      ]),
    };
  const name = random.pick(names);
  if (kind < 0.14) return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
  if (kind < 0.18) return { [name]: object[name], ...object };
  return { ...object, [name]: twist(object[name], random) };
}
