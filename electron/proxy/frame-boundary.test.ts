import { expect, test } from 'vitest';
import { concat, encodeJsonEvent } from '../../shared/stream/aws-event-stream-encoder.ts';
import { createFrameBoundary } from './frame-boundary.ts';

const frames = [
  encodeJsonEvent('messageStart', { role: 'assistant' }),
  encodeJsonEvent('contentBlockDelta', { delta: { text: 'x'.repeat(300) } }),
  encodeJsonEvent('messageStop', {}),
];

test('is between two messages exactly where one ends, however the network cut them', () => {
  const ends = new Set([0]);
  for (const frame of frames) ends.add(Math.max(...ends) + frame.length);
  const body = concat(frames);
  for (const size of [1, 3, 7, 100]) {
    const boundary = createFrameBoundary();
    for (let at = 0; at < body.length; at += size) {
      expect(boundary.isBetweenFrames(), `${at}`).toBe(ends.has(at));
      boundary.add(body.subarray(at, at + size));
    }
    expect(boundary.isBetweenFrames()).toBe(true);
  }
});

test('a length that no message has is never left again', () => {
  const boundary = createFrameBoundary();
  boundary.add(Uint8Array.of(0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  expect(boundary.isBetweenFrames()).toBe(false);
  boundary.add(concat(frames));
  expect(boundary.isBetweenFrames()).toBe(false);
});
