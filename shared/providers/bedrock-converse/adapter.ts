/** Amazon Bedrock Converse (step 5 of the walk): events in, deltas out. */
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { readBedrockErrorFacts, readBodyError, readFrameError } from '../bedrock-common/frame-error.ts';
import { isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError } from '../provider-error.ts';
import { watchBedrockConverse } from './conformance.ts';
import { type ConverseState, emptyState } from './converse-state.ts';
import { converseErrorWriter } from './error-writer.ts';
import { closeAll, type EventStep, stepError, stepEvent } from './event-step.ts';
import { asSdkOutput, toNativeOutput } from './native-output.ts';
import { readConverseRequest } from './read-request.ts';
import { stepBody } from './whole-body.ts';
import { consumedFields, usageFormula } from './wire.ts';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
export const bedrockConverseAdapter: Adapter<ConverseState> = {
  format: 'bedrock-converse',
  title: 'Amazon Bedrock Converse',
  match,
  begin: (_request, response) => emptyState(readBedrockErrorFacts(response)),
  step,
  finish,
  native: (state) => (isObject(state.body) ? asSdkOutput(state.body) : toNativeOutput(state)),
  consumedFields,
  usageFormula,
  forget,
  conformance: watchBedrockConverse,
  readRequest: readConverseRequest,
  errors: converseErrorWriter,
};

/** One character says that there was any: whether a tool had an input at all is asked at its end. */
function forget(state: ConverseState): ConverseState {
  return { ...state, blocks: state.blocks.map((block) => ({ ...block, text: block.text.slice(0, 1) })) };
}

/** `/model/<id>/converse` and `/model/<id>/converse-stream`; the id may be an ARN with slashes of its own. */
function match(request: RequestFacts): number {
  return request.method === 'POST' && /\/model\/.+\/converse(-stream)?\/?$/.test(request.path) ? 60 : 0;
}

function step(state: ConverseState, event: StreamEvent): Step<ConverseState> {
  const told = readFrameError(event, state.facts);
  if (told !== null) return toStep(stepError(state, told), event);
  if (event.name === 'initial-response') return toStep(initialResponse(state), event);
  const parsed = parseJson(event.data);
  if (!parsed.ok) return malformedStep(state, event, parsed.message);
  if (!isObject(parsed.value)) return malformedStep(state, event, 'not a JSON object');
  return toStep(readObject(state, event, parsed.value), event);
}

function readObject(state: ConverseState, event: StreamEvent, value: JsonObject): EventStep {
  if (state.facts.status >= 400 || isErrorBody(event, value)) {
    const failed = stepError(state, readBodyError(value, state.facts));
    return { ...failed, state: { ...failed.state, body: value } };
  }
  return event.framing === 'json' ? stepBody(state, value) : stepEvent(state, event.name ?? 'unknown', value);
}

/** AWS sometimes answers an error under status 200, with its type in the body alone. */
function isErrorBody(event: StreamEvent, value: JsonObject): boolean {
  return event.framing === 'json' && typeof value.__type === 'string' && !isObject(value.output);
}

/** What some AWS services send before the first event: the part of the answer that is no stream, here empty. */
function initialResponse(state: ConverseState): EventStep {
  return { state, deltas: [], type: 'initial-response', reading: '', outcome: 'ignored' };
}

/** Written out: once per event. */
function toStep(step: EventStep, event: StreamEvent): Step<ConverseState> {
  const { state, deltas, type, reading, outcome } = step;
  const problems = step.problems?.map((problem): Problem => ({ ...problem, eventIndex: event.index })) ?? noProblems;
  return { state, deltas, type, reading, outcome, problems };
}

const noProblems: readonly Problem[] = [];

/** A payload that is no JSON object: the text of a gateway's error page when the status says so, else kept and counted. */
function malformedStep(state: ConverseState, event: StreamEvent, reason: string): Step<ConverseState> {
  if (state.facts.status >= 400) return toStep(stepError(state, plainError(event.data, state.facts)), event);
  return {
    state,
    deltas: [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: 'malformed',
    problems: [{ kind: 'malformed-json', message: reason, eventIndex: event.index }],
  };
}

/** `messageStop` and `metadata` end a stream; an exception ends it too. */
function finish(state: ConverseState, isCut: boolean): Finish<ConverseState> {
  const isWhole = !isCut && state.stop !== null;
  const isUntold = isWhole && state.metadata === null;
  const deltas = isUntold ? [...closeAll(state), { type: 'response-end' } as const] : closeAll(state);
  return { state, deltas, problems: problemsAtEnd(state, isCut) };
}

function problemsAtEnd(state: ConverseState, isCut: boolean): readonly Problem[] {
  if (isCut || (state.stop === null && !state.hasError)) return [truncated];
  return state.metadata === null && !state.hasError ? [noMetadata] : [];
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before the stream was complete.',
  eventIndex: null,
};

const noMetadata: Problem = {
  kind: 'usage-missing',
  message: 'No metadata after messageStop: the stream reported no usage.',
  eventIndex: null,
};
