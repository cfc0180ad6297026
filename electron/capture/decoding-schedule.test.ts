import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDecodingSchedule, type Live } from './decoding-schedule.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** An exchange in the middle of its answer; `decoded` counts how often it was looked at. */
function running(isOpen: boolean, decodingMs = 0): { readonly live: Live; readonly decoded: () => number } {
  const decodeWaiting = vi.fn(() => void vi.advanceTimersByTime(decodingMs));
  const recorder = {
    hasToken: () => true,
    isSocket: () => false,
    waitingBytes: () => 100,
    settle: () => {},
    decodeWaiting,
  };
  return {
    live: { recorder, isOpen, isRowDirty: false, decodedAt: 0, storedAt: 0 } as unknown as Live,
    decoded: () => decodeWaiting.mock.calls.length,
  };
}

/** Four seconds of a chunk every 20 ms for each, that were `ageMs` old when they came here. */
function fourSeconds(ageMs: number) {
  const open = running(true);
  const other = running(false);
  const schedule = createDecodingSchedule(() => {});
  schedule.setWatched(true);
  for (let turn = 0; turn < 200; turn += 1) {
    for (const { live } of [open, other]) schedule.took(live, Date.now() - ageMs);
    schedule.decodeUrgent();
    if (turn % 5 === 0) {
      schedule.settle();
      schedule.decodeDue();
    }
    vi.advanceTimersByTime(20);
  }
  schedule.dispose();
  return { open: open.decoded(), other: other.decoded() };
}

test('while there is time, the open exchange is decoded with every batch, the others four times a second', () => {
  const { open, other } = fourSeconds(10);
  expect(open).toBeGreaterThanOrEqual(200);
  expect(other).toBeGreaterThanOrEqual(12);
  expect(other).toBeLessThanOrEqual(17);
});

test('where batches are late, the open exchange comes first and the others every two seconds', () => {
  const { open, other } = fourSeconds(500);
  expect(open).toBeGreaterThanOrEqual(200);
  expect(other).toBeLessThanOrEqual(4);
});

test('while nobody watches, a running stream is decoded every five seconds', () => {
  const { live, decoded } = running(false);
  const schedule = createDecodingSchedule(() => {});
  for (let turn = 0; turn < 110; turn += 1) {
    schedule.took(live, Date.now());
    schedule.settle();
    schedule.decodeDue();
    vi.advanceTimersByTime(100);
  }
  schedule.dispose();
  expect(decoded()).toBeGreaterThanOrEqual(2);
  expect(decoded()).toBeLessThanOrEqual(4);
});

test('where more than 12 MB wait, half of them are decoded, those that have waited longest', () => {
  const many = Array.from({ length: 70 }, () => {
    const one = running(false);
    Object.assign(one.live, { decodedAt: performance.now() });
    Object.assign(one.live.recorder, { waitingBytes: () => 200 * 1024 });
    return one;
  });
  const schedule = createDecodingSchedule(() => {});
  for (const { live } of many) schedule.took(live, Date.now());
  schedule.settle();
  schedule.decodeDue();
  schedule.dispose();
  const order = many.map(({ decoded }) => decoded());
  expect(order.indexOf(0)).toBe(order.lastIndexOf(1) + 1);
  expect(order.filter((times) => times === 1).length).toBeGreaterThanOrEqual(35);
  expect(order.filter((times) => times === 0).length).toBeGreaterThanOrEqual(25);
});

test('what waits when a window begins to watch is decoded within a quarter of a second', () => {
  const { live, decoded } = running(false);
  const schedule = createDecodingSchedule(() => {});
  Object.assign(live, { decodedAt: performance.now() });
  schedule.took(live, Date.now());
  schedule.settle();
  schedule.decodeDue();
  expect(decoded()).toBe(0);
  schedule.setWatched(true);
  vi.advanceTimersByTime(250);
  schedule.dispose();
  expect(decoded()).toBe(1);
});

test('while a window watches, rows are decoded in slices of some milliseconds, with room for batches between them', () => {
  const many = Array.from({ length: 6 }, () => running(false, 4));
  const decoded = (): number => many.reduce((sum, one) => sum + one.decoded(), 0);
  const schedule = createDecodingSchedule(() => {});
  schedule.setWatched(true);
  vi.advanceTimersByTime(1000);
  for (const { live } of many) schedule.took(live, Date.now());
  schedule.settle();
  schedule.decodeDue();
  expect(decoded()).toBe(2);
  vi.advanceTimersByTime(100);
  expect(decoded()).toBe(6);
  schedule.dispose();
});
