/** A whole message (the answer to a request without `stream`) as the deltas that a stream would have made. */
import type { Delta } from '../../model/delta.ts';
import { asList, asObject, asText, isObject, type JsonObject } from '../json-reading.ts';
import { type EventStep, stepError, wholeBlock } from './event-step.ts';
import type { MessageState } from './message-state.ts';
import { mapStopReason } from './stop-reason.ts';
import { readUsage } from './usage.ts';

/** One step for the whole body; other bodies on this path (token counts) are kept and counted as unknown. */
export function stepBody(state: MessageState, body: JsonObject): EventStep {
  if (body.type === 'error') return { ...stepError(state, body), state: { ...state, body, hasError: true } };
  const next = { ...state, body, isEnded: true };
  const type = asText(body.type) ?? 'body';
  if (!Array.isArray(body.content)) {
    return { state: next, deltas: [], type, reading: Object.keys(body).join(', '), outcome: 'unknown' };
  }
  const usage = readUsage(asObject(body.usage) ?? {});
  const word = asText(body.stop_reason);
  const counts = usage.outputTokens == null ? '' : `, ${usage.outputTokens} out`;
  const deltas: readonly Delta[] = [
    startOfBody(body),
    ...asList(body.content).flatMap((block, index) => wholeBlock(isObject(block) ? block : {}, String(index))),
    { type: 'usage', usage },
    ...(word === null ? [] : [endOfBody(word)]),
    { type: 'response-end' },
  ];
  return { state: next, deltas, type, reading: `stop ${word ?? 'unknown'}${counts}`, outcome: 'used' };
}

function startOfBody(body: JsonObject): Delta {
  const [id, model] = [asText(body.id), asText(body.model)];
  return { type: 'response-start', ...(id === null ? {} : { id }), ...(model === null ? {} : { model }) };
}

function endOfBody(word: string): Delta {
  return { type: 'choice-end', choice: 0, finishReason: mapStopReason(word), rawFinishReason: word };
}
