/** Cohere's Chat API v2 (step 5 of the walk): events in, deltas out. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { emptyAppendList } from '../append-list.ts';
import { usageFormula } from '../cohere-common/usage.ts';
import { asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import { type CohereState, emptyState } from './chat-state.ts';
import { watchCohereV2 } from './conformance.ts';
import { cohereErrorWriter } from './error-writer.ts';
import { type CohereStep, closeOpen, stepEvent } from './event-step.ts';
import { nativeResponse } from './native-response.ts';
import { readCohereRequest } from './read-request.ts';
import { cohereRepeatRule } from './repeat-rule.ts';
import { stepBody } from './whole-body.ts';

/** @see https://docs.cohere.com/reference/chat-stream */
export const cohereV2Adapter: Adapter<CohereState> = {
  format: 'cohere-v2',
  title: 'Cohere Chat v2',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native: nativeResponse,
  forget,
  conformance: watchCohereV2,
  usageFormula,
  readRequest: readCohereRequest,
  repeatRule: cohereRepeatRule,
  errors: cohereErrorWriter,
};

function match(request: RequestFacts): number {
  return request.method === 'POST' && /\/v2\/chat\/?$/.test(request.path) ? 50 : 0;
}

function step(state: CohereState, event: StreamEvent): Step<CohereState> {
  const data = event.data.trim();
  if (data === '[DONE]') return { ...quiet(state), type: '[DONE]', outcome: 'ignored' };
  const parsed = parseJson(event.data);
  if (!parsed.ok || !isObject(parsed.value)) {
    return malformedStep(state, event, parsed.ok ? 'not a JSON object' : parsed.message);
  }
  const body = parsed.value;
  const type = asText(body.type) ?? event.name;
  const error = errorOf(state, type, body);
  if (error !== null) return errorStep(state, error, event);
  if (event.framing === 'json') return complete('chat response', stepBody(state, body));
  return complete(type ?? 'message', stepEvent(state, type ?? '', body, event));
}

function quiet(state: CohereState): Pick<Step<CohereState>, 'state' | 'deltas' | 'reading' | 'problems'> {
  return { state, deltas: [], reading: '', problems: [] };
}

function complete(type: string, { state, deltas, reading, outcome, problems }: CohereStep): Step<CohereState> {
  return { state, deltas, type, reading, outcome: outcome ?? 'used', problems: problems ?? [] };
}

/** `{"message":…}` (with an `id` beside it) is what an error looks like, as a body and in a stream. */
function errorOf(state: CohereState, type: string | null, body: JsonObject): ProviderError | null {
  const isFlat = state.facts.status >= 400 || type === 'error' || (type === null && asText(body.message) !== null);
  return readProviderError(body, state.facts, isFlat ? 'error-body' : 'event');
}

function errorStep(state: CohereState, error: ProviderError, event: StreamEvent): Step<CohereState> {
  const isWhole = event.framing === 'json';
  const parsed = parseJson(event.data);
  return {
    state: { ...state, hasError: true, ...(isWhole ? { isEnded: true, body: parsed.ok ? parsed.value : null } : {}) },
    deltas: [{ type: 'response-error', error }],
    type: 'error',
    reading: error.type === null ? error.message : `${error.type}: ${error.message}`,
    outcome: 'used',
    problems: [],
  };
}

function malformedStep(state: CohereState, event: StreamEvent, message: string): Step<CohereState> {
  if (state.facts.status >= 400) return errorStep(state, plainError(event.data, state.facts), event);
  const problems: readonly Problem[] = [{ kind: 'malformed-json', message, eventIndex: event.index }];
  return { state, deltas: [], type: event.name ?? 'malformed', reading: event.data, outcome: 'malformed', problems };
}

/** `message-end` is the end; without it the stream was cut. */
function finish(state: CohereState, isCut: boolean): Finish<CohereState> {
  const deltas: readonly Delta[] = state.isEnded ? [] : closeOpen(state, 'cut');
  const isMissing = !state.isEnded && !state.hasError;
  const message = 'The body ended before message-end.';
  return { state, deltas, problems: isCut || isMissing ? [{ kind: 'truncated', message, eventIndex: null }] : [] };
}

/** Whether a call has arguments is asked at its end: that much stays of them. */
function forget(state: CohereState): CohereState {
  return {
    ...state,
    body: null,
    toolPlan: null,
    contents: state.contents.map((part) => ({ ...part, text: '' })),
    toolCalls: state.toolCalls.map((call) => ({ ...call, arguments: call.arguments === '' ? '' : '…' })),
    citations: emptyAppendList(),
    logprobs: emptyAppendList(),
  };
}
