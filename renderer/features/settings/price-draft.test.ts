import { expect, it } from 'vitest';
import { draftOf, emptyDraft, readDraft, withEntry } from './price-draft.ts';

const typed = { ...emptyDraft, model: ' llama3* ', input: '$0,15', output: '0.6' };

it('what is typed becomes an entry of today; an empty cache price costs as input does', () => {
  const entry = readDraft(typed, '2026-11-22');
  expect(entry).toEqual({
    model: 'llama3*',
    input: 0.15,
    output: 0.6,
    cacheRead: null,
    cacheWrite: null,
    asOf: '2026-11-22',
    source: 'your settings',
  });
  if (typeof entry !== 'string') expect(readDraft(draftOf(entry), '2026-11-22')).toEqual(entry);
});

it('what is no price is told, never taken as 0', () => {
  expect(readDraft(emptyDraft, '')).toMatch(/model/);
  expect(readDraft({ ...typed, output: '' }, '')).toMatch(/per million/);
  expect(readDraft({ ...typed, cacheRead: 'free' }, '')).toMatch(/cache/);
});

it('a newer entry takes the place of the one with the same name', () => {
  const entry = readDraft(typed, '');
  if (typeof entry === 'string') throw new Error(entry);
  expect(withEntry(withEntry([], entry), { ...entry, model: 'LLAMA3*', input: 9 })).toMatchObject([{ input: 9 }]);
});
