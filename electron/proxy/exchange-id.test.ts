import { expect, test } from 'vitest';
import { createExchangeId } from './exchange-id.ts';

test('names are 20 characters, unique, and sort by time of creation, also when the clock is set back', () => {
  const now = Date.now();
  const times = [...Array.from({ length: 50_000 }, () => now), now - 60_000, now + 0.5, now + 5_000];
  const ids = times.map(createExchangeId);
  expect(ids.every((id) => /^[0-9a-z]{20}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
