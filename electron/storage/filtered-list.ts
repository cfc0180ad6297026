/** The list of exchanges that pass a filter, over the stored rows: what `wirelens list --filter` and the window's search show. */
import { compileFilter, filterTexts, type Matcher } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { costOf } from '../../shared/prices/cost.ts';
import type { PriceEntry } from '../../shared/prices/price-table.ts';
import type { ExchangeReader } from './exchange-reader.ts';
import type { SearchQuestions } from './search-questions.ts';

const pageSize = 500;
/** Ids per text; a filter for a word that stands in more sees the newest of them. */
const maxTextHits = 100_000;

/** Newest last, at most `limit` of the newest before `before`. */
export function listFiltered(
  reader: ExchangeReader,
  search: SearchQuestions | null,
  before: ExchangeId | null,
  limit: number,
  filter: string,
  prices: readonly PriceEntry[],
  capture: number | null = null,
): readonly ExchangeSummary[] {
  const matches = matcherOf(search, filter, prices);
  const found: ExchangeSummary[] = [];
  let next = before;
  for (;;) {
    const page = reader.list(next, pageSize, capture);
    for (const summary of page.toReversed()) if (found.length < limit && matches(summary)) found.push(summary);
    next = page[0]?.id ?? null;
    if (next === null || page.length < pageSize || found.length >= limit) return found.reverse();
  }
}

function matcherOf(search: SearchQuestions | null, filter: string, prices: readonly PriceEntry[]): Matcher {
  const { node } = parseFilter(filter);
  const answer = search?.search(filterTexts(node), maxTextHits);
  const hits = new Map(answer?.hits.map(({ text, ids }) => [text, new Set(ids)]));
  return compileFilter(node, {
    now: Date.now(),
    costOf: ({ model, usage }) => costOf(model, usage, prices)?.totalUsd ?? null,
    textHits: (text) => hits.get(text) ?? null,
  });
}
