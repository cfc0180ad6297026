import { expect, it } from 'vitest';
import { hiddenParts } from './long-lines.ts';

const line = { from: 100, to: 1_000_100 };

it('hides the middle of a long line', () => {
  const [part, more] = hiddenParts(line, { from: 0, to: 0 });
  expect(more).toBeUndefined();
  expect(part?.from).toBeLessThan(3_000);
  expect(part?.to).toBeGreaterThan(999_000);
});

it('shows what is selected in it, and hides what stands before and behind', () => {
  const parts = hiddenParts(line, { from: 500_000, to: 500_010 });
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(part.from > 500_010 || part.to < 500_000).toBe(true);
});

it('never shows more than a little of a selection of everything', () => {
  const hidden = hiddenParts(line, { from: 0, to: 2_000_000 }).reduce((sum, part) => sum + part.to - part.from, 0);
  expect(hidden).toBeGreaterThan(990_000);
});
