import { expect, it } from 'vitest';
import { exportedExchange } from '../../tests/support/exported-exchange.ts';
import type { ExchangeSummary } from '../model/exchange.ts';
import { attemptsOf } from './attempts.ts';

const { summary } = exportedExchange().detail;

function at(id: string, startedAt: number, status: number): ExchangeSummary {
  return { ...summary, id, startedAt, endedAt: startedAt + 100, status, end: 'complete', providerError: null };
}

it('attempts stand in order with the waits between them', () => {
  const all = [at('a', 0, 429), at('b', 1_300, 529), at('c', 3_900, 200)];
  expect(attemptsOf('b', all)).toEqual([
    { id: 'a', status: 429, end: 'complete', waitedMs: null },
    { id: 'b', status: 529, end: 'complete', waitedMs: 1_200 },
    { id: 'c', status: 200, end: 'complete', waitedMs: 2_500 },
  ]);
});

it('what is asked again after an answer begins anew', () => {
  const all = [at('a', 0, 429), at('b', 1_000, 200), at('c', 9_000, 500), at('d', 9_500, 200)];
  expect(attemptsOf('a', all).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(attemptsOf('d', all).map(({ id }) => id)).toEqual(['c', 'd']);
  expect(attemptsOf('x', all)).toEqual([]);
});
