/** Gemini's generateContent, from AI Studio, Vertex AI and the Code Assist API of Gemini CLI (step 5 of the walk). */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, parseJson } from '../json-reading.ts';
import { plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import { closeOpen } from './candidate-track.ts';
import { type ChunkStep, problemsOf, stepChunk } from './chunk-step.ts';
import { geminiErrorWriter } from './error-writer.ts';
import { emptyState, type GenerateState } from './generate-state.ts';
import { nativeResponse } from './native-response.ts';
import { readGenerateRequest } from './read-request.ts';

/** @see https://ai.google.dev/api/generate-content */
export const geminiGenerateAdapter: Adapter<GenerateState> = {
  format: 'gemini-generate',
  title: 'Gemini generateContent',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  readRequest: readGenerateRequest,
  errors: geminiErrorWriter,
};

/** `…/models/gemini-x:generateContent` of AI Studio and Vertex AI, tuned models and endpoints, `/v1internal:…` of Gemini CLI. */
function match(request: RequestFacts): number {
  const isOurs = /(:|%3A)(generateContent|streamGenerateContent)\/?$/i.test(request.path);
  return request.method === 'POST' && isOurs ? 50 : 0;
}

function step(state: GenerateState, event: StreamEvent): Step<GenerateState> {
  if (event.data.trim() === '[DONE]') return ignored(state, '[DONE]');
  const parsed = parseJson(event.data);
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  const objects = parsed.ok ? (isObject(parsed.value) ? [parsed.value] : asObjects(parsed.value)) : [];
  if (objects.length === 0) return malformedStep(state, event, parsed.ok ? 'not a JSON object' : parsed.message);
  if (isWhole && objects.length === 1) return wholeStep(state, event, objects[0] as object as Chunk);
  const steps = stepAll(state, objects);
  return toStep(steps, event, steps.at(-1)?.state ?? state);
}

type Chunk = Parameters<typeof stepChunk>[1];

function stepAll(state: GenerateState, objects: readonly Chunk[]): readonly ChunkStep[] {
  const steps: ChunkStep[] = [];
  for (const object of objects) steps.push(stepChunk(steps.at(-1)?.state ?? state, object, false));
  return steps;
}

/** A whole answer: the deltas that a stream would have made, its end included. */
function wholeStep(state: GenerateState, event: StreamEvent, body: Chunk): Step<GenerateState> {
  const done = stepChunk(state, body, true);
  if (done.state.hasError) return toStep([done], event, done.state);
  const end: readonly Delta[] = done.outcome === 'used' ? [{ type: 'response-end' }] : [];
  const whole = toStep([done], event, { ...done.state, body, isEnded: true });
  return { ...whole, deltas: [...whole.deltas, ...end] };
}

function toStep(steps: readonly ChunkStep[], event: StreamEvent, state: GenerateState): Step<GenerateState> {
  const [first] = steps;
  if (first === undefined) return ignored(state, 'empty');
  return {
    state,
    deltas: steps.length === 1 ? first.output.deltas : steps.flatMap((one) => one.output.deltas),
    type: first.type,
    reading: first.reading,
    outcome: steps.find((one) => one.outcome !== 'used')?.outcome ?? 'used',
    problems: steps.flatMap((one) => problemsOf(one.output, event.index)),
  };
}

function ignored(state: GenerateState, type: string): Step<GenerateState> {
  return { state, deltas: [], type, reading: '', outcome: 'ignored', problems: [] };
}

/** Data that is no JSON object: text of a gateway's error page when the status says so, else kept raw and counted. */
function malformedStep(state: GenerateState, event: StreamEvent, reason: string): Step<GenerateState> {
  const isErrorText = state.facts.status >= 400;
  const parsed = parseJson(event.data);
  const told = parsed.ok ? readProviderError(parsed.value, state.facts, 'error-body') : null;
  const error = told ?? plainError(event.data, state.facts);
  return {
    state: isErrorText ? { ...state, hasError: true, isEnded: true } : state,
    deltas: isErrorText ? [{ type: 'response-error', error }] : [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: isErrorText ? 'used' : 'malformed',
    problems: isErrorText ? [] : [{ kind: 'malformed-json', message: reason, eventIndex: event.index }],
  };
}

/** Streams have no end marker: one that finished every candidate, or refused the prompt, was whole. */
function finish(state: GenerateState, isCut: boolean): Finish<GenerateState> {
  const deltas: Delta[] = [];
  const open = state.candidates.filter((track) => track.finishReason === null).map((track) => track.index);
  const isFinished = state.blockReason !== null || (state.candidates.length > 0 && open.length === 0);
  const candidates = state.candidates.map((track) => closeOpen(track, deltas, 'cut'));
  if (isFinished && !isCut && !state.isEnded && !state.hasError) deltas.push({ type: 'response-end' });
  return { state: { ...state, candidates }, deltas, problems: missingEnd(state, isFinished, open, isCut) };
}

function missingEnd(
  state: GenerateState,
  isFinished: boolean,
  open: readonly number[],
  isCut: boolean,
): readonly Problem[] {
  if (isCut) return [truncated];
  if (state.hasError || isFinished) return [];
  if (!state.isEnded) return [truncated];
  if (open.length === 0) return [];
  const message = `No finishReason for candidate ${open.join(', ')}.`;
  return [{ kind: 'no-finish-reason', message, eventIndex: null }];
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before the stream was complete: no finishReason came.',
  eventIndex: null,
};

/** A whole body as it is; else all chunks as one response, in Code Assist's wrapper where it came in one. */
function native(state: GenerateState): unknown {
  if (state.body !== null) return state.body;
  if (state.snapshot === null) return null;
  const response = nativeResponse(state.snapshot);
  return state.wrapper === null ? response : { ...state.wrapper, response };
}
