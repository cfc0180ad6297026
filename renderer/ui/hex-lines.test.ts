import { expect, test } from 'vitest';
import { hexLines } from './hex-lines.ts';

const bytes = new TextEncoder().encode('data: {"a"}\n');
const none = { chunkStarts: [], lit: null };

test('bytes are hex pairs beside their text, spaces and line ends visible', () => {
  const [line] = hexLines(bytes.subarray(0, 8), 100, 8, none);
  expect(line).toEqual({
    offset: 100,
    runs: [
      {
        offset: 100,
        hex: '64 61 74 61 3a 20 7b 22',
        text: 'data:·{"',
        isLit: false,
        isChunkStart: false,
        band: null,
        isCutCharacter: false,
      },
    ],
  });
});

test('a network chunk that begins inside a line cuts it there', () => {
  const [line] = hexLines(bytes.subarray(0, 8), 100, 8, { chunkStarts: [50, 103, 900], lit: null });
  expect(line?.runs.map((run) => [run.text, run.isChunkStart])).toEqual([
    ['dat', false],
    ['a:·{"', true],
  ]);
});

test('what is lit is lit on every line that it touches, and nothing else', () => {
  const lines = hexLines(bytes, 0, 4, { chunkStarts: [], lit: { start: 3, end: 9 } });
  const lit = lines.flatMap((line) => line.runs.filter((run) => run.isLit).map((run) => run.text));
  expect(lit).toEqual(['a', ':·{"', 'a']);
});

test('no byte is lost, whatever the marks', () => {
  const lines = hexLines(bytes, 7, 5, { chunkStarts: [7, 8, 12, 13], lit: { start: 9, end: 14 } });
  const hex = lines.flatMap((line) => line.runs.flatMap((run) => run.hex.split(' ')));
  expect(hex.map((pair) => Number.parseInt(pair, 16))).toEqual([...bytes]);
});

test('events are bands in turn, and bytes before the first are none', () => {
  const bytes = new TextEncoder().encode('abcdefgh');
  const [line] = hexLines(bytes, 0, 8, { chunkStarts: [], lit: null, eventStarts: [2, 5] });
  expect(line?.runs.map((run) => [run.text, run.band])).toEqual([
    ['ab', null],
    ['cde', 0],
    ['fgh', 1],
  ]);
});

test('a chunk that begins in the middle of a character says so, where the bytes are text', () => {
  const letter = new TextEncoder().encode('aé');
  const cutsOf = (isText: boolean) =>
    hexLines(letter, 0, 8, { chunkStarts: [0, 2], lit: null, isText })[0]?.runs.map((run) => run.isCutCharacter);
  expect(cutsOf(true)).toEqual([false, true]);
  expect(cutsOf(false)).toEqual([false, false]);
});
