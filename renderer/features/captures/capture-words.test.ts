/** What the panel says of captures. */
import { expect, test } from 'vitest';
import { deletionWords, holdsWords, suggestedName, whenWords } from './capture-words.ts';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const capture = {
  number: 1,
  name: 'monday',
  begunAt: at(20, 9),
  exchangeCount: 2,
  sizeBytes: 1200,
  firstAt: null,
  lastAt: null,
};

test('a capture says what it holds and when that was', () => {
  expect(holdsWords(capture)).toBe('2 exchanges, 1.2 KB');
  expect(holdsWords({ exchangeCount: 0, sizeBytes: 0 })).toBe('empty');
  const now = at(22, 12);
  expect(whenWords(capture, now)).toBe('begun 20 Nov, 09:00');
  expect(whenWords({ ...capture, firstAt: at(22, 9), lastAt: at(22, 9) }, now)).toBe('today, 09:00');
  expect(whenWords({ ...capture, firstAt: at(20, 9), lastAt: at(20, 10, 5) }, now)).toBe('20 Nov, 09:00 to 10:05');
  expect(whenWords({ ...capture, firstAt: at(20, 9), lastAt: at(22, 9) }, now)).toBe('20 Nov to today');
});

test('deleting says what goes', () => {
  expect(deletionWords(capture)).toContain('2 exchanges (1.2 KB), pinned ones too');
  expect(deletionWords({ ...capture, exchangeCount: 0 })).toContain('nothing in it');
});

test('the suggested name is not taken', () => {
  const now = at(22, 14, 3);
  expect(suggestedName([], now)).toBe('22 Nov 14:03');
  expect(suggestedName(['22 Nov 14:03', '22 Nov 14:03 (2)'], now)).toBe('22 Nov 14:03 (3)');
});
