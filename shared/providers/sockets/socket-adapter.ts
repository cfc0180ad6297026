/** Which adapter reads the messages of a whole WebSocket connection. Formats that speak over sockets only are in the registry. */
import type { WireFormat } from '../../model/wire-format.ts';
import type { Adapter } from '../adapter.ts';
import { adapterFor } from '../registry.ts';
import { createListingAdapter } from './listing-adapter.ts';

const unknownSocket = createListingAdapter('unknown', 'WebSocket', 'ignored') as Adapter;
const responsesSocket = createListingAdapter('openai-responses', 'OpenAI Responses over WebSocket', 'used') as Adapter;

/** The adapter of a connection; `format` is what the upgrade request was taken for. */
export function socketAdapterFor(format: WireFormat): Adapter {
  if (format === 'openai-responses') return responsesSocket;
  return format === 'openai-realtime' || format === 'gemini-live' ? adapterFor(format) : unknownSocket;
}

/** Does each request within such a connection become an exchange of its own? */
export function hasTurns(format: WireFormat): boolean {
  return format === 'openai-responses';
}
