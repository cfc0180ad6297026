/** Asks the adapter to read a request's body as a conversation. */
import type { ExchangeStart } from '../../shared/model/exchange.ts';
import { headerValue } from '../../shared/model/headers.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import type { RequestFacts } from '../../shared/providers/adapter.ts';
import { adapterFor } from '../../shared/providers/registry.ts';

/** The last messages say what a row says of a request; the others are read again when the exchange is opened. */
const rowMessages = 4;

/** What an adapter is told of a request. */
export function requestFacts(start: ExchangeStart): RequestFacts {
  return {
    method: start.method,
    path: start.path,
    query: start.target.split('?')[1] ?? '',
    header: (name) => headerValue(start.requestHeaders, name),
    defaultFormat: start.format,
  };
}

/** The whole reading; null when the body is no conversation. `body` is parsed JSON, null when there is none. */
export function readRequestBody(start: ExchangeStart, body: unknown): RequestReading | null {
  return body === null ? null : adapterFor(start.format).readRequest(body, requestFacts(start));
}

/** A reading small enough to be held as long as the exchange runs. */
export function readForRow(start: ExchangeStart, body: unknown): RequestReading | null {
  const reading = readRequestBody(start, body);
  if (reading === null) return null;
  return { ...reading, messages: reading.messages.slice(-rowMessages), tools: [], parameters: [] };
}
