/** What is said of the authority's life. */
import { expect, test } from 'vitest';
import { authorityState, fingerprintLines } from './authority-words.ts';

const day = 86_400_000;
const authority = {
  file: '',
  subject: '',
  fingerprint: '',
  validFrom: 0,
  validUntil: 90 * day,
  names: [],
  addresses: [],
};

test.each([
  [0, '90 days left', false],
  [77 * day, '13 days left', true],
  [89 * day, '1 day left', true],
  [91 * day, 'it has ended: renew it', true],
])('after %s ms: %s', (now, text, isWarning) => {
  expect(authorityState(authority, now)).toEqual({ text, isWarning });
});

test('a fingerprint stands in lines of eight bytes', () => {
  const lines = fingerprintLines(Array.from({ length: 32 }, () => 'AB').join(':'));
  expect(lines).toEqual(Array.from({ length: 4 }, () => 'AB AB AB AB AB AB AB AB'));
});
