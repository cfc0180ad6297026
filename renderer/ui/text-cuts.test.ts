import { expect, test } from 'vitest';
import { extendCuts } from './text-cuts.ts';

const lines = Array.from({ length: 4_000 }, (_, index) => `line ${index}`).join('\n');

test('a short text is one block', () => {
  expect(extendCuts([0], 'hello')).toEqual([0]);
});

test('blocks begin after a line end and together are the text', () => {
  const cuts = extendCuts([0], lines);
  expect(cuts.length).toBeGreaterThan(3);
  for (const cut of cuts.slice(1)) expect(lines[cut - 1]).toBe('\n');
  expect(cuts.map((cut, index) => lines.slice(cut, cuts[index + 1])).join('')).toBe(lines);
});

test('a growing text never moves the blocks that it had', () => {
  let cuts: readonly number[] = [0];
  for (let length = 0; length <= lines.length; length += 777) {
    const next = extendCuts(cuts, lines.slice(0, length));
    expect(next.slice(0, cuts.length)).toEqual(cuts);
    cuts = next;
  }
});

test('a line without end is cut at spaces, and one without spaces anywhere', () => {
  const words = 'word '.repeat(20_000);
  for (const cut of extendCuts([0], words).slice(1)) expect(words[cut - 1]).toBe(' ');
  const solid = 'x'.repeat(100_000);
  expect(extendCuts([0], solid).length).toBeGreaterThan(7);
});

test('no cut stands between the halves of a character', () => {
  const smiles = `x${'😀'.repeat(50_000)}`;
  for (const cut of extendCuts([0], smiles)) expect(smiles.charCodeAt(cut) >> 10).not.toBe(0xdc00 >> 10);
});

test('a text of 20 MB without a place to cut is cut in the time of one pass', () => {
  const before = process.cpuUsage();
  expect(extendCuts([0], 'x'.repeat(20_000_000)).length).toBeGreaterThan(1_600);
  // Looking to its end for every block took 8 s.
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
