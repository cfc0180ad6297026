/** What the limits say of themselves. */
import { expect, it } from 'vitest';
import { keepEverything } from '../../../shared/model/retention.ts';
import { isSameRules, limitOptions, limits, previewWords } from './keeping-words.ts';

it('a limit offers its steps, and a value of the settings file among them in order', () => {
  const [age, size] = limits as [(typeof limits)[0], (typeof limits)[0]];
  expect(limitOptions(age as never, null).map(({ title }) => title)).toEqual([
    ...['For ever', '1 day', '7 days', '30 days', '90 days', '365 days'],
  ]);
  expect(limitOptions(age as never, 45).map(({ value }) => value)).toEqual(['', '1', '7', '30', '45', '90', '365']);
  expect(limitOptions(size as never, null)[2]?.title).toBe('At most 1.00 GB');
});

it('a preview says what there is and what would go', () => {
  const preview = { count: 0, sizeBytes: 0, storedCount: 1_234, storedBytes: 41_200_000, pinnedCount: 0 };
  expect(previewWords(preview)).toBe('Kept: 1,234 exchanges in 41.2 MB. Nothing would be deleted now.');
  expect(previewWords({ ...preview, count: 1, sizeBytes: 2_000 })).toContain('would delete 1 exchange, about 2 KB');
});

it('rules are the same when every limit is', () => {
  expect(isSameRules(keepEverything, { ...keepEverything })).toBe(true);
  expect(isSameRules(keepEverything, { ...keepEverything, maxCount: 1 })).toBe(false);
});
