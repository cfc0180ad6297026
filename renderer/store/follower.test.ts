import { expect, test } from 'vitest';
import { createFollower } from './follower.ts';

/** Numbers; a new hundred is urgent. */
function followerOf(initial: number) {
  const listeners = new Set<() => void>();
  const tasks: (() => void)[] = [];
  let value = initial;
  const leader = {
    read: () => value,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const follower = createFollower(
    leader,
    (shown, next) => Math.floor(shown / 100) !== Math.floor(next / 100),
    (callback) => tasks.push(callback),
  );
  const seen: number[] = [];
  follower.subscribe(() => seen.push(follower.read()));
  const lead = (next: number): void => {
    value = next;
    for (const listener of listeners) listener();
  };
  return { follower, lead, seen, tasks };
}

test('it shows what its leader shows, in the next task, and the last value only', () => {
  const { follower, lead, seen, tasks } = followerOf(0);
  lead(1);
  lead(2);
  expect([follower.read(), tasks.length]).toEqual([0, 1]);
  tasks[0]?.();
  expect(seen).toEqual([2]);
});

test('what is urgent is shown at once, and nothing twice', () => {
  const { lead, seen, tasks } = followerOf(0);
  lead(1);
  lead(101);
  expect(seen).toEqual([101]);
  tasks[0]?.();
  expect(seen).toEqual([101]);
});
