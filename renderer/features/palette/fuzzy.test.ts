import { expect, test } from 'vitest';
import { fuzzyMatch } from './fuzzy.ts';

const rank = (query: string, titles: readonly string[]) =>
  titles
    .map((title) => ({ title, match: fuzzyMatch(query, title) }))
    .filter(({ match }) => match !== null)
    .sort((one, other) => (other.match?.score ?? 0) - (one.match?.score ?? 0))
    .map(({ title }) => title);

test('letters must all be there, in order', () => {
  expect(fuzzyMatch('xyz', 'Export all exchanges')).toBeNull();
  expect(fuzzyMatch('txe', 'Export')).toBeNull();
  expect(fuzzyMatch('ext', 'Export')?.marks).toEqual([0, 1, 5]);
});

test('initials of words come before letters inside of one', () => {
  expect(rank('cc', ['Success', 'Copy cURL'])).toEqual(['Copy cURL', 'Success']);
});

test('letters that follow each other come before scattered ones', () => {
  expect(rank('clear', ['Columns: leave a row', 'Clear the list'])[0]).toBe('Clear the list');
});

test('spaces of the query do not count', () => {
  expect(fuzzyMatch('the da', 'Theme: dark')).not.toBeNull();
});

test('nothing typed matches everything, with nothing marked', () => {
  expect(fuzzyMatch('  ', 'Anything')).toEqual({ score: 0, marks: [] });
});
