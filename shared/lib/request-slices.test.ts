import { expect, it } from 'vitest';
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';
import { readPiece, readToolPiece, sliceReading } from './request-slices.ts';

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
  expect(sliceReading(null)).toEqual({ head: null, toolPieces: [], pieces: [] });
  expect(sliceReading(reading([])).pieces).toEqual([]);
});

it('400 tools with large schemas come in pieces too', () => {
  const schema = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`p${index}`, { description: 'x'.repeat(90) }]),
  );
  const tools = Array.from({ length: 400 }, (_, index) => ({
    name: `t${index}`,
    description: null,
    schema,
    path: `tools[${index}]`,
  }));
  const whole = { ...reading([1]), tools } as unknown as RequestReading;
  const { head, toolPieces } = sliceReading(whole);
  expect(head?.tools).toEqual([]);
  expect(toolPieces.length).toBeGreaterThan(5);
  expect(toolPieces.flatMap(readToolPiece)).toEqual(tools);
});

it('of a parameter with half a million keys the beginning crosses', () => {
  const value = Object.fromEntries(Array.from({ length: 500_000 }, (_, index) => [`key_${index}`, index]));
  const small = { name: 'temperature', value: 0.5 };
  const whole = { ...reading([]), parameters: [small, { name: 'metadata', value }] };
  const [first, second] = sliceReading(whole).head?.parameters ?? [];
  expect(first).toBe(small);
  expect(String(second?.value)).toMatch(/^\{"key_0":0,.{3980,}…$/);
});
