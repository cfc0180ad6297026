/** One chunk, one whole body (both `text_completion`) or one error as a step. */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome } from '../../model/event-record.ts';
import { asNumber, asObjects, asText, indexOr, type JsonObject } from '../json-reading.ts';
import { mapFinishReason } from '../openai-chat/finish-reason.ts';
import { findUsage, readUsage } from '../openai-chat/usage.ts';
import { readProviderError } from '../provider-error.ts';
import { type CompletionsState, emptyChoice, mergeFields, reduceChoice } from './completions-state.ts';
import { textOfBareChunk, textOfChoice } from './wire.ts';

export type ChunkStep = {
  readonly state: CompletionsState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
};

/** The only block of each choice. */
export const textBlock = 'text';

/** One object of a stream. */
export function stepChunk(state: CompletionsState, chunk: JsonObject, eventName: string | null): ChunkStep {
  const isFlat = eventName === 'error' || (chunk.object === 'error' && !Array.isArray(chunk.choices));
  const error = readProviderError(chunk, state.facts, isFlat ? 'error-body' : 'event');
  if (error !== null) {
    const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
    const next = { ...state, hasError: true };
    return { state: next, deltas: [{ type: 'response-error', error }], type: 'error', reading, outcome: 'used' };
  }
  const bare = textOfBareChunk(chunk);
  const read = bare === null ? chunk : { choices: [{ index: 0, text: bare }] };
  if (!isCompletion(read)) {
    const type = asText(chunk.object) ?? eventName ?? 'unknown';
    return { state, deltas: [], type, reading: Object.keys(chunk).join(', '), outcome: 'unknown' };
  }
  const added = addChunk({ ...state, isBare: state.isBare || bare !== null }, read);
  return { ...added, type: asText(chunk.object) ?? (bare === null ? 'chunk' : 'value'), outcome: 'used' };
}

/** A whole JSON body: the deltas that a stream would have made, its end included. */
export function stepBody(state: CompletionsState, body: JsonObject): ChunkStep {
  const scope = state.facts.status >= 400 ? 'error-body' : 'event';
  const error = readProviderError(body, state.facts, scope);
  const next = { ...state, body, isEnded: true };
  if (error !== null) {
    const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
    const deltas: readonly Delta[] = [{ type: 'response-error', error }];
    return { state: { ...next, hasError: true }, deltas, type: 'error', reading, outcome: 'used' };
  }
  const type = asText(body.object) ?? 'body';
  if (!isCompletion(body)) {
    return { state: next, deltas: [], type, reading: Object.keys(body).join(', '), outcome: 'unknown' };
  }
  const added = addChunk(next, body);
  const deltas: readonly Delta[] = [...added.deltas, { type: 'response-end' }];
  return { state: added.state, deltas, type, reading: added.reading, outcome: 'used' };
}

/** Anything with choices or usage is a completion, however little it says. */
function isCompletion(chunk: JsonObject): boolean {
  return Array.isArray(chunk.choices) || findUsage(chunk) !== null;
}

const topFields: ReadonlySet<string> = new Set(['choices']);

function addChunk(
  state: CompletionsState,
  chunk: JsonObject,
): { readonly state: CompletionsState; readonly deltas: readonly Delta[]; readonly reading: string } {
  const deltas: Delta[] = [];
  const readings: string[] = [];
  let next = announce({ ...state, fields: mergeFields(state.fields ?? {}, chunk, topFields) }, chunk, deltas);
  for (const [position, item] of asObjects(chunk.choices).entries()) {
    next = addChoice(next, item, indexOr(item.index, position), deltas, readings);
  }
  const usage = findUsage(chunk);
  if (usage !== null) {
    deltas.push({ type: 'usage', usage: readUsage(usage) });
    if (readings.length === 0) {
      readings.push(`${asNumber(usage.prompt_tokens) ?? '?'} in, ${asNumber(usage.completion_tokens) ?? '?'} out`);
    }
  }
  return { state: next, deltas, reading: readings.join('') };
}

/** Tells id and model as soon as they are known, and again if they change. */
function announce(state: CompletionsState, chunk: JsonObject, deltas: Delta[]): CompletionsState {
  const id = asText(chunk.id);
  const model = asText(chunk.model);
  const newId = id !== null && id !== state.id ? id : null;
  const newModel = model !== null && model !== state.model ? model : null;
  if (newId === null && newModel === null) return state;
  deltas.push({
    type: 'response-start',
    ...(newId === null ? {} : { id: newId }),
    ...(newModel === null ? {} : { model: newModel }),
  });
  return { ...state, id: newId ?? state.id, model: newModel ?? state.model };
}

function addChoice(
  state: CompletionsState,
  item: JsonObject,
  index: number,
  deltas: Delta[],
  readings: string[],
): CompletionsState {
  const position = state.choices.findIndex((choice) => choice.index >= index);
  const found = position < 0 ? undefined : state.choices[position];
  const before = found?.index === index ? found : null;
  const text = textOfChoice(item) ?? '';
  const after = reduceChoice(before ?? emptyChoice(index), item, text);
  if (before === null) deltas.push({ type: 'block-start', choice: index, block: textBlock, kind: 'text' });
  if (text !== '') deltas.push({ type: 'text-delta', choice: index, block: textBlock, text });
  readings.push(index > 0 ? `[${index}] ${text}` : text);
  if (after.finishReason !== null && after.finishReason !== before?.finishReason) {
    const rawFinishReason = after.finishReason;
    deltas.push({ type: 'block-end', choice: index, block: textBlock });
    deltas.push({ type: 'choice-end', choice: index, finishReason: mapFinishReason(rawFinishReason), rawFinishReason });
    readings.push(` finish ${rawFinishReason}`);
  }
  return { ...state, choices: placed(state.choices, position, before, after) };
}

function placed(
  choices: CompletionsState['choices'],
  position: number,
  before: CompletionsState['choices'][number] | null,
  after: CompletionsState['choices'][number],
): CompletionsState['choices'] {
  if (before !== null) return choices.with(position, after);
  return choices.toSpliced(position < 0 ? choices.length : position, 0, after);
}
