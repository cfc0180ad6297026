/** The filter of the list (language: shared/filter) as a predicate that remembers its answers. */
import { compileFilter, type MatchContext, type Matcher } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { costOf } from '../../shared/prices/cost.ts';
import { type PriceEntry, priceTable } from '../../shared/prices/price-table.ts';

/** What the full-text search found, by the words that were looked for. */
export type TextHits = ReadonlyMap<string, ReadonlySet<ExchangeId>>;

const noHits: TextHits = new Map();

type Remembered = {
  readonly text: string;
  readonly hits: TextHits;
  readonly prices: readonly PriceEntry[];
  readonly matcher: Matcher;
};

let remembered: Remembered | null = null;

/** The matcher of a filter text; answers are kept per summary, so that an unchanged row costs nothing in the next batch. */
export function matcherOf(text: string, hits: TextHits = noHits, prices = priceTable, now = Date.now()): Matcher {
  if (remembered?.text === text && remembered.hits === hits && remembered.prices === prices) return remembered.matcher;
  const context: MatchContext = {
    now,
    costOf: ({ model, usage }) => costOf(model, usage, prices)?.totalUsd ?? null,
    textHits: (words) => hits.get(words) ?? null,
  };
  const matcher = remember(compileFilter(parseFilter(text).node, context));
  remembered = { text, hits, prices, matcher };
  return matcher;
}

function remember(matcher: Matcher): Matcher {
  const answers = new WeakMap<ExchangeSummary, boolean>();
  return (summary) => {
    const known = answers.get(summary);
    if (known !== undefined) return known;
    const answer = matcher(summary);
    answers.set(summary, answer);
    return answer;
  };
}
