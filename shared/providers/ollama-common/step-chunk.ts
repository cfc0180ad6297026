/** One chunk of either Ollama endpoint: its pieces, its end, its counts, its error (step 5 of the walk). */
import type { Delta, FinishReason } from '../../model/delta.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { UsageReport } from '../../model/usage.ts';
import type { Finish, Step } from '../adapter.ts';
import { appendItems } from '../append-list.ts';
import { asList, asNumber, asObject, asString, asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError, readProviderError } from '../provider-error.ts';
import { readingOf } from '../reading-line.ts';
import { mergeFields, type OllamaState } from './ollama-state.ts';
import type { ChunkPieces } from './wire.ts';

/** Where an endpoint keeps its pieces, and what it calls them in the log. */
export type OllamaEndpoint = {
  readonly readPieces: (chunk: JsonObject) => ChunkPieces;
  /** Wire name of the text field: `content`, `response`. */
  readonly contentName: string;
};

/** The next state while it is being made: a copy of the old one that nobody else sees yet. */
type Draft = { -readonly [Name in keyof OllamaState]: OllamaState[Name] };
type Progress = { readonly state: Draft; readonly deltas: Delta[] };

/** Fields whose value the last chunk has too, or which are joined apart. */
const chunkFields = new Set(['model', 'created_at', 'message', 'response', 'thinking', 'done', 'logprobs']);
const messageFields = new Set(['role', 'content', 'thinking', 'tool_calls', 'images']);

/** A chunk, a whole body or an error body; never throws. */
export function stepOllama(endpoint: OllamaEndpoint, state: OllamaState, event: StreamEvent): Step<OllamaState> {
  const parsed = parseJson(event.data);
  const chunk = parsed.ok ? asObject(parsed.value) : null;
  const isErrorBody = state.facts.status >= 400;
  const error = readProviderError(chunk, state.facts, isErrorBody ? 'error-body' : 'event');
  if (chunk !== null && error !== null) return errorStep(state, error);
  if (chunk === null && isErrorBody) return errorStep(state, plainError(event.data, state.facts));
  if (chunk === null) return malformedStep(state, event, parsed.ok ? 'not a JSON object' : parsed.message);
  return stepChunk(endpoint, state, chunk);
}

function stepChunk(endpoint: OllamaEndpoint, before: OllamaState, chunk: JsonObject): Step<OllamaState> {
  const pieces = endpoint.readPieces(chunk);
  const progress: Progress = { state: mergeChunk(before, chunk), deltas: [] };
  startResponse(progress, chunk);
  addRun(progress, 'reasoning', pieces.thinking);
  addRun(progress, 'text', pieces.content);
  for (const call of pieces.toolCalls) addToolCall(progress, call);
  for (const image of pieces.images) addImage(progress, image);
  if (chunk.done === true) endResponse(progress, chunk);
  const { state, deltas } = progress;
  const { type, reading } = describe(endpoint, chunk, pieces);
  return { state, deltas, type, reading, outcome: deltas.length === 0 ? 'ignored' : 'used', problems: [] };
}

function mergeChunk(state: OllamaState, chunk: JsonObject): Draft {
  const message = asObject(chunk.message);
  const logprobs = asList(chunk.logprobs);
  const draft: Draft = { ...state };
  draft.last = chunk;
  draft.merged = mergeFields(state.merged, chunk, chunkFields);
  if (message !== null) draft.mergedMessage = mergeFields(state.mergedMessage, message, messageFields);
  if (logprobs.length > 0) draft.logprobs = appendItems(state.logprobs, logprobs);
  return draft;
}

function startResponse({ state, deltas }: Progress, chunk: JsonObject): void {
  if (state.isStarted) return;
  const model = asText(chunk.model);
  deltas.push({ type: 'response-start', ...(model === null ? {} : { model }) });
  state.isStarted = true;
}

function addRun(progress: Progress, kind: 'text' | 'reasoning', text: string): void {
  const { state, deltas } = progress;
  if (text === '') return;
  if (state.openRun?.kind !== kind) state.openRun = { kind, block: openBlock(progress, kind, {}) };
  const { block } = state.openRun;
  deltas.push({ type: kind === 'text' ? 'text-delta' : 'reasoning-delta', choice: 0, block, text });
  if (kind === 'text') state.content += text;
  else state.thinking += text;
}

/** Closes the open run, starts a block and gives its key. */
function openBlock(
  progress: Progress,
  kind: 'text' | 'reasoning' | 'tool-call' | 'image',
  facts: { readonly name?: string; readonly toolCallId?: string },
): string {
  closeRun(progress);
  const block = String(progress.state.nextBlock);
  progress.deltas.push({ type: 'block-start', choice: 0, block, kind, ...facts });
  progress.state.nextBlock += 1;
  return block;
}

function closeRun(progress: Progress): void {
  const { openRun } = progress.state;
  if (openRun === null) return;
  progress.deltas.push({ type: 'block-end', choice: 0, block: openRun.block });
  progress.state.openRun = null;
}

