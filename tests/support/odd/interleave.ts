/** Lists that go on in turns, as parallel choices, items and calls do. */
import type { Seeded } from '../seeded.ts';

/** Several lists in one, each in its order. */
export function interleave<Value>(lists: readonly (readonly Value[])[], random: Seeded): readonly Value[] {
  const left = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const mixed: Value[] = [];
  const stays = random.pick([0, 0.5, 0.9]);
  let current = 0;
  while (left.length > 0) {
    if (random.next() >= stays) current = random.between(0, left.length - 1);
    const list = left[Math.min(current, left.length - 1)] as Value[];
    mixed.push(list.shift() as Value);
    if (list.length === 0) left.splice(left.indexOf(list), 1);
  }
  return mixed;
}
