import { expect, test } from 'vitest';
import { emptyScan, extendScan, openSegment } from './markdown-segments.ts';

function piecesOf(text: string): string[] {
  const scan = extendScan(emptyScan, text);
  const open = openSegment(scan);
  return [...scan.segments, ...(open ? [open] : [])].map((segment) => text.slice(segment.start, segment.end));
}

const sample =
  'Intro line.\n\n# Head\n\nA paragraph\nof two lines.\n\n1. one\n\n2. two\n\n   more of two\n\nAfter.\n```ts\nconst a = 1;\n\n# no head\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end\n';

test('paragraphs are segments of their own, a list with blank lines is one', () => {
  expect(piecesOf(sample)).toEqual([
    'Intro line.\n\n',
    '# Head\n\n',
    'A paragraph\nof two lines.\n\n1. one\n\n2. two\n\n   more of two\n\n',
    'After.\n',
    '```ts\nconst a = 1;\n\n# no head\n```\n',
    '| a | b |\n|---|---|\n| 1 | 2 |\n\n',
    'The end\n',
  ]);
});

test('grown character by character the segments are those of the whole text', () => {
  let scan = emptyScan;
  for (let length = 0; length <= sample.length; length += 1) scan = extendScan(scan, sample.slice(0, length));
  expect(scan.segments).toEqual(extendScan(emptyScan, sample).segments);
});

test('a fence that is still open is code up to the last character', () => {
  const scan = extendScan(emptyScan, 'x\n\n```py\nprint(1)\n\nprint(');
  const open = openSegment(scan);
  expect(open?.kind).toBe('code');
  expect(open?.language).toBe('py');
  expect(scan.text.slice(open?.codeStart, open?.codeEnd)).toBe('print(1)\n\nprint(');
});

test('a closing fence at the very end of the text is no code', () => {
  const text = '```\nab\n```';
  const open = openSegment(extendScan(emptyScan, text));
  expect(text.slice(open?.codeStart, open?.codeEnd)).toBe('ab');
});

test('an empty code block has no code', () => {
  const text = '```\n```\n';
  const [segment] = extendScan(emptyScan, text).segments;
  expect(text.slice(segment?.codeStart, segment?.codeEnd)).toBe('');
});

test('another text starts over', () => {
  const scan = extendScan(extendScan(emptyScan, 'one\n\ntwo\n\nthree'), 'other\n\ntext\n');
  expect(scan.segments).toHaveLength(1);
  expect(openSegment(scan)?.start).toBe(7);
});

test('a long list is cut before an item, a long paragraph is not', () => {
  const list = `Intro\n\n${'- an item of some words\n'.repeat(400)}`;
  const pieces = piecesOf(list);
  expect(pieces.length).toBeGreaterThan(4);
  expect(pieces.slice(1).every((piece) => piece.startsWith('- an item'))).toBe(true);
  expect(pieces.join('')).toBe(list);
  const scan = extendScan(emptyScan, list);
  expect(scan.segments.map(({ isContinued }) => isContinued).slice(0, 3)).toEqual([false, true, true]);
  expect(piecesOf(`${'words and words\n'.repeat(200)}- not the first line\n`)).toHaveLength(1);
});

test('a text that is scanned by and by is cut as one that is scanned at once', () => {
  const text = 'One.\n\n```ts\na\n\nb\n```\n\n- x\n- y\n\nTwo\nlines.\n\nlast';
  const whole = extendScan(emptyScan, text);
  for (let step = 1; step < text.length; step += 3) {
    let scan = extendScan(emptyScan, text, step);
    expect(scan.scanned).toBeLessThan(text.length);
    for (let until = step; until < text.length + step; until += step) scan = extendScan(scan, text, until);
    expect(scan.segments).toEqual(whole.segments);
    expect(openSegment(scan)).toEqual(openSegment(whole));
  }
});
