/** One chunk of a stream, or a whole answer, or one error, as a step. */
import type { ProviderError } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import type { UsageReport } from '../../model/usage.ts';
import { asObject, asObjects, asText, indexOr, isObject, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { type CandidateTrack, closeOpen, type Note, type Output } from './candidate-track.ts';
import { addCitations } from './citation-deltas.ts';
import { blockedFinish, mapFinishReason, readReason } from './finish-reason.ts';
import { type GenerateState, trackOf, withTrack } from './generate-state.ts';
import { addPart } from './part-deltas.ts';
import { reduceResponse } from './response-snapshot.ts';
import { readUsage } from './usage.ts';

export type ChunkStep = {
  readonly state: GenerateState;
  readonly output: Output;
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
};

const noProblems: readonly Problem[] = [];

/** Problems of a step, with the event that shows them. */
export function problemsOf(output: Output, eventIndex: number): readonly Problem[] {
  if (output.problems.length === 0) return noProblems;
  return output.problems.map(({ kind, message }) => ({ kind, message, eventIndex }));
}

function emptyOutput(): Output {
  return { deltas: [], notes: [], problems: [], hasUnknown: false };
}

/** One object of a stream. `isWhole`: the body is nothing but this. */
export function stepChunk(state: GenerateState, event: JsonObject, isWhole: boolean): ChunkStep {
  const isErrorBody = isWhole && state.facts.status >= 400;
  const error = readProviderError(event, state.facts, isErrorBody ? 'error-body' : 'event');
  if (error !== null) return stepError(state, error, event, isWhole);
  const chunk = unwrapped(event);
  const output = emptyOutput();
  const next = addChunk(state, chunk, event, output);
  const { type, reading } = summarise(output.notes, chunk, event);
  const isKnown = isChunk(chunk) && !output.hasUnknown;
  return { state: next, output, type, reading, outcome: isKnown ? 'used' : 'unknown' };
}

function stepError(state: GenerateState, error: ProviderError, event: JsonObject, isWhole: boolean): ChunkStep {
  const output = emptyOutput();
  output.deltas.push({ type: 'response-error', error });
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  const next = { ...state, hasError: true, ...(isWhole ? { body: event, isEnded: true } : {}) };
  return { state: next, output, type: 'error', reading, outcome: 'used' };
}

/** Gemini CLI's API puts the chunk into `response`. */
function unwrapped(event: JsonObject): JsonObject {
  const inner = event.candidates === undefined ? asObject(event.response) : null;
  return inner ?? event;
}

/** Anything with a field of a GenerateContentResponse is one, however little it says. */
function isChunk(chunk: JsonObject): boolean {
  return (
    Array.isArray(chunk.candidates) ||
    isObject(chunk.usageMetadata) ||
    isObject(chunk.promptFeedback) ||
    typeof chunk.responseId === 'string' ||
    typeof chunk.modelVersion === 'string'
  );
}

function addChunk(state: GenerateState, chunk: JsonObject, event: JsonObject, output: Output): GenerateState {
  const id = asText(chunk.responseId) ?? asText(event.traceId) ?? state.id;
  const model = asText(chunk.modelVersion) ?? state.model;
  announce(state, id, model, output);
  let { candidates } = state;
  for (const [position, item] of asObjects(chunk.candidates).entries()) {
    const before = trackOf(candidates, indexOr(item.index, position));
    candidates = withTrack(candidates, stepCandidate(before, item, output));
  }
  const blockReason = state.blockReason ?? readBlock(chunk, output);
  return {
    facts: state.facts,
    snapshot: state.hasError || !isChunk(chunk) ? state.snapshot : reduceResponse(state.snapshot, chunk),
    wrapper: chunk === event ? state.wrapper : { ...state.wrapper, ...event },
    body: state.body,
    candidates,
    id,
    model,
    usage: addUsage(state.usage, chunk, output),
    blockReason,
    isEnded: state.isEnded,
    hasError: state.hasError,
  };
}

function announce(state: GenerateState, id: string | null, model: string | null, output: Output): void {
  if (id === state.id && model === state.model) return;
  output.deltas.push({
    type: 'response-start',
    ...(id === null ? {} : { id }),
    ...(model === null ? {} : { model }),
  });
}

function stepCandidate(track: CandidateTrack, item: JsonObject, output: Output): CandidateTrack {
  const from = output.notes.length;
  let next = track;
  for (const part of asObjects(asObject(item.content)?.parts)) next = addPart(next, part, output);
  next = finishCandidate(addCitations(next, item, output), item, output);
  if (next.index > 0) prefixNotes(output.notes, from, `[${next.index}] `);
  return next;
}

function prefixNotes(notes: Note[], from: number, prefix: string): void {
  for (let index = from; index < notes.length; index += 1) {
    const note = notes[index] as Note;
    notes[index] = { type: note.type, reading: prefix + note.reading };
  }
}

/** Old models finish in every chunk: what comes after goes on all the same, and the last word counts. */
function finishCandidate(track: CandidateTrack, item: JsonObject, output: Output): CandidateTrack {
  const word = readReason(item.finishReason);
  if (word === null || word === track.finishReason) return track;
  const message = asText(item.finishMessage);
  output.notes.push({ type: 'finishReason', reading: `finish ${word}${message === null ? '' : `: ${message}`}` });
  const closed = closeOpen(track, output.deltas, 'whole');
  output.deltas.push({
    type: 'choice-end',
    choice: track.index,
    finishReason: mapFinishReason(word, closed.hasToolCall),
    rawFinishReason: word,
  });
  return { ...closed, finishReason: word };
}

/** A refused prompt has no candidate to finish: it ends the first choice. */
function readBlock(chunk: JsonObject, output: Output): string | null {
  const feedback = asObject(chunk.promptFeedback);
  const word = readReason(feedback?.blockReason);
  if (word === null) return null;
  const message = asText(feedback?.blockReasonMessage);
  output.notes.push({ type: 'promptFeedback', reading: `blocked ${word}${message === null ? '' : `: ${message}`}` });
  output.deltas.push({ type: 'choice-end', choice: 0, finishReason: blockedFinish, rawFinishReason: word });
  return word;
}

function addUsage(before: UsageReport | null, chunk: JsonObject, output: Output): UsageReport | null {
  const { usageMetadata } = chunk;
  const usage = isObject(usageMetadata) ? readUsage(usageMetadata, before) : null;
  if (usage === null || usage === before) return before;
  output.deltas.push({ type: 'usage', usage });
  // Running counts stand beside everything else: they are worth a word only where they are all that came.
  if (output.notes.length === 0) {
    output.notes.push({
      type: 'usageMetadata',
      reading: `${usage.inputTokens ?? '?'} in, ${usage.outputTokens ?? '?'} out`,
    });
  }
  return usage;
}

/** The first thing a chunk did names it. */
function summarise(notes: readonly Note[], chunk: JsonObject, event: JsonObject): Note {
  const first = notes[0];
  if (first === undefined) {
    return { type: isChunk(chunk) ? 'chunk' : 'unknown', reading: Object.keys(event).join(', ') };
  }
  if (notes.length === 1) return first;
  const isOneText = notes.every((note) => note.type === first.type);
  return { type: first.type, reading: notes.map((note) => note.reading).join(isOneText ? '' : ' · ') };
}
