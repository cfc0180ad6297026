/** Snapshot and pieces of a program's output, in whatever order they meet. */
import { expect, test } from 'vitest';
import { joinOutput } from './program-output.ts';

const piece = (text: string, total: number) => ({ id: 'p1', text, total });

test('a piece goes behind what is known', () => {
  expect(joinOutput(piece('abc', 3), piece('de', 5))).toEqual(piece('abcde', 5));
});

test('what a snapshot held already is not repeated', () => {
  expect(joinOutput(piece('abcd', 4), piece('cde', 5))).toEqual(piece('abcde', 5));
  expect(joinOutput(piece('abcd', 4), piece('cd', 4))).toEqual(piece('abcd', 4));
});

test('only the last part is held', () => {
  const joined = joinOutput(piece('a'.repeat(200_000), 200_000), piece('b', 200_001));
  expect([joined.text.length, joined.text.endsWith('ab')]).toEqual([200_000, true]);
});
