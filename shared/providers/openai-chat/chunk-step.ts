/** One chunk (`chat.completion.chunk`), one whole body (`chat.completion`) or one error as a step. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { EventOutcome } from '../../model/event-record.ts';
import { asNumber, asObject, asObjects, asText, indexOr, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { reduceSnapshot } from './chat-snapshot.ts';
import { announce, type ChatState, choiceMark, trackOf, withSnapshot, withTrack } from './chat-state.ts';
import { type Note, type Output, stepChoice } from './choice-deltas.ts';
import { addSources } from './sources.ts';
import { findUsage, readTimings, readUsage } from './usage.ts';

export type ChunkStep = {
  readonly state: ChatState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
};

/** One object of a stream. */
export function stepChunk(state: ChatState, chunk: JsonObject, eventName: string | null): ChunkStep {
  const error = errorOfChunk(state, chunk, eventName);
  const output: Output = { deltas: [], notes: [] };
  const next = addChunk(state, chunk, output);
  if (error !== null) {
    output.deltas.push({ type: 'response-error', error });
    const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
    return { state: { ...next, hasError: true }, deltas: output.deltas, type: 'error', reading, outcome: 'used' };
  }
  if (!isChunk(chunk)) {
    const type = asText(chunk.type) ?? asText(chunk.object) ?? eventName ?? 'unknown';
    return { state: next, deltas: output.deltas, type, reading: Object.keys(chunk).join(', '), outcome: 'unknown' };
  }
  addErrorInside(state, chunk, output);
  // After an error, or without an id at the wrong time, the SDK's snapshot takes no part: reduceSnapshot knows the rest.
  const snapshot = state.hasError ? state.snapshot : reduceSnapshot(state.snapshot, chunk);
  const { type, reading } = summarise(output.notes, chunk);
  return { state: withSnapshot(next, snapshot), deltas: output.deltas, type, reading, outcome: 'used' };
}

/** A whole JSON body: the deltas that a stream would have made, its end included. */
export function stepBody(state: ChatState, body: JsonObject): ChunkStep {
  const told = readProviderError(body, state.facts, state.facts.status >= 400 ? 'error-body' : 'event');
  if (told !== null) {
    const reading = told.type === null ? told.message : `${told.type}: ${told.message}`;
    const deltas: readonly Delta[] = [{ type: 'response-error', error: told }];
    return {
      state: { ...state, body, hasError: true, isEnded: true },
      deltas,
      type: 'error',
      reading,
      outcome: 'used',
    };
  }
  const output: Output = { deltas: [], notes: [] };
  const next = { ...addChunk(state, body, output), body, isEnded: true };
  if (!isChunk(body)) {
    const reading = Object.keys(body).join(', ');
    return { state: next, deltas: output.deltas, type: asText(body.object) ?? 'body', reading, outcome: 'unknown' };
  }
  addErrorInside(state, body, output);
  output.deltas.push({ type: 'response-end' });
  const { reading } = summarise(output.notes, body);
  const type = asText(body.object) ?? 'chat.completion';
  return { state: next, deltas: output.deltas, type, reading, outcome: 'used' };
}

/** `{"error":…}`, an `event: error` with a flat object, or vLLM's `{"object":"error","message":…}`. */
function errorOfChunk(state: ChatState, chunk: JsonObject, eventName: string | null): ProviderError | null {
  const isFlat = eventName === 'error' || (chunk.object === 'error' && !Array.isArray(chunk.choices));
  return readProviderError(chunk, state.facts, isFlat ? 'error-body' : 'event');
}

/**
 * A failure told inside an ordinary chunk, at which the SDK does not throw: in OpenRouter's choice, beside
 * `finish_reason: "error"`, and as text in Groq's own field.
 * @see https://openrouter.ai/docs/api-reference/overview (NonStreamingChoice, StreamingChoice)
 */
