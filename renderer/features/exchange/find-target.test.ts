import { expect, it } from 'vitest';
import { placesOf } from './find-target.ts';

it('words are found as they are typed, in any case, marks included', () => {
  expect(placesOf('Wait (a) wait (A)', 'wait (a)')).toEqual([0, 9]);
  expect(placesOf('a.b axb', 'a.b')).toEqual([0]);
  expect(placesOf('anything', '')).toEqual([]);
});
