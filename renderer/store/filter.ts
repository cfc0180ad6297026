/** The filter of the list (language: shared/filter) as a predicate that remembers its answers. */
import { compileFilter, type MatchContext, type Matcher } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { costOf } from '../../shared/prices/cost.ts';

/** What the full-text search found, by the words that were looked for. */
export type TextHits = ReadonlyMap<string, ReadonlySet<ExchangeId>>;

const noHits: TextHits = new Map();

let remembered: { readonly text: string; readonly hits: TextHits; readonly matcher: Matcher } | null = null;

/** The matcher of a filter text; answers are kept per summary, so that an unchanged row costs nothing in the next batch. */
export function matcherOf(text: string, hits: TextHits = noHits, now = Date.now()): Matcher {
  if (remembered?.text === text && remembered.hits === hits) return remembered.matcher;
  const context: MatchContext = {
    now,
    costOf: ({ model, usage }) => costOf(model, usage)?.totalUsd ?? null,
    textHits: (words) => hits.get(words) ?? null,
  };
  const matcher = remember(compileFilter(parseFilter(text).node, context));
  remembered = { text, hits, matcher };
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
