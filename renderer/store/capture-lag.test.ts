import { expect, test } from 'vitest';
import { isLagging } from './capture-lag.ts';
import { initialCaptureSlice } from './capture-slice.ts';

const status = initialCaptureSlice.captureStatus;

test('what waits to be settled at the usual pace is not late', () => {
  expect(isLagging({ ...status, eventsPerSecond: 40, chunksBehind: 12 }, 200)).toBe(false);
  expect(isLagging({ ...status, eventsPerSecond: 10_000, chunksBehind: 2_500 }, 200)).toBe(false);
});

test('more than half a second of traffic in the queue is late', () => {
  expect(isLagging({ ...status, eventsPerSecond: 40, chunksBehind: 33 }, 200)).toBe(true);
  expect(isLagging({ ...status, eventsPerSecond: 10_000, chunksBehind: 5_001 }, 200)).toBe(true);
});

test('counts that stay away while events came are late; silence after silence is not', () => {
  expect(isLagging({ ...status, eventsPerSecond: 3 }, 1_100)).toBe(true);
  expect(isLagging(status, 60_000)).toBe(false);
});
