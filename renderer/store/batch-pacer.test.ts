import { expect, test } from 'vitest';
import { createBatchPacer } from './batch-pacer.ts';

function pacedAt() {
  const flushed: (readonly number[])[] = [];
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const pacer = createBatchPacer<number>({
    flush: (batches) => flushed.push(batches),
    now: () => clock.now,
    onNextFrame: (callback) => frames.push(callback),
  });
  return { flushed, frames, clock, pacer };
}

test('a batch that comes alone is there at once', () => {
  const { flushed, clock, pacer } = pacedAt();
  pacer.push(1);
  clock.now = 16;
  pacer.push(2);
  expect(flushed).toEqual([[1], [2]]);
});

test('batches that pile up come together with the next frame, in order, none lost', () => {
  const { flushed, frames, clock, pacer } = pacedAt();
  pacer.push(1);
  clock.now = 3;
  pacer.push(2);
  pacer.push(3);
  expect(frames).toHaveLength(1);
  clock.now = 20;
  pacer.push(4);
  frames[0]?.();
  expect(flushed).toEqual([[1], [2, 3, 4]]);
  clock.now = 40;
  pacer.push(5);
  expect(flushed.at(-1)).toEqual([5]);
});
