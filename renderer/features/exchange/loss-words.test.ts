import { describe, expect, it } from 'vitest';
import type { LossReport } from '../../../shared/model/loss-report.ts';
import { differenceWords, droppedWords, tallyRows, terminalWords } from './loss-words.ts';

const clean: LossReport = {
  events: { total: 3, used: 2, ignored: 1, unknown: 0, malformed: 0 },
  dropped: [],
  terminal: null,
};

describe('the loss report in words', () => {
  it('leaves out what never happened', () => {
    expect(tallyRows(clean).map((row) => [row.label, row.value])).toEqual([
      ['used', '2'],
      ['ignored on purpose', '1'],
    ]);
    const events = { total: 4, used: 2, ignored: 1, unknown: 0, malformed: 1 };
    expect(tallyRows({ ...clean, events }).at(-1)).toMatchObject({ value: '1', tone: 'warning' });
  });

  it('says how many fields are lacking', () => {
    const field = { path: 'usage.cost', count: 1, firstEvent: 2 };
    expect(droppedWords(clean)).toBe('The rebuilt object holds every field that was on the wire.');
    expect(droppedWords({ ...clean, dropped: [field] })).toBe('One field of the wire is not in the rebuilt object:');
    expect(droppedWords({ ...clean, dropped: [field, field] })).toMatch(/^2 fields of the wire are/);
  });

  it('says how the object stands against the last word', () => {
    const difference = { path: 'id', rebuilt: '"a"', terminal: null };
    expect(terminalWords(clean)).toBe('The stream has no last word that repeats the answer.');
    expect(terminalWords({ ...clean, terminal: { against: 'response.completed', differences: [] } })).toBe(
      'Equal to response.completed, which repeats the answer.',
    );
    expect(terminalWords({ ...clean, terminal: { against: 'response.failed', differences: [difference] } })).toBe(
      'Differs from response.failed in one place:',
    );
    expect(differenceWords(difference)).toBe('rebuilt "a", told nothing');
  });
});
