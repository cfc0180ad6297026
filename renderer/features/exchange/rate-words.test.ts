import { expect, it } from 'vitest';
import { attemptWords, curvePath, gaugeWords, isNearlyUsed, waitWords } from './rate-words.ts';

const gauge = { name: 'tokens', limit: 4_000, remaining: 3_999, usedPart: 0.00025, resetsAt: 1_012, status: null };

it('counts are told where there are counts, else the part that is used', () => {
  expect(gaugeWords(gauge, 1_000)).toEqual({ figures: '3,999 of 4,000 left', reset: 'in 12 ms' });
  const part = { ...gauge, limit: null, remaining: null, usedPart: 0.425, resetsAt: null };
  expect(gaugeWords(part, 1_000)).toEqual({ figures: '42.5 % used', reset: null });
});

it('only what is nearly used up, or what the vendor warns of, is warm', () => {
  expect(isNearlyUsed(gauge)).toBe(false);
  expect(isNearlyUsed({ ...gauge, usedPart: 0.93 })).toBe(true);
  expect(isNearlyUsed({ ...gauge, status: 'allowed_warning' })).toBe(true);
});

it('waits are told in the unit that fits', () => {
  expect([12, 1_240, 360_000, 18_000_000, 600_000_000].map(waitWords)).toEqual([
    '12 ms',
    '1.2 s',
    '6 min',
    '5 h',
    '7 d',
  ]);
});

it('a curve goes up as a limit is used', () => {
  expect(curvePath([0, 0.5, 1].map((usedPart, at) => ({ at, usedPart })))).toBe(
    'M0.00 19.00 L50.00 10.00 L100.00 1.00',
  );
});

it('an attempt says its place and what was waited before it', () => {
  const attempts = [
    { id: 'a', status: 429, end: 'complete', waitedMs: null },
    { id: 'b', status: 200, end: 'complete', waitedMs: 1_200 },
  ] as const;
  expect(attemptWords('a', attempts)).toBe('attempt 1 of 2');
  expect(attemptWords('b', attempts)).toBe('attempt 2 of 2, waited 1.2 s');
  expect(attemptWords('b', undefined)).toBeNull();
});
