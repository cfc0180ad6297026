/** OpenAI Responses, and the servers that speak it (step 5 of the walk): events in, deltas out. */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, parseJson } from '../json-reading.ts';
import { plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import { watchOpenaiResponses } from './conformance.ts';
import { responsesErrorWriter } from './error-writer.ts';
import { stepBody, stepEvent } from './event-step.ts';
import { forgetCopies } from './forget.ts';
import { closeItem } from './item-deltas.ts';
import type { Output } from './item-track.ts';
import { toNativeResponse } from './native-response.ts';
import { readResponsesRequest } from './read-request.ts';
import { responsesRepeatRule } from './repeat-rule.ts';
import { emptyState, type ResponsesState } from './responses-state.ts';
import { checkTerminal } from './terminal-check.ts';
import { usageFormula } from './usage.ts';
import { consumedFields } from './wire.ts';

/** @see https://platform.openai.com/docs/api-reference/responses */
export const openaiResponsesAdapter: Adapter<ResponsesState> = {
  format: 'openai-responses',
  title: 'OpenAI Responses',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native: toNativeResponse,
  forget: forgetCopies,
  repeatRule: responsesRepeatRule,
  consumedFields,
  terminal: checkTerminal,
  conformance: watchOpenaiResponses,
  usageFormula,
  readRequest: readResponsesRequest,
  errors: responsesErrorWriter,
};

/** `/v1/responses`, `/openai/v1/responses` (Azure), `/backend-api/codex/responses`. */
const createPath = /\/responses(?:\/compact)?\/?$/;

/** One response by its id, streamed again or cancelled; its input items and token counts answer otherwise. */
const singlePath = /\/responses\/(?!input_tokens\/?$|compact\/?$)[^/]+(?:\/cancel)?\/?$/;

function match(request: RequestFacts): number {
  const { method, path } = request;
  if (method === 'POST' && createPath.test(path)) return 50;
  // The same path upgraded to a WebSocket: one connection, many of them.
  if (createPath.test(path) && request.header('upgrade')?.toLowerCase() === 'websocket') return 50;
  return singlePath.test(path) && (method !== 'POST' || path.includes('/cancel')) ? 50 : 0;
}

function step(state: ResponsesState, event: StreamEvent): Step<ResponsesState> {
  if (event.data.startsWith('[DONE]')) {
    // Not the format's own; gateways that also serve chat completions add it.
    return { state, deltas: [], type: '[DONE]', reading: '', outcome: 'ignored', problems: [] };
  }
  const parsed = parseJson(event.data);
  if (!parsed.ok) return malformedStep(state, event, parsed.message);
  const body = Array.isArray(parsed.value) ? asObjects(parsed.value)[0] : parsed.value;
  if (!isObject(body)) return malformedStep(state, event, 'not a JSON object');
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  const read = isWhole ? stepBody(state, body) : stepEvent(state, body, event.name);
  const { state: next, deltas, type, reading, outcome } = read;
  const problems = read.problems.length === 0 ? noProblems : atEvent(read.problems, event.index);
  return { state: next, deltas, type, reading, outcome, problems };
}

const noProblems: readonly Problem[] = [];

function atEvent(problems: readonly Omit<Problem, 'eventIndex'>[], eventIndex: number): readonly Problem[] {
  return problems.map(({ kind, message }) => ({ kind, message, eventIndex }));
}

/** Data that is no JSON object: text of a gateway's error page when the status says so, else kept raw and counted. */
function malformedStep(state: ResponsesState, event: StreamEvent, reason: string): Step<ResponsesState> {
  const isErrorText = state.facts.status >= 400 || event.name === 'error';
  const parsed = parseJson(event.data);
  const told = parsed.ok ? readProviderError(parsed.value, state.facts, 'error-body') : null;
  const error = told ?? plainError(event.data, state.facts);
  return {
    state: isErrorText ? { ...state, hasError: true } : state,
    deltas: isErrorText ? [{ type: 'response-error', error }] : [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: isErrorText ? 'used' : 'malformed',
    problems: isErrorText ? [] : [{ kind: 'malformed-json', message: reason, eventIndex: event.index }],
  };
}

/** Closes what is open. Only a terminal event ends a stream; an error ends it too. */
function finish(state: ResponsesState, isCut: boolean): Finish<ResponsesState> {
  const output: Output = { deltas: [], problems: [], blockCount: state.blockCount };
  const tracks = state.tracks.map((track) => closeItem(track, output));
  const isComplete = !isCut && (state.isEnded || state.hasError);
  const deltas: readonly Delta[] = output.deltas;
  return { state: { ...state, tracks }, deltas, problems: isComplete ? [] : [truncated] };
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before the response was complete.',
  eventIndex: null,
};
