import { expect, test } from 'vitest';
import { createStripBeat } from './strip-beat.ts';

const frameMs = 16.7;

/** Frames that come `delayMs` after they were asked for, and take `costMs`; the beat after them. */
function beatAfter(frames: number, delayMs: number, costMs: number, msPerPixel: number): number {
  const beat = createStripBeat();
  for (let at = 0, index = 0; index < frames; index += 1, at += frameMs + delayMs) {
    beat.asked(at);
    beat.began(at + delayMs);
    beat.painted(at + delayMs + costMs);
  }
  return beat.ms(msPerPixel);
}

test('a window that has time paints the strip with every frame', () => {
  expect(beatAfter(60, 2, 1.2, 10)).toBeLessThan(frameMs);
});

test('a strip that costs much is painted less often: a seventh of the time at most', () => {
  expect(beatAfter(60, 2, 6, 10)).toBeCloseTo(42, 0);
});

test('a window whose frames come late gets its time back', () => {
  expect(beatAfter(60, 60, 1.2, 10)).toBeGreaterThanOrEqual(33);
});

test('steps that nobody sees are not painted, and now never stands still', () => {
  expect(beatAfter(60, 2, 1, 200)).toBe(50);
  expect(beatAfter(60, 2, 1, 5_000)).toBe(100);
});
