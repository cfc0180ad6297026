/** Derived values that several components ask for. Cheap ones are plain functions of the state; lists are memoised by their inputs. */
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { type PriceEntry, pricesWith, priceTable } from '../../shared/prices/price-table.ts';
import { matcherOf } from './filter.ts';
import { buildListItems, type ListItem } from './list-items.ts';
import type { State } from './store.ts';

/** The row of one exchange; undefined once it is gone. */
export function selectRow(id: ExchangeId): (state: State) => ExchangeSummary | undefined {
  return (state) => state.rows.get(id);
}

/** The listening URL; null while not listening, since lines with another address would mislead. */
export function selectBaseUrl(state: State): string | null {
  return state.proxy.isListening ? state.proxy.url : null;
}

/** The upstreams of the settings, in their order. */
export function selectUpstreams(state: State): readonly Upstream[] {
  return state.settings?.upstreams ?? noUpstreams;
}
const noUpstreams: readonly Upstream[] = [];

/** Token prices: the user's own before the shipped ones. */
export function selectPrices(state: State): readonly PriceEntry[] {
  return pricesWith(state.settings?.prices);
}

/** True while no exchange is known at all: the first run, or after a clear. */
export function selectIsEmpty(state: State): boolean {
  return state.order.length === 0 && !state.hasOlder && state.viewedCapture === null && !state.isViewLoading;
}

/** The exchange that is chosen in this list is shown by another window. */
export function selectIsElsewhere({ windowRole, layout }: State): boolean {
  return windowRole.kind === 'main' && layout.detail === 'window';
}

/** The exchanges that pass the filter's text, whenever they were; in order of creation. */
export const selectMatching = memoise(
  (state: State) =>
    [state.rows, state.order, state.filterText, state.textHits, state.olderMatches, selectPrices(state)] as const,
  (rows, order, filterText, textHits, olderMatches, prices): readonly ExchangeSummary[] => {
    const matches = matcherOf(filterText, textHits, prices);
    // Rows that were loaded since stand in their own place.
    const found = olderMatches.filter((summary) => !rows.has(summary.id) && matches(summary));
    for (const id of order) {
      const summary = rows.get(id);
      if (summary && matches(summary)) found.push(summary);
    }
    return found;
  },
);

/** The exchanges that pass the filter and touch its stretch of time, in order of creation. */
export const selectFiltered = memoise(
  (state: State) => [selectMatching(state), state.timeFilter] as const,
  (matching, timeFilter): readonly ExchangeSummary[] =>
    timeFilter === null ? matching : matching.filter((summary) => touches(summary, timeFilter.start, timeFilter.end)),
);

const noLinks: State['links'] = new Map();

/** Exchanges with a pin. */
export const selectPinned = memoise(
  (state: State) => [state.marks] as const,
  (marks): ReadonlySet<ExchangeId> =>
    new Set([...marks.values()].flatMap(({ id, isPinned }) => (isPinned ? [id] : []))),
);

/** What the list shows, from top to bottom: groups and rows. */
export const selectListItems = memoise(
  (state: State) =>
    [
      selectFiltered(state),
      state.settings?.listOrder ?? 'newest-last',
      state.listView.sort,
      state.foldedGroups,
      state.programs,
      state.filterText.trim() !== '' || state.timeFilter !== null,
      state.listView.grouping,
      // Links come while rows scroll by: only where they are the order, the list is built anew.
      state.listView.grouping === 'conversation' ? state.links : noLinks,
      selectPinned(state),
      state.listView.sort?.column === 'cost' ? selectPrices(state) : priceTable,
    ] as const,
  (
    filtered,
    listOrder,
    sort,
    foldedGroups,
    programs,
    isFiltered,
    grouping,
    links,
    pinned,
    prices,
  ): readonly ListItem[] =>
    buildListItems(filtered, { listOrder, sort, foldedGroups, programs, isFiltered, grouping, links, pinned, prices }),
);

/** Above this many visible exchanges one-line rows are the default. */
export const oneLineFrom = 200;

/** One-line rows: chosen, or by themselves when there are many, the user sorts, or the list is wide rather than high. */
export function selectIsOneLine(state: State): boolean {
  const { density, sort } = state.listView;
  if (density !== 'auto') return density === 'one-line';
  return sort !== null || state.layout.detail === 'below' || selectFiltered(state).length > oneLineFrom;
}

/** How the exchanges of one upstream went: for the upstreams panel. */
export type UpstreamTally = { readonly served: number; readonly streaming: number; readonly failed: number };

/** Tallies by upstream, and by `upstream/endpoint`. */
export const selectUpstreamTallies = memoise(
  (state: State) => [state.rows] as const,
  (rows): ReadonlyMap<string, UpstreamTally> => {
    const tallies = new Map<string, { served: number; streaming: number; failed: number }>();
    for (const summary of rows.values()) {
      if (summary.upstream === null) continue;
      for (const key of [summary.upstream, `${summary.upstream}/${summary.endpoint}`]) {
        const tally = tallies.get(key) ?? { served: 0, streaming: 0, failed: 0 };
        if (summary.phase !== 'ended') tally.streaming += 1;
        else if (isFailure(summary)) tally.failed += 1;
        else tally.served += 1;
        tallies.set(key, tally);
      }
    }
    return tallies;
  },
);

/** An exchange that ended badly for the client: failed, cut, or answered with an error. */
export function isFailure(summary: ExchangeSummary): boolean {
  return (
    summary.end === 'failed' ||
    summary.end === 'truncated' ||
    summary.end === 'interrupted' ||
    summary.providerError !== null ||
    (summary.status !== null && summary.status >= 400)
  );
}

function touches(summary: ExchangeSummary, start: number, end: number): boolean {
  return summary.startedAt <= end && (summary.endedAt ?? Number.POSITIVE_INFINITY) >= start;
}

/** Remembers the last answer: equal inputs (by identity) give the same value back, as `useStore` needs. */
function memoise<const Inputs extends readonly unknown[], Value>(
  inputsOf: (state: State) => Inputs,
  compute: (...inputs: Inputs) => Value,
): (state: State) => Value {
  let last: { readonly inputs: Inputs; readonly value: Value } | null = null;
  return (state) => {
    const inputs = inputsOf(state);
    if (last === null || inputs.some((input, index) => input !== last?.inputs[index])) {
      last = { inputs, value: compute(...inputs) };
    }
    return last.value;
  };
}
