import { expect, it } from 'vitest';
import { matcherOf } from './filter.ts';
import { summaryWith } from './test-summaries.ts';

const editing = summaryWith({ id: 'c', phase: 'streaming', end: null, endedAt: null });

it('a row that changed is matched anew although its id is the same', () => {
  const matches = matcherOf('is:live');
  expect(matches(editing)).toBe(true);
  expect(matcherOf('is:live')({ ...editing, phase: 'ended' })).toBe(false);
});

it('words that only the full text knows let a row through once the search has answered', () => {
  expect(matcherOf('stampede')(editing)).toBe(false);
  expect(matcherOf('stampede', new Map([['stampede', new Set(['c'])]]))(editing)).toBe(true);
});

it('a half-typed term hides nothing', () => {
  expect(['status:', 'ttft:>', '-'].every((text) => matcherOf(text)(editing))).toBe(true);
});
