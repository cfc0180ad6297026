/** The facts of an exchange as short lines, for transcripts: name and value, only what is known. */
import type { ExchangeSummary } from '../model/exchange.ts';
import type { Usage } from '../model/usage.ts';
import { clientWords } from '../reconstruct/client-program.ts';

/** In reading order. */
export function exchangeFacts(summary: ExchangeSummary): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string | null])[] = [
    ['Time', new Date(summary.startedAt).toISOString()],
    ['Client', clientWords(summary.client)],
    ['Turn', turnWords(summary)],
    ['Upstream', summary.endpoint ? `${summary.upstream}, ${summary.endpoint}` : summary.upstream],
    ['Status', summary.status === null ? null : String(summary.status)],
    ['Ended', summary.failure ? `${summary.end}: ${summary.failure.message}` : summary.end],
    ['First token', seconds(summary.startedAt, summary.firstTokenAt)],
    ['Total', seconds(summary.startedAt, summary.endedAt)],
    ['Tokens', tokenWords(summary.usage)],
    ['Finish reason', summary.finishReason],
    ['Id', summary.id],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== null);
}

/** Which turn of a WebSocket it is, and what of its history is not on the wire. */
function turnWords({ turnOf }: ExchangeSummary): string | null {
  if (turnOf === undefined) return null;
  const lane = turnOf.streamId === null ? '' : ` on stream ${turnOf.streamId}`;
  const { previous } = turnOf;
  const seen = previous?.exchangeId ? `seen as ${previous.exchangeId}` : 'not seen by Wirelens';
  const history = previous === null ? '' : `; goes on from ${previous.responseId}, which the server holds (${seen})`;
  return `${turnOf.number} of the WebSocket ${turnOf.connectionId}${lane}${history}`;
}

function seconds(from: number, to: number | null): string | null {
  return to === null ? null : `${((to - from) / 1000).toFixed(2)} s`;
}

function tokenWords(usage: Usage): string | null {
  const parts: [number | null, string][] = [
    [usage.inputTokens, 'in'],
    [usage.cacheReadTokens, 'from cache'],
    [usage.cacheWriteTokens, 'written to cache'],
    [usage.outputTokens, 'out'],
    [usage.reasoningTokens, 'reasoning'],
  ];
  const known = parts.filter(([count]) => count !== null);
  return known.length === 0 ? null : known.map(([count, word]) => `${count} ${word}`).join(', ');
}
