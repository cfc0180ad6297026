import { expect, it } from 'vitest';
import { countPlaces, placesOf } from './find-target.ts';

it('words are found as they are typed, in any case, marks included', () => {
  expect(placesOf('Wait (a) wait (A)', 'wait (a)')).toEqual([0, 9]);
  expect(placesOf('a.b axb', 'a.b')).toEqual([0]);
  expect(placesOf('anything', '')).toEqual([]);
});

it('100,000 places in 5 MB are found in no more than a frame or two, and letters that change their length stay in place', () => {
  const text = 'A paragraph of some 42 characters in a row\n'.repeat(120_000);
  const before = process.cpuUsage();
  expect(countPlaces(text, 'SOME')).toBe(120_000);
  // With matches of a pattern it took over a second.
  expect(process.cpuUsage(before).user).toBeLessThan(400_000);
  expect(placesOf('İstanbul, some', 'some')).toEqual([10]);
});
