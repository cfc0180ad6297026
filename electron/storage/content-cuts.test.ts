/** Cuts follow the content: an edit moves only the cuts beside it. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { seeded } from '../../tests/support/seeded.ts';
import { nextCut, requestCuts } from './content-cuts.ts';
import { packBytes, packChunkIndex, unpackBytes } from './packed-bytes.ts';

function noise(seed: number, size: number): Uint8Array {
  return seeded(seed).bytes(size);
}

function cut(bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = nextCut(bytes, at, requestCuts);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('pieces are within their sizes, about the usual one on average, and together all the bytes', () => {
  const bytes = noise(1, 2_000_000);
  const pieces = cut(bytes);
  expect(Buffer.concat(pieces).equals(Buffer.from(bytes))).toBe(true);
  for (const piece of pieces.slice(0, -1)) {
    expect(piece.length).toBeGreaterThan(requestCuts.least);
    expect(piece.length).toBeLessThanOrEqual(requestCuts.most);
  }
  const average = bytes.length / pieces.length;
  expect(average).toBeGreaterThan(requestCuts.usual * 0.7);
  expect(average).toBeLessThan(requestCuts.usual * 1.6);
});

it('an insertion in the middle changes a few pieces only', () => {
  const bytes = Buffer.from(noise(2, 500_000));
  const known = new Set(cut(bytes).map(hash));
  const edited = Buffer.concat([bytes.subarray(0, 250_000), Buffer.from('inserted'), bytes.subarray(250_000)]);
  expect(cut(edited).filter((piece) => !known.has(hash(piece))).length).toBeLessThanOrEqual(3);
});

it('bytes of one value are cut in equal sizes, whichever value it is', () => {
  for (const value of [0, 32, 255]) {
    const sizes = cut(new Uint8Array(200_000).fill(value)).map(({ length }) => length);
    expect(new Set(sizes.slice(0, -1)).size, `of ${value}`).toBe(1);
  }
});

it('packing gives back the same bytes, and never makes noise larger than by its format byte', () => {
  const text = Buffer.from('{"role":"user","content":"again and again"}'.repeat(50));
  expect(packBytes(text).length).toBeLessThan(text.length / 5);
  for (const bytes of [text, noise(3, 5_000), new Uint8Array(0)]) {
    expect(packBytes(bytes).length).toBeLessThanOrEqual(bytes.length + 1);
    expect(Buffer.from(unpackBytes(packBytes(bytes))).equals(Buffer.from(bytes))).toBe(true);
  }
  const index = noise(4, 16 * 31);
  expect(Buffer.from(unpackBytes(packChunkIndex(index))).equals(Buffer.from(index))).toBe(true);
  expect(() => unpackBytes(Uint8Array.of(99, 1, 2))).toThrow('unknown format 99');
});
