/** Wirelens' own words in the Responses format: what the `openai` SDK raises as an APIError, and an ending it accepts. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';
import { asObject, asObjects, type JsonObject } from '../json-reading.ts';

/** @see https://platform.openai.com/docs/guides/error-codes */
export const responsesErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

function errorObject(error: ProviderError): object {
  return { message: error.message, type: error.type ?? 'wirelens_error', param: null, code: error.type };
}

function errorBody(error: ProviderError): string {
  return JSON.stringify({ error: errorObject(error) });
}

/**
 * Nested as OpenAI's servers send it (the SDK raises on `error`; the AI SDK asks for a number) and flat as the reference has it.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming/error
 */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  if (framing !== 'sse') return null;
  const { type, message } = error;
  const code = type ?? 'wirelens_error';
  const nested = { ...errorObject(error), code };
  return sseEvent({ type: 'error', code, message, param: null, sequence_number: 0, error: nested });
}

/** The message as one more item, then the end. The final response repeats what the stream had said: the SDK keeps only that. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const before = asObject(seen?.native) ?? {};
  const items = asObjects(before.output);
  const part = { type: 'output_text', text: message, annotations: [] };
  const item = { id: 'msg_wirelens', type: 'message', status: 'completed', role: 'assistant', content: [part] };
  const open = { output_index: items.length };
  const place = { ...open, item_id: item.id, content_index: 0 };
  const head = { ...startOf(seen), ...before };
  const events: readonly SseEvent[] = [
    ...(seen?.isStarted === true ? [] : [{ type: 'response.created', response: { ...head, output: [] } }]),
    { type: 'response.output_item.added', ...open, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...place, delta: message, logprobs: [] },
    { type: 'response.output_text.done', ...place, text: message, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', ...open, item },
    {
      type: 'response.completed',
      response: { ...head, status: 'completed', output: [...items.map(cutItem), item] },
    },
  ];
  return events.map(sseEvent).join('');
}

function startOf(seen: StreamSoFar | null): JsonObject {
  return {
    id: seen?.id ?? 'resp_wirelens',
    object: 'response',
    created_at: seen?.createdAt ?? 0,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    model: seen?.model ?? 'unknown',
    output: [],
    usage: null,
  };
}

/** An item that was still being written when the upstream died. */
function cutItem(item: JsonObject): JsonObject {
  return item.status === 'in_progress' ? { ...item, status: 'incomplete' } : item;
}

type SseEvent = JsonObject & { readonly type: string };

function sseEvent(event: SseEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
