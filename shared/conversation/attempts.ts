/** Attempts of one request in their order, with the waits between them: how a client backs off. Pure. */
import type { Attempt } from '../model/conversation.ts';
import type { ExchangeSummary } from '../model/exchange.ts';

/**
 * The attempts that belong together with `id`, in order. A request that is sent again after it was answered is no retry of
 * it: it begins anew. `all`: every exchange with this very request, by time.
 */
export function attemptsOf(id: string, all: readonly ExchangeSummary[]): readonly Attempt[] {
  let series: Attempt[] = [];
  let before: ExchangeSummary | null = null;
  for (const summary of all) {
    if (before !== null && isAnswered(before)) {
      if (series.some((attempt) => attempt.id === id)) break;
      series = [];
    }
    const waitedMs = series.length === 0 ? null : waited(before, summary);
    series.push({ id: summary.id, status: summary.status, end: summary.end, waitedMs });
    before = summary;
  }
  return series.some((attempt) => attempt.id === id) ? series : [];
}

/** One that still runs was not tried again because it failed. */
function isAnswered({ end, status, providerError }: ExchangeSummary): boolean {
  return end === null || (end === 'complete' && (status ?? 200) < 400 && providerError === null);
}

function waited(before: ExchangeSummary | null, { startedAt }: ExchangeSummary): number | null {
  const endedAt = before?.endedAt ?? null;
  return endedAt === null ? null : Math.max(0, startedAt - endedAt);
}
