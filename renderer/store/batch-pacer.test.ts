import { expect, test } from 'vitest';
import { createBatchPacer } from './batch-pacer.ts';

function pacedAt() {
  const flushed: (readonly number[])[] = [];
  const timers: { readonly run: () => void; readonly ms: number }[] = [];
  const clock = { now: 0 };
  const pacer = createBatchPacer<number>({
    flush: (batches) => flushed.push(batches),
    now: () => clock.now,
    setTimer: (run, ms) => timers.push({ run, ms }),
  });
  return { flushed, timers, clock, pacer };
}

test('a batch that comes alone is there at once', () => {
  const { flushed, clock, pacer } = pacedAt();
  pacer.push(1);
  clock.now = 16;
  pacer.push(2);
  expect(flushed).toEqual([[1], [2]]);
});

test('batches that pile up come together a moment later, in order, none lost', () => {
  const { flushed, timers, clock, pacer } = pacedAt();
  pacer.push(1);
  clock.now = 3;
  pacer.push(2);
  pacer.push(3);
  expect(timers.map(({ ms }) => ms)).toEqual([9]);
  clock.now = 20;
  pacer.push(4);
  timers[0]?.run();
  expect(flushed).toEqual([[1], [2, 3, 4]]);
  clock.now = 40;
  pacer.push(5);
  expect(flushed.at(-1)).toEqual([5]);
});
