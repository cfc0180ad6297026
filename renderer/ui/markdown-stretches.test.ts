import { expect, test } from 'vitest';
import { emptyScan, extendScan } from './markdown-segments.ts';
import { extendBundles, extendRuns, noBundles, type SegmentRun } from './markdown-stretches.ts';

const text = Array.from({ length: 300 }, (_, index) => `Paragraph ${index} ${'of words '.repeat(index % 40)}\n\n`).join(
  '',
);
const { segments } = extendScan(emptyScan, text);

test('runs cover all segments once, and none is much longer than a screen', () => {
  const runs = extendRuns([], segments, segments.length);
  expect(runs[0]?.first).toBe(0);
  expect(runs.at(-1)?.end).toBe(segments.length);
  for (const [index, run] of runs.entries()) {
    expect(run.end).toBeGreaterThan(run.first);
    expect(run.end - run.first).toBeLessThanOrEqual(48);
    expect(runs[index + 1]?.first ?? run.end).toBe(run.end);
  }
});

test('grown segment by segment the runs are those of the whole, and full ones never change', () => {
  let runs: readonly SegmentRun[] = [];
  for (let count = 0; count <= segments.length; count += 1) {
    const grown = extendRuns(runs, segments, count);
    expect(grown.slice(0, Math.max(0, runs.length - 1))).toEqual(runs.slice(0, -1));
    runs = grown;
  }
  expect(runs).toEqual(extendRuns([], segments, segments.length));
});

test('bundles hold all stretches in order, with the text between their ends, also when they grow', () => {
  const long = extendScan(emptyScan, text.repeat(12));
  let bundles = noBundles;
  for (let count = 0; count <= long.segments.length; count += 7) {
    const before = bundles;
    bundles = extendBundles(before, long.segments, count, long.text);
    for (const [index, full] of before.bundles.slice(0, -2).entries()) expect(bundles.bundles[index]).toBe(full);
  }
  bundles = extendBundles(bundles, long.segments, long.segments.length, long.text);
  expect(bundles).toEqual(extendBundles(noBundles, long.segments, long.segments.length, long.text));
  expect(bundles.bundles.flatMap(({ runs }) => runs)).toEqual(extendRuns([], long.segments, long.segments.length));
  expect(bundles.bundles.map(({ source }) => source).join('')).toBe(long.text.slice(0, long.segments.at(-1)?.end));
});
