/** The list of exchanges that pass a filter, over the stored rows: what `wirelens list --filter` and the window's search show. */

import type { FilterNode } from '../../shared/filter/filter-node.ts';
import { compileFilter, filterTexts, type Matcher } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { costOf } from '../../shared/prices/cost.ts';
import type { PriceEntry } from '../../shared/prices/price-table.ts';
import type { ExchangeReader, IndexedColumn } from './exchange-reader.ts';
import type { SearchQuestions } from './search-questions.ts';

const pageSize = 500;
/** Ids per text; a filter for a word that stands in more sees the newest of them. */
const maxTextHits = 100_000;

/** Newest last, at most `limit` of the newest before `before`. Others get a turn between pages: a rare condition is looked for in all rows. */
export async function listFiltered(
  reader: ExchangeReader,
  search: SearchQuestions | null,
  before: ExchangeId | null,
  limit: number,
  filter: string,
  prices: readonly PriceEntry[],
  capture: number | null = null,
): Promise<readonly ExchangeSummary[]> {
  const { node } = parseFilter(filter);
  const matches = matcherOf(search, node, prices);
  const narrow = capture === null ? narrowest(reader, node) : null;
  const found: ExchangeSummary[] = [];
  let next = before;
  for (;;) {
    const page =
      narrow === null
        ? reader.list(next, pageSize, capture)
        : reader.listWith(narrow.column, narrow.values, next, pageSize);
    for (const summary of page.toReversed()) if (found.length < limit && matches(summary)) found.push(summary);
    next = page[0]?.id ?? null;
    if (next === null || page.length < pageSize || found.length >= limit) return found.reverse();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Narrow = { readonly column: IndexedColumn; readonly values: readonly (string | number)[] };

/**
 * A condition that every match fulfils and an index knows: of the terms that must all hold, the one about a column that
 * leaves the fewest rows. The filter's own words are asked which of the column's values pass. Null: there is none.
 */
function narrowest(reader: ExchangeReader, node: FilterNode): Narrow | null {
  let best: (Narrow & { readonly count: number }) | null = null;
  for (const term of node.kind === 'all' ? node.nodes : [node]) {
    if (term.kind !== 'field' || !isIndexed(term.field)) continue;
    const column = term.field;
    const matches = compileFilter(term, { now: 0, costOf: () => null, textHits: () => null });
    const all = reader.valuesOf(column);
    // What has no value stands in the index with all other rows that have none.
    if (all.length >= mostValues || matches({ [column]: null } as never)) continue;
    const values = all.filter((value) => value !== null && matches({ [column]: value } as never));
    const count = reader.countWith(column, values as (string | number)[]);
    if (best === null || count < best.count) best = { column, values: values as (string | number)[], count };
  }
  return best;
}

const mostValues = 1000;

function isIndexed(field: string): field is IndexedColumn {
  return field === 'status' || field === 'model' || field === 'upstream';
}

function matcherOf(search: SearchQuestions | null, node: FilterNode, prices: readonly PriceEntry[]): Matcher {
  const answer = search?.search(filterTexts(node), maxTextHits);
  const hits = new Map(answer?.hits.map(({ text, ids }) => [text, new Set(ids)]));
  return compileFilter(node, {
    now: Date.now(),
    costOf: ({ model, usage }) => costOf(model, usage, prices)?.totalUsd ?? null,
    textHits: (text) => hits.get(text) ?? null,
  });
}
