/** Wirelens' own words in OpenAI's format: what the `openai` SDK raises as an APIError, and a last chunk it accepts. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';

/** @see https://platform.openai.com/docs/guides/error-codes */
export const openaiErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

function errorObject(error: ProviderError): object {
  return { error: { message: error.message, type: error.type ?? 'wirelens_error', param: null, code: error.type } };
}

function errorBody(error: ProviderError): string {
  return JSON.stringify(errorObject(error));
}

/** The SDK raises on any event whose data has an `error`. */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  return framing === 'sse' ? `data: ${errorBody(error)}\n\n` : null;
}

/** One chunk with the text, one that stops, `[DONE]`. Seconds since 1970 go into `created` only if the stream told them. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const head = {
    id: seen?.id ?? 'chatcmpl-wirelens',
    object: 'chat.completion.chunk',
    created: seen?.createdAt ?? 0,
    model: seen?.model ?? 'unknown',
  };
  const text = { index: 0, delta: { role: 'assistant', content: message }, logprobs: null, finish_reason: null };
  const stop = { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' };
  const chunks = [text, stop].map((choice) => `data: ${JSON.stringify({ ...head, choices: [choice] })}\n\n`);
  return `${chunks.join('')}data: [DONE]\n\n`;
}
