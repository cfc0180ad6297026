import { expect, test } from 'vitest';
import { keepEqual } from './keep-equal.ts';

test('what says the same stays the same object', () => {
  const before = { headers: [{ name: 'a', value: null }], tokens: 1, end: null };
  expect(keepEqual(before, structuredClone(before))).toBe(before);
});

test('what changed is new, what stands beside it is not', () => {
  const before = { headers: [{ name: 'a' }, { name: 'b' }], usage: { in: 1, out: 2 } };
  const after = keepEqual(before, { headers: [{ name: 'a' }, { name: 'b' }], usage: { in: 1, out: 3 } });
  expect(after).not.toBe(before);
  expect(after.headers).toBe(before.headers);
  expect(after.usage).toEqual({ in: 1, out: 3 });
});

test('more or fewer parts are another thing', () => {
  const before: { list: readonly number[]; end?: null | string } = { list: [1, 2] };
  expect(keepEqual(before, { list: [1, 2, 3] }).list).toEqual([1, 2, 3]);
  expect(keepEqual(before, { list: [1] }).list).toEqual([1]);
  expect(keepEqual(before, { list: [1, 2], end: null })).toEqual({ list: [1, 2], end: null });
  expect(keepEqual({ end: 'x' as string | null }, { end: null })).toEqual({ end: null });
  expect(keepEqual<{ end: string | null }>({ end: null }, { end: 'x' })).toEqual({ end: 'x' });
  expect(keepEqual(null, { end: null })).toEqual({ end: null });
});
