import { expect, test } from 'vitest';
import { breathAt } from './breathe-together.ts';

test('a breath of 1.6 s goes from the smallest size to the largest and back', () => {
  expect([0, 400, 800, 1200, 1600].map((ms) => breathAt(ms, 100))).toEqual([
    0.7,
    expect.closeTo(0.79),
    expect.closeTo(0.88),
    expect.closeTo(0.79),
    0.7,
  ]);
});

test('between two steps nothing moves', () => {
  expect(breathAt(1000, 200)).toBe(breathAt(1199, 200));
  expect(breathAt(1199, 200)).not.toBe(breathAt(1200, 200));
});
