import { expect, it } from 'vitest';
import { prettyJson, prettyValue } from './pretty-json.ts';

it('looks as JSON.stringify writes it', () => {
  const value = { a: [1, { b: 'x, "y": {' }, [], {}], c: null, d: -1.5e-3, e: 'zeile\n' };
  expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

it('keeps what parsing would lose: large numbers, escapes, repeated keys', () => {
  const text = '{"id":12345678901234567890,"id":1.0,"s":"\\u00e9"}';
  expect(prettyJson(text)).toBe('{\n  "id": 12345678901234567890,\n  "id": 1.0,\n  "s": "\\u00e9"\n}');
});

it('leaves alone what is no JSON', () => {
  expect(prettyJson('{"a":')).toBeNull();
  expect(prettyJson('data: {}')).toBeNull();
  expect(prettyJson('12')).toBeNull();
});

it('what is nested deeper than 100 levels stands on its line, so that 5,000 levels are no 50 MB of spaces', () => {
  const deep = `${'[{"a":'.repeat(2_500)}1${'}]'.repeat(2_500)}`;
  const text = prettyJson(deep) ?? '';
  expect(text.length).toBeLessThan(100_000);
  expect(text.replaceAll(/\s/g, '')).toBe(deep);
  const lines = text.split('\n');
  expect(lines).toHaveLength(201);
  expect(lines[99]?.trim()).toBe('{');
  expect(lines[100]).toMatch(/^ {200}"a": \[\{"a": \[/);
});

it('a value is shown as its text would be, however deep it is', () => {
  const value = { a: [1, { b: 'two' }], empty: {} };
  expect(prettyValue(value)).toBe(JSON.stringify(value, null, 2));
  expect(prettyValue('word')).toBe('"word"');
  expect(prettyValue(null)).toBe('null');
  expect(prettyValue(undefined)).toBe('');
  let deep: unknown = 1;
  for (let depth = 0; depth < 3_000; depth += 1) deep = [deep];
  expect(prettyValue(deep).length).toBeLessThan(50_000);
});

it('a string of 12 MB, as an image is, takes no stack', () => {
  expect(prettyJson(`{"image":"${'x'.repeat(12_000_000)}"}`)?.length).toBeGreaterThan(12_000_000);
});