function addToolCall(progress: Progress, call: unknown): void {
  const detail = asObject(asObject(call)?.function) ?? {};
  const toolCallId = asText(asObject(call)?.id);
  const name = asString(detail.name) ?? '';
  const block = openBlock(progress, 'tool-call', { name, ...(toolCallId === null ? {} : { toolCallId }) });
  // A call without arguments has the field left out; JSON text is what our tool-call blocks hold.
  const input = detail.arguments ?? {};
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  progress.deltas.push({ type: 'tool-input-delta', choice: 0, block, text }, { type: 'block-end', choice: 0, block });
  progress.state.toolCalls = appendItems(progress.state.toolCalls, [call]);
}

function addImage(progress: Progress, data: string): void {
  const block = openBlock(progress, 'image', {});
  progress.deltas.push({ type: 'data-delta', choice: 0, block, text: data }, { type: 'block-end', choice: 0, block });
  progress.state.images = appendItems(progress.state.images, [data]);
}

function endResponse(progress: Progress, chunk: JsonObject): void {
  closeRun(progress);
  const rawFinishReason = asString(chunk.done_reason) ?? '';
  const finishReason = mapDoneReason(rawFinishReason, progress.state.toolCalls.length > 0);
  progress.deltas.push({ type: 'choice-end', choice: 0, finishReason, rawFinishReason });
  const usage = readUsage(chunk);
  if (Object.keys(usage).length > 0) progress.deltas.push({ type: 'usage', usage });
  if (!progress.state.isEnded) progress.deltas.push({ type: 'response-end' });
  progress.state.isEnded = true;
}

/** Ollama says `stop` for tool calls too; servers before `done_reason` said nothing and meant `stop`. */
function mapDoneReason(reason: string, hasToolCalls: boolean): FinishReason {
  if (reason === 'stop' || reason === '') return hasToolCalls ? 'tool-calls' : 'stop';
  return reason === 'length' ? 'length' : 'other';
}

function readUsage(chunk: JsonObject): UsageReport {
  const inputTokens = asNumber(chunk.prompt_eval_count);
  const outputTokens = asNumber(chunk.eval_count);
  return {
    ...(inputTokens === null ? {} : { inputTokens }),
    ...(outputTokens === null ? {} : { outputTokens }),
  };
}

function describe(
  endpoint: OllamaEndpoint,
  chunk: JsonObject,
  pieces: ChunkPieces,
): { readonly type: string; readonly reading: string } {
  const names = pieces.toolCalls.map((call) => toolCallReading(call));
  if (names.length > 0) return { type: 'tool_calls', reading: readingOf(names.join(', ')) };
  if (pieces.images.length > 0) return { type: 'image', reading: `${pieces.images.length} image` };
  const text = pieces.content === '' ? pieces.thinking : pieces.content;
  if (chunk.done === true)
    return { type: 'done', reading: readingOf(`${asString(chunk.done_reason) ?? ''} ${text}`.trim()) };
  if (pieces.content !== '') return { type: endpoint.contentName, reading: readingOf(text) };
  if (pieces.thinking !== '') return { type: 'thinking', reading: readingOf(text) };
  const total = asNumber(chunk.total);
  return total === null
    ? { type: endpoint.contentName, reading: '' }
    : { type: 'progress', reading: `${asNumber(chunk.completed) ?? 0} of ${total}` };
}

function toolCallReading(call: unknown): string {
  const detail = asObject(asObject(call)?.function) ?? {};
  const input = isObject(detail.arguments) ? JSON.stringify(detail.arguments) : '';
  return `${asString(detail.name) ?? ''}(${input})`;
}

function errorStep(state: OllamaState, error: NonNullable<ReturnType<typeof readProviderError>>): Step<OllamaState> {
  return {
    state: { ...state, hasError: true },
    deltas: [{ type: 'response-error', error }],
    type: 'error',
    reading: readingOf(error.message),
    outcome: 'used',
    problems: [],
  };
}

function malformedStep(state: OllamaState, event: StreamEvent, reason: string): Step<OllamaState> {
  const problem = {
    kind: 'malformed-event',
    message: `Event ${event.index}: ${reason}`,
    eventIndex: event.index,
  } as const;
  return {
    state,
    deltas: [],
    type: 'malformed',
    reading: readingOf(event.data),
    outcome: 'malformed',
    problems: [problem],
  };
}

/** The body ended: a stream that never said `done: true` is a cut one, whatever HTTP says. */
export function finishOllama(state: OllamaState, isCut: boolean): Finish<OllamaState> {
  const progress: Progress = { state: { ...state }, deltas: [] };
  closeRun(progress);
  const isMissingEnd = !state.isEnded && !state.hasError && (state.isStarted || isCut);
  const message = 'The response ended without its last chunk (done: true).';
  const problems = isMissingEnd ? [{ kind: 'truncated', message, eventIndex: null } as const] : [];
  return { state: progress.state, deltas: progress.deltas, problems };
}
