/** The turns that a turn goes on from, as far as they were seen. Pure. */
import type { ExchangeId, ExchangeSummary, TurnPlace } from '../../../shared/model/exchange.ts';

export type TurnChain = {
  /** Oldest first. */
  readonly turns: readonly ExchangeSummary[];
  /** The oldest of them goes on from nothing: all of the history was seen. */
  readonly isWhole: boolean;
};

const maxTurns = 200;

/** Walks back from a turn; stops at what is no longer listed, or never was. */
export function earlierTurns(place: TurnPlace, rows: ReadonlyMap<ExchangeId, ExchangeSummary>): TurnChain {
  const turns: ExchangeSummary[] = [];
  let previous = place.previous;
  while (previous !== null && turns.length < maxTurns) {
    const row = previous.exchangeId === null ? undefined : rows.get(previous.exchangeId);
    if (row?.turnOf === undefined) return { turns: turns.reverse(), isWhole: false };
    turns.push(row);
    previous = row.turnOf.previous;
  }
  return { turns: turns.reverse(), isWhole: previous === null };
}

/** How much of it was seen. */
export function chainWords({ turns, isWhole }: TurnChain): string {
  if (turns.length === 0) return 'Wirelens did not see it.';
  const count = turns.length === 1 ? 'one earlier turn' : `${turns.length} earlier turns`;
  return isWhole ? `All of it was seen, in ${count}:` : `The last part of it was seen, in ${count}; not how it began:`;
}
