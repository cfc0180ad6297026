import { expect, test } from 'vitest';
import { jsonDifferences } from './json-differences.ts';

test('equal values have none, and absent is as good as null', () => {
  const value = { a: [1, { b: 'x' }], c: null };
  expect(jsonDifferences(structuredClone(value), value, 'output')).toEqual([]);
  expect(jsonDifferences({ a: 1 }, { a: 1, b: null }, '')).toEqual([]);
});

test('each difference has its path and both sides', () => {
  const rebuilt = { a: [{ text: 'Hel' }], only: 1 };
  const terminal = { a: [{ text: 'Hello' }, { text: 'more' }] };
  expect(jsonDifferences(rebuilt, terminal, 'x')).toEqual([
    { path: 'x.a[0].text', rebuilt: '"Hel"', terminal: '"Hello"' },
    { path: 'x.a[1]', rebuilt: null, terminal: '{"text":"more"}' },
    { path: 'x.only', rebuilt: '1', terminal: null },
  ]);
});

test('neither their number nor their length has no end', () => {
  const long = Array.from({ length: 100 }, (_, index) => `${index}${'x'.repeat(1000)}`);
  const found = jsonDifferences([], long, '');
  expect(found).toHaveLength(20);
  expect(found[0]?.terminal).toHaveLength(200);
});
