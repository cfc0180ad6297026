import { expect, test } from 'vitest';
import { gapsBetween, niceCeiling, percentile, readGaps, stallThreshold } from './between-tokens.ts';

test('a stall is twelve times the median gap, and never under 250 ms', () => {
  expect(stallThreshold(new Array(20).fill(31), 21)).toBe(372);
  expect(stallThreshold(new Array(20).fill(5), 21)).toBe(250);
  expect(stallThreshold([], 1)).toBe(250);
});

test('events of one network chunk are one moment, not a gap of zero', () => {
  expect([...gapsBetween([0, 10, 10, 10.2, 40], 5)].map(Math.round)).toEqual([10, 30]);
});

test('only the first `length` moments are looked at', () => {
  expect([...gapsBetween(new Float64Array([0, 10, 30, 0, 0]), 3)]).toEqual([10, 20]);
});

test('percentiles are values that really occurred', () => {
  const sorted = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(percentile(sorted, 0.5)).toBe(50);
  expect(percentile(sorted, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNull();
});

test('the histogram counts every gap once, the long ones in its last bin', () => {
  const gaps = new Float64Array([...new Array(98).fill(30), 45, 1900]);
  const reading = readGaps(gaps, 101);
  expect(reading?.p50).toBe(30);
  expect(reading?.longest).toBe(1900);
  expect(reading?.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(100);
  expect(reading?.bins.at(-1)?.count).toBe(1);
});

test('below two gaps there is nothing to say', () => {
  expect(readGaps(new Float64Array([12]), 2)).toBeNull();
});

test('axis ends are round and never below the value', () => {
  for (const value of [0.3, 1, 14, 61, 99.99, 1234]) expect(niceCeiling(value)).toBeGreaterThanOrEqual(value * 0.999);
  expect(niceCeiling(61)).toBe(80);
});

test('the rests of a stream in bursts are no rhythm, unless they are regular and many', () => {
  expect(stallThreshold([5000, 5000], 60)).toBe(2000);
  expect(stallThreshold([300, 300], 60)).toBe(2000);
  expect(stallThreshold([900, 1000, 2000, 4000, 5000, 6000, 7000, 9000, 15_000], 300)).toBe(2000);
  expect(stallThreshold(new Array(12).fill(3000), 300)).toBe(36_000);
  expect(stallThreshold(new Array(12).fill(400), 13)).toBe(4800);
});
