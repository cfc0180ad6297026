/** Wirelens' own words in the Interactions API's format: an `error` event, or a last step that is output. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';
import { isObject } from '../json-reading.ts';

/** @see https://ai.google.dev/api/interactions-api#Resource:InteractionSseEvent */
export const interactionsErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

function errorObject(error: ProviderError): object {
  return { code: error.type ?? 'wirelens_error', message: error.message };
}

function errorBody(error: ProviderError): string {
  return JSON.stringify({ error: errorObject(error) });
}

/** `@google/genai` hands this event out and ends its own waiting for more. */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  return framing === 'sse' ? sseEvent({ event_type: 'error', error: errorObject(error) }) : null;
}

/** Ends the open step, adds one with the text, and completes the interaction, in the words that the stream uses. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const isOld = isObject(seen?.native) && Array.isArray(seen.native.outputs);
  const [noun, type] = isOld ? ['content', 'text'] : ['step', 'model_output'];
  const index = seen?.nextBlockIndex ?? 0;
  const head = { id: seen?.id ?? '', object: 'interaction', model: seen?.model ?? 'unknown' };
  const events: object[] = [];
  if (seen?.isStarted !== true) {
    const begun = { ...head, status: 'in_progress' };
    events.push({ event_type: isOld ? 'interaction.start' : 'interaction.created', interaction: begun });
  }
  if (seen?.openBlock != null) events.push({ event_type: `${noun}.stop`, index: seen.openBlock.index });
  events.push(
    { event_type: `${noun}.start`, index, [noun]: { type } },
    { event_type: `${noun}.delta`, index, delta: { type: 'text', text: message } },
    { event_type: `${noun}.stop`, index },
    {
      event_type: isOld ? 'interaction.complete' : 'interaction.completed',
      interaction: { ...head, status: 'completed' },
    },
  );
  return `${events.map(sseEvent).join('')}event: done\ndata: [DONE]\n\n`;
}

function sseEvent(event: object): string {
  const { event_type: name } = event as { readonly event_type?: string };
  return `event: ${name ?? 'message'}\ndata: ${JSON.stringify(event)}\n\n`;
}
