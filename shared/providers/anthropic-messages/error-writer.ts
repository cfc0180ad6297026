/** Wirelens' own words in Anthropic's format: what `@anthropic-ai/sdk` raises as an APIError, and an ending it accepts. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';

/** @see https://docs.claude.com/en/api/errors */
export const anthropicErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

function errorBody(error: ProviderError): string {
  const body = { type: 'error', error: { type: error.type ?? 'api_error', message: error.message } };
  return JSON.stringify(error.requestId === null ? body : { ...body, request_id: error.requestId });
}

/** The SDK raises on the event's *name*. */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  return framing === 'sse' ? sseEvent('error', errorBody(error)) : null;
}

/** Ends the open block, says the message in a text block of its own, and ends the message as the format asks. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const index = seen?.nextBlockIndex ?? 0;
  const events: object[] = [];
  if (seen === null || !seen.isStarted) events.push(messageStart(seen));
  if (seen?.openBlock != null) events.push({ type: 'content_block_stop', index: seen.openBlock.index });
  events.push(
    { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index, delta: { type: 'text_delta', text: message } },
    { type: 'content_block_stop', index },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 0 } },
    { type: 'message_stop' },
  );
  return events.map((event) => sseEvent((event as { type: string }).type, JSON.stringify(event))).join('');
}

function messageStart(seen: StreamSoFar | null): object {
  const message = {
    id: seen?.id ?? 'msg_wirelens',
    type: 'message',
    role: 'assistant',
    model: seen?.model ?? 'unknown',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
  return { type: 'message_start', message };
}

function sseEvent(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
