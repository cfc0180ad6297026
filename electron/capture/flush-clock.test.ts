import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFlushClock } from './flush-clock.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A clock with the times at which it wrote, ms after the start. */
function clockWith(isWritten = true) {
  const writtenAt: number[] = [];
  const clock = createFlushClock(() => {
    clock.begins();
    writtenAt.push(Date.now() - 1_000_000);
    clock.done(isWritten);
  });
  return { clock, writtenAt };
}

test('a lone batch is written at once when the next one would come too late', () => {
  const { clock, writtenAt } = clockWith();
  clock.batchTaken(Date.now() - 100, 180, false);
  expect(writtenAt).toEqual([0]);
});

test('batches that come often are written together, before the first is 200 ms old', () => {
  const { clock, writtenAt } = clockWith();
  for (let step = 0; step < 40; step += 1) {
    clock.batchTaken(Date.now(), 8, false);
    vi.advanceTimersByTime(8);
  }
  expect(writtenAt).toEqual([192]);
});

test('an exchange that ended is written sooner; a crowd of them together', () => {
  const { clock, writtenAt } = clockWith();
  clock.rowChanged();
  clock.exchangeEnded();
  vi.advanceTimersByTime(20);
  clock.exchangeEnded();
  vi.advanceTimersByTime(50);
  clock.exchangeEnded();
  vi.advanceTimersByTime(500);
  expect(writtenAt).toEqual([20, 120]);
});

test('more than a megabyte is written at once, and what was refused is tried again after a second', () => {
  const { clock, writtenAt } = clockWith(false);
  clock.gathered(1024 * 1024 + 1);
  clock.batchTaken(Date.now(), 8, false);
  expect(writtenAt).toEqual([0]);
  vi.advanceTimersByTime(1000);
  expect(writtenAt).toEqual([0, 1000]);
  clock.dispose();
  vi.advanceTimersByTime(5000);
  expect(writtenAt).toEqual([0, 1000]);
});
