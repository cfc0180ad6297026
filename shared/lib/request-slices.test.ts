import { expect, it } from 'vitest';
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';
import { readPiece, sliceReading } from './request-slices.ts';

function reading(lengths: readonly number[]): RequestReading {
  const messages = lengths.map((length, index): RequestMessage => {
    const parts = [{ kind: 'text', text: 'é'.repeat(length) }] as const;
    return { role: 'user', name: null, parts, hasCacheMarker: false, path: `messages[${index}]` };
  });
  return { model: 'm', isStreaming: true, messages, tools: [], parameters: [] };
}

it('the pieces hold every message once, in order', () => {
  const whole = reading(Array.from({ length: 3_000 }, (_, index) => (index % 7) * 100));
  const { head, pieces } = sliceReading(whole);
  expect(pieces.length).toBeGreaterThan(3);
  expect({ ...head, messages: pieces.flatMap(readPiece) }).toEqual(whole);
  for (const piece of pieces) expect(piece.length).toBeLessThan(300_000);
});

it('no reading has no pieces, and no messages neither', () => {
  expect(sliceReading(null)).toEqual({ head: null, pieces: [] });
  expect(sliceReading(reading([])).pieces).toEqual([]);
});
