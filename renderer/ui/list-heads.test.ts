import { describe, expect, test } from 'vitest';
import { rangeWithHead, sectionAt, sectionsOf } from './list-heads.ts';

/** A number is a head with that many rows under it. */
const items = ['lone', 2, 'a', 'b', 0, 40, ...Array.from({ length: 40 }, () => 'c'), 'after'];
const sections = sectionsOf(items, (item) => (typeof item === 'number' ? item : null));

describe('the heads of a list', () => {
  test('reach to their last row, and no further than the list', () => {
    expect(sections).toEqual([
      { head: 1, last: 3 },
      { head: 4, last: 4 },
      { head: 5, last: 45 },
    ]);
    expect(sectionsOf([5, 'a'], (item) => (item === 5 ? 5 : null))).toEqual([{ head: 0, last: 1 }]);
  });

  test('are found from their rows; rows of no group have none', () => {
    expect([0, 1, 3, 4, 5, 30, 45, 46].map((index) => sectionAt(sections, index)?.head ?? null)).toEqual([
      null,
      1,
      1,
      4,
      5,
      5,
      5,
      null,
    ]);
  });

  test('exist while their rows are in sight, however far above', () => {
    const range = { startIndex: 30, endIndex: 32, overscan: 2, count: items.length };
    expect(rangeWithHead(sections, range)).toEqual([5, 28, 29, 30, 31, 32, 33, 34]);
    expect(rangeWithHead(sections, { ...range, startIndex: 6 })[0]).toBe(4);
    expect(rangeWithHead(sections, { ...range, startIndex: 46, endIndex: 46 })).toEqual([44, 45, 46]);
  });
});
