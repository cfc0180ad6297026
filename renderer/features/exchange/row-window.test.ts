import { describe, expect, test } from 'vitest';
import {
  elementsFor,
  heightOfRows,
  placedRows,
  type RowHeights,
  rowAtHeight,
  runAtEnd,
  runInSight,
  scrollTopFor,
  topOfRow,
} from './row-window.ts';

const even: RowHeights = { count: 1000, rowHeight: 26, tallRow: -1, tallBy: 0 };
const unfolded: RowHeights = { count: 1000, rowHeight: 26, tallRow: 500, tallBy: 200 };

describe('rows of a long list', () => {
  test.each([even, unfolded])('each top belongs to its row, and so does the last pixel before the next', (heights) => {
    for (const row of [0, 1, 499, 500, 501, 502, 998]) {
      expect(rowAtHeight(heights, topOfRow(heights, row))).toBe(row);
      expect(rowAtHeight(heights, topOfRow(heights, row + 1) - 1)).toBe(row);
    }
  });

  test('a tall row moves what is below it, and the end', () => {
    expect(topOfRow(unfolded, 500)).toBe(500 * 26);
    expect(topOfRow(unfolded, 501)).toBe(501 * 26 + 200);
    expect(heightOfRows(unfolded)).toBe(1000 * 26 + 200);
    expect(heightOfRows({ ...unfolded, tallRow: 999 })).toBe(1000 * 26 + 200);
  });

  test('the run covers what is in sight with room on both sides, wherever one scrolls', () => {
    for (const heights of [even, unfolded]) {
      for (let top = 0; top <= heightOfRows(heights) - 600; top += 13) {
        const run = runInSight(heights, top, 600);
        expect(run.first).toBeLessThanOrEqual(Math.max(0, rowAtHeight(heights, top) - 10));
        expect(run.end).toBeGreaterThan(Math.min(heights.count - 1, rowAtHeight(heights, top + 600) + 9));
        expect(run.end - run.first).toBeLessThan(70);
      }
    }
  });

  test('scrolling by less than eight rows mostly keeps the run', () => {
    const runs = new Set([0, 26, 52, 78, 104].map((by) => JSON.stringify(runInSight(even, 8 * 26 * 20 + by, 600))));
    expect(runs.size).toBeLessThanOrEqual(2);
  });

  test('a hundred thousand rows cost as many elements as a hundred', () => {
    const run = runInSight({ ...even, count: 100_000 }, 1_300_000, 600);
    expect(run.end - run.first).toBeLessThan(60);
  });

  test('an empty list has no rows', () => {
    expect(runInSight({ ...even, count: 0 }, 0, 600)).toEqual({ first: 0, end: 0 });
  });

  test('a row in sight is left where it is; others come just into sight, with room below', () => {
    const sight = { top: 2600, height: 520 };
    expect(scrollTopFor(even, 105, sight, 48)).toBeNull();
    expect(scrollTopFor(even, 90, sight, 48)).toBe(90 * 26);
    expect(scrollTopFor(even, 119, sight, 48)).toBe(120 * 26 + 48 - 520);
    expect(scrollTopFor({ ...unfolded, tallBy: 2000 }, 500, sight, 48)).toBe(500 * 26);
  });
});

describe('elements of rows', () => {
  test('a run that moves on keeps its elements: those of rows that left show the rows that came', () => {
    const elements = elementsFor({ first: 8, end: 48 }, 0, true);
    const before = placedRows({ first: 8, end: 48 }, elements, true);
    const after = placedRows({ first: 16, end: 56 }, elements, true);
    expect(after.map(({ element }) => element)).toEqual(before.map(({ element }) => element));
    const moved = after.filter(({ at, element }) => !before.some((one) => one.at === at && one.element === element));
    expect(moved.map(({ at }) => at)).toEqual([48, 49, 50, 51, 52, 53, 54, 55]);
  });

  test('the end that is followed has the same elements whatever the number of rows, and shows what is in sight', () => {
    const runs = [1000, 1001, 1006, 1013].map((count) => runAtEnd({ ...even, count }, 600));
    const shown = runs.map((run) => placedRows(run, elementsFor(run, 80, true), true).map(({ element }) => element));
    for (const elements of shown) expect(elements).toEqual(shown[0]);
    expect(runs[1]).toEqual({ first: 1001 - 32, end: 1001 });
    expect(runAtEnd({ ...even, count: 5 }, 600)).toEqual({ first: 0, end: 5 });
  });

  test('whoever reads finds the rows in their order, and no element twice', () => {
    const run = { first: 100_000, end: 100_043 };
    const elements = elementsFor(run, 40, false);
    const placed = placedRows(run, elements, false);
    expect(placed.map(({ at }) => at)).toEqual(Array.from({ length: 43 }, (_, index) => 100_000 + index));
    expect(new Set(placed.map(({ element }) => element)).size).toBe(43);
  });
});
