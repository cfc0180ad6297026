/** What the completion says when an ended answer holds nothing that could be rebuilt. Pure. */
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import { bytesText, countText } from './figures.ts';

/** Null where the cards of the end say it already. */
export function silenceWords({ summary, response }: ExchangeDetail, eventCount: number): string | null {
  if (summary.end !== 'complete' || summary.providerError !== null || (summary.status ?? 0) >= 400) return null;
  if (summary.method === 'CONNECT') return 'A tunnel: its bytes passed through unread, and are counted.';
  if (summary.isWebSocket)
    return eventCount === 0
      ? 'Nothing was said over this WebSocket.'
      : 'A WebSocket of no format that Wirelens rebuilds: the log shows the messages of both sides.';
  const type = response?.headers.find((header) => header.name.toLowerCase() === 'content-type')?.value ?? null;
  const body = [bytesText(summary.responseBytes), type?.split(';')[0] && `of ${type.split(';')[0]}`]
    .filter(Boolean)
    .join(' ');
  if (summary.responseBytes === 0) return 'The answer had no body.';
  if (summary.format === 'unknown' || eventCount === 0)
    return `${body}: no format that Wirelens rebuilds. Wire shows the bytes.`;
  const events = eventCount === 1 ? 'Its one event' : `Its ${countText(eventCount)} events`;
  return `The model said nothing. ${events} held no text, no reasoning and no tool call.`;
}
