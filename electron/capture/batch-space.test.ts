import { expect, test } from 'vitest';
import { buffersOf, createSpacePool, usualBatchBytes } from './batch-space.ts';

test('room that comes back is used again', () => {
  const pool = createSpacePool();
  const space = pool.take(usualBatchBytes, 0);
  pool.giveBack(space);
  expect(pool.take(usualBatchBytes, 0)).toBe(space);
  expect(pool.take(usualBatchBytes, 0)).not.toBe(space);
});

test('what is too much to keep is sent away once, and is nobody else’s', () => {
  const pool = createSpacePool();
  const taken = Array.from({ length: 20 }, () => pool.take(usualBatchBytes, 0));
  for (const space of taken) pool.giveBack(space);
  const spent = pool.takeSpent();
  expect(spent).toEqual(taken.slice(16));
  expect(pool.takeSpent()).toEqual([]);
  const again = Array.from({ length: 16 }, () => pool.take(usualBatchBytes, 0));
  expect(again.some((space) => spent.includes(space))).toBe(false);
});

test('a chunk larger than a batch gets room of its own size, which is not kept', () => {
  const pool = createSpacePool();
  const space = pool.take(3 * usualBatchBytes, 1);
  expect(buffersOf(space)[0]?.byteLength).toBe(3 * usualBatchBytes);
  pool.giveBack(space);
  expect(pool.takeSpent()).toEqual([space]);
});