function errorInside(state: ChatState, chunk: JsonObject): ProviderError | null {
  for (const choice of asObjects(chunk.choices)) {
    if (choice.error != null) return readProviderError({ error: choice.error }, state.facts, 'event');
  }
  const groqError = asText(asObject(chunk.x_groq)?.error);
  return groqError === null ? null : readProviderError({ error: groqError }, state.facts, 'event');
}

function addErrorInside(state: ChatState, chunk: JsonObject, output: Output): void {
  const error = errorInside(state, chunk);
  if (error === null) return;
  output.deltas.push({ type: 'response-error', error });
  output.notes.push({ type: 'error', reading: error.message });
}

function addChunk(state: ChatState, chunk: JsonObject, output: Output): ChatState {
  let next = announce(state, asText(chunk.id), asText(chunk.model), output.deltas);
  let position = 0;
  for (const item of asObjects(chunk.choices)) {
    const noteCount = output.notes.length;
    const track = stepChoice(trackOf(next, indexOr(item.index, position)), item, output);
    next = withTrack(next, track);
    const mark = choiceMark(track.index);
    if (mark !== '') prefixNotes(output.notes, noteCount, mark);
    position += 1;
  }
  next = addSources(next, chunk, output);
  const usage = findUsage(chunk);
  const timings = asObject(chunk.timings);
  if (usage !== null || timings !== null) addUsage(usage, timings, output);
  return next;
}

function prefixNotes(notes: Note[], from: number, prefix: string): void {
  for (const [index, note] of notes.entries()) {
    if (index >= from) notes[index] = { ...note, reading: prefix + note.reading };
  }
}

/** What `usage` says beats what llama.cpp's `timings` say; the speed is only in the latter. */
function addUsage(usage: JsonObject | null, timings: JsonObject | null, output: Output): void {
  const counted = readUsage(usage ?? {});
  const report = timings === null ? counted : { ...readTimings(timings), ...counted };
  const speed = asNumber(timings?.predicted_per_second);
  output.deltas.push({ type: 'usage', usage: report });
  const counts = `${report.inputTokens ?? '?'} in, ${report.outputTokens ?? '?'} out`;
  output.notes.push({ type: 'usage', reading: speed === null ? counts : `${counts}, ${speed.toFixed(1)} tokens/s` });
}

/** Anything with choices, usage or an OpenAI object name is a chunk, however little it says. */
function isChunk(chunk: JsonObject): boolean {
  const object = asText(chunk.object) ?? '';
  return Array.isArray(chunk.choices) || findUsage(chunk) !== null || object.startsWith('chat.completion');
}

const quietFields = [
  'role',
  'prompt_filter_results',
  'content_filter_results',
  'content_filter_offsets',
  'moderation',
] as const;

/** The first thing a chunk did names it; a chunk that only frames (role, filter results) is named after that. */
function summarise(notes: readonly Note[], chunk: JsonObject): Note {
  // Usage beside text repeats a running count (xAI, Perplexity): the text is what the chunk did.
  const told = notes.length > 1 && notes[0]?.type.startsWith('delta.') ? notes.filter(isNoRunningCount) : notes;
  const first = told[0];
  if (first !== undefined && told.length === 1) return first;
  if (first !== undefined) {
    const isOneText = told.every((note) => note.type === first.type);
    return { type: first.type, reading: told.map((note) => note.reading).join(isOneText ? '' : ' · ') };
  }
  const choice = asObjects(chunk.choices)[0] ?? {};
  const delta = asObject(choice.delta) ?? {};
  // What stands further in counts, be it null.
  const held = (name: string): unknown => [delta, choice, chunk].find((object) => name in object)?.[name];
  const field = quietFields.find((name) => held(name) != null);
  if (field === 'role') return { type: 'delta.role', reading: String(held('role')) };
  return field === undefined ? { type: 'chunk', reading: 'empty' } : { type: field, reading: '' };
}

function isNoRunningCount(note: Note): boolean {
  return note.type !== 'usage';
}
