/** Wirelens' own words in Cohere's format: the body that `cohere-ai` raises, and the end of a stream that it reads. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';

/** @see https://docs.cohere.com/reference/errors @see https://docs.cohere.com/reference/chat-stream (`delta.error` of message-end) */
export const cohereErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

function errorBody(error: ProviderError): string {
  return JSON.stringify({ message: error.message });
}

/** The format has no error event: a stream tells its failure in message-end. */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  return framing === 'sse' ? messageEnd({ finish_reason: 'ERROR', error: error.message }) : null;
}

function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const index = seen?.openBlock?.index ?? seen?.nextBlockIndex ?? 0;
  const delta = { message: { content: { text: message } } };
  const chunk = JSON.stringify({ type: 'content-delta', index, delta });
  return `event: content-delta\ndata: ${chunk}\n\n${messageEnd({ finish_reason: 'COMPLETE' })}`;
}

function messageEnd(delta: { readonly finish_reason: string; readonly error?: string }): string {
  return `event: message-end\ndata: ${JSON.stringify({ type: 'message-end', delta })}\n\n`;
}
