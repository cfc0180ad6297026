import { expect, test } from 'vitest';
import type { ExchangeSummary, TurnPlace } from '../../../shared/model/exchange.ts';
import { summaryWith } from '../../store/test-summaries.ts';
import { chainWords, earlierTurns } from './turn-chain.ts';

function place(number: number, previous: TurnPlace['previous']): TurnPlace {
  return { connectionId: 'c', number, streamId: null, previous };
}

const first: ExchangeSummary = { ...summaryWith({ id: 'one' }), turnOf: place(1, null) };
const second: ExchangeSummary = {
  ...summaryWith({ id: 'two' }),
  turnOf: place(2, { responseId: 'r1', exchangeId: 'one' }),
};
const rows = new Map([first, second].map((row) => [row.id, row]));

test('a chain that was seen from its start is joined, oldest first', () => {
  const chain = earlierTurns(place(3, { responseId: 'r2', exchangeId: 'two' }), rows);
  expect(chain.turns.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(chainWords(chain)).toBe('All of it was seen, in 2 earlier turns:');
});

test('what began before Wirelens did is said', () => {
  const late = new Map([['two', { ...second, turnOf: place(2, { responseId: 'r0', exchangeId: null }) }]]);
  expect(chainWords(earlierTurns(place(3, { responseId: 'r2', exchangeId: 'two' }), late))).toContain(
    'not how it began',
  );
  expect(chainWords(earlierTurns(place(1, { responseId: 'gone', exchangeId: null }), rows))).toBe(
    'Wirelens did not see it.',
  );
});
