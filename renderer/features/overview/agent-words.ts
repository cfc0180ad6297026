/** Requests and silences of the overview in words. Pure. */
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { formatClock, formatSeconds, shortModel } from '../../lib/format.ts';

/** What it did, as its row says it. */
export function didWords({ row, method, path }: ExchangeSummary): string {
  return [row.label, row.text].filter(Boolean).join(' ') || `${method} ${path}`;
}

/** `waits for sonnet-4.5`: whom it asks, as short as it can be said. */
export function askedWords({ model, upstream }: ExchangeSummary): string {
  return model ? shortModel(model) : (upstream ?? 'the upstream');
}

/** One request in two lines: what it did; when, whom it asked, how long each part took. */
export function requestWords(
  summary: ExchangeSummary,
  now: number,
): { readonly title: string; readonly facts: string } {
  const end = summary.phase === 'ended' ? (summary.endedAt ?? summary.startedAt) : now;
  const first = summary.firstTokenAt ?? summary.firstByteAt;
  const waited = (first ?? end) - summary.startedAt;
  const parts = [
    formatClock(summary.startedAt),
    askedWords(summary),
    `waited ${formatSeconds(waited)} s`,
    first === null ? null : `streamed ${formatSeconds(end - first)} s`,
    endWords(summary),
  ];
  return { title: didWords(summary), facts: parts.filter((part) => part !== null).join(' · ') };
}

/** Null for what went well, or runs. */
export function endWords(summary: ExchangeSummary): string | null {
  if (summary.phase !== 'ended') return null;
  if (summary.end === 'client-aborted') return 'aborted';
  if (summary.status !== null && summary.status >= 400) return String(summary.status);
  return summary.end === 'complete' || summary.end === null ? (summary.providerError ? 'error' : null) : summary.end;
}
