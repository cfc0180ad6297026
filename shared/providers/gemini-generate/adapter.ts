/** Gemini's generateContent, from AI Studio, Vertex AI and the Code Assist API of Gemini CLI (step 5 of the walk). */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { readErrorFacts } from '../provider-error.ts';
import { unreadableStep } from '../unreadable-step.ts';
import { closeOpen } from './candidate-track.ts';
import { type ChunkStep, problemsOf, stepChunk } from './chunk-step.ts';
import { watchGeminiGenerate } from './conformance.ts';
import { geminiErrorWriter } from './error-writer.ts';
import { emptyState, type GenerateState } from './generate-state.ts';
import { nativeResponse } from './native-response.ts';
import { readGenerateRequest } from './read-request.ts';
import { usageFormula } from './usage.ts';

/** @see https://ai.google.dev/api/generate-content */
export const geminiGenerateAdapter: Adapter<GenerateState> = {
  format: 'gemini-generate',
  title: 'Gemini generateContent',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  forget: (state) => ({ ...state, snapshot: state.snapshot && { fields: state.snapshot.fields, candidates: [] } }),
  consumedFields: ['jsonPath', 'stringValue', 'numberValue', 'boolValue', 'nullValue', 'willContinue'],
  conformance: watchGeminiGenerate,
  usageFormula,
  readRequest: readGenerateRequest,
  errors: geminiErrorWriter,
};

/** `…/models/gemini-x:generateContent` of AI Studio and Vertex AI, tuned models and endpoints, `/v1internal:…` of Gemini CLI. */
function match(request: RequestFacts): number {
  const isOurs = /(:|%3A)(generateContent|streamGenerateContent)\/?$/i.test(request.path);
  return request.method === 'POST' && isOurs ? 50 : 0;
}

function step(state: GenerateState, event: StreamEvent): Step<GenerateState> {
  const parsed = parseJson(event.data);
  if (!parsed.ok) return event.data.trim() === '[DONE]' ? ignored(state) : unreadableStep(state, event, parsed.message);
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  const { value } = parsed;
  if (isObject(value)) return isWhole ? wholeStep(state, event, value) : toStep(stepChunk(state, value, false), event);
  const chunks = asObjects(value);
  const [first] = chunks;
  if (first === undefined) return unreadableStep(state, event, 'not a JSON object');
  return isWhole && chunks.length === 1 ? wholeStep(state, event, first) : listStep(state, event, chunks);
}

function toStep({ state, output, type, reading, outcome }: ChunkStep, event: StreamEvent): Step<GenerateState> {
  return { state, deltas: output.deltas, type, reading, outcome, problems: problemsOf(output, event.index) };
}

/** A whole answer: the deltas that a stream would have made, its end included. */
function wholeStep(state: GenerateState, event: StreamEvent, body: JsonObject): Step<GenerateState> {
  const done = stepChunk(state, body, true);
  const whole = toStep(done, event);
  if (done.state.hasError) return whole;
  const end: readonly Delta[] = done.outcome === 'used' ? [{ type: 'response-end' }] : [];
  return { ...whole, state: { ...done.state, body, isEnded: true }, deltas: [...whole.deltas, ...end] };
}

/** A stream's array that was framed as one document: its elements, one after the other. */
function listStep(state: GenerateState, event: StreamEvent, chunks: readonly JsonObject[]): Step<GenerateState> {
  const steps: Step<GenerateState>[] = [];
  for (const chunk of chunks) steps.push(toStep(stepChunk(steps.at(-1)?.state ?? state, chunk, false), event));
  return {
    state: steps.at(-1)?.state ?? state,
    deltas: steps.flatMap((one) => one.deltas),
    type: 'list',
    reading: steps.map((one) => one.reading).join(''),
    outcome: steps.find((one) => one.outcome !== 'used')?.outcome ?? 'used',
    problems: steps.flatMap((one) => one.problems),
  };
}

/** The end marker of a gateway: Gemini's streams have none. */
function ignored(state: GenerateState): Step<GenerateState> {
  return { state, deltas: [], type: '[DONE]', reading: '', outcome: 'ignored', problems: [] };
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
