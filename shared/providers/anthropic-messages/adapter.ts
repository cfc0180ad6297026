/** Anthropic Messages, stable and beta (step 5 of the walk): events in, deltas out. */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { RequestReading } from '../../model/request-reading.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError, readErrorFacts } from '../provider-error.ts';
import { watchAnthropicMessages } from './conformance.ts';
import { anthropicErrorWriter } from './error-writer.ts';
import { closeAll, type EventStep, stepError, stepEvent } from './event-step.ts';
import { stepBody } from './message-body.ts';
import { withoutContent } from './message-snapshot.ts';
import { copyOfState, emptyState, type MessageState } from './message-state.ts';
import { toNativeMessage } from './native-message.ts';
import { readMessagesRequest } from './read-request.ts';
import { messageRepeatRule } from './repeat-rule.ts';
import { usageFormula } from './usage.ts';
import { readVertexPath } from './vertex-path.ts';

/** @see https://docs.claude.com/en/api/messages */
export const anthropicMessagesAdapter: Adapter<MessageState> = {
  format: 'anthropic-messages',
  title: 'Anthropic Messages',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  forget: (state) => ({
    ...state,
    message: state.message && withoutContent(state.message),
    snapshot: state.snapshot && withoutContent(state.snapshot),
  }),
  repeatRule: messageRepeatRule,
  // Pieces of the arguments that lie parsed in `input`.
  consumedFields: ['partial_json'],
  conformance: watchAnthropicMessages,
  usageFormula,
  readRequest,
  errors: anthropicErrorWriter,
};

/** `/v1/messages`; not `/v1/messages/count_tokens` or `/v1/messages/batches`, which answer otherwise. Vertex has its own path. */
function match(request: RequestFacts): number {
  if (request.method !== 'POST') return 0;
  return /\/messages\/?$/.test(request.path) || readVertexPath(request.path) !== null ? 50 : 0;
}

/** On Vertex the model stands in the path alone. */
function readRequest(body: unknown, request: RequestFacts): RequestReading | null {
  const reading = readMessagesRequest(body);
  const vertex = readVertexPath(request.path);
  if (reading === null || vertex === null) return reading;
  const isStreaming = reading.isStreaming || vertex.isStreaming;
  return { ...reading, model: reading.model ?? vertex.model, isStreaming };
}

function step(state: MessageState, event: StreamEvent): Step<MessageState> {
  const parsed = parseJson(event.data);
  if (!parsed.ok) return malformedStep(state, event, parsed.message);
  if (!isObject(parsed.value)) return malformedStep(state, event, 'not a JSON object');
  const read = readObject(state, event, parsed.value);
  const problems = read.problems?.map((problem): Problem => ({ ...problem, eventIndex: event.index })) ?? noProblems;
  // Written out, here and in the other values made per event: an object spread costs ten times as much.
  const { deltas, type, reading, outcome } = read;
  return { state: read.state, deltas, type, reading, outcome, problems };
}

const noProblems: readonly Problem[] = [];

function readObject(state: MessageState, event: StreamEvent, value: JsonObject): EventStep {
  if (state.facts.status >= 400)
    return { ...stepError(state, value), state: { ...state, body: value, hasError: true } };
  const isError = asText(value.type) === null && event.name === 'error';
  if (isError || (asText(value.type) === null && isObject(value.error))) return stepError(state, value);
  return event.framing === 'json' ? stepBody(state, value) : stepEvent(state, value, event.name);
}

/** Data that is no JSON object: the text of a gateway's error page when the status says so, else kept raw and counted. */
function malformedStep(state: MessageState, event: StreamEvent, reason: string): Step<MessageState> {
  const isErrorText = state.facts.status >= 400 || event.name === 'error';
  const error = plainError(event.data, state.facts);
  return {
    state: isErrorText ? { ...state, hasError: true } : state,
    deltas: isErrorText ? [{ type: 'response-error', error }] : [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: isErrorText ? 'used' : 'malformed',
    problems: isErrorText ? [] : [{ kind: 'malformed-json', message: reason, eventIndex: event.index }],
  };
}

function finish(state: MessageState, isCut: boolean): Finish<MessageState> {
  const deltas: readonly Delta[] = closeAll(state);
  const next = copyOfState(state);
  next.open = [];
  return { state: next, deltas, problems: problemsAtEnd(state, isCut) };
}

/** Only `message_stop` ends a stream; an error event ends it too. */
function problemsAtEnd(state: MessageState, isCut: boolean): readonly Problem[] {
  if (!isCut && (state.isEnded || state.hasError)) return [];
  return [{ kind: 'truncated', message: 'The body ended before the stream was complete.', eventIndex: null }];
}

function native(state: MessageState): unknown {
  if (state.body !== null) return state.body;
  return state.snapshot === null ? null : toNativeMessage(state.snapshot);
}
