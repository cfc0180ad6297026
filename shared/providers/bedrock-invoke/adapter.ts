/** Amazon Bedrock InvokeModel (step 5 of the walk): opens the envelope and lets the model's family read what is inside. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { bedrockErrorBody, bedrockErrorEvent } from '../bedrock-common/error-writer.ts';
import { readBodyError, readFrameError } from '../bedrock-common/frame-error.ts';
import { readInvocationMetrics, readUsageHeaders } from '../bedrock-common/usage.ts';
import { asObject, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError } from '../provider-error.ts';
import { consumedFields, openChunk, unwrapChunk } from './chunk.ts';
import { watchBedrockInvoke } from './conformance.ts';
import { findFamily } from './families.ts';
import {
  besidePrefix,
  emptyState,
  type InvokeState,
  metricsName,
  missingUsage,
  nativeOf,
  withBeside,
  withInner,
} from './invoke-state.ts';
import { readInvokeRequest } from './read-request.ts';
import { usageFormula } from './usage-formula.ts';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html */
export const bedrockInvokeAdapter: Adapter<InvokeState> = {
  format: 'bedrock-invoke',
  title: 'Amazon Bedrock InvokeModel',
  match,
  begin: (request, response) => emptyState(request.body, response),
  step,
  finish,
  native: nativeOf,
  forget: (state) => withInner(state, state.family?.reader.forget?.(state.inner) ?? state.inner, []),
  unwrap: unwrapChunk,
  consumedFields,
  usageFormula,
  conformance: watchBedrockInvoke,
  readRequest: readInvokeRequest,
  errors: {
    errorBody: bedrockErrorBody,
    errorEvent: () => null,
    completionNotice: () => null,
    errorEventBytes: bedrockErrorEvent,
  },
};

/** `/model/<id>/invoke` and `/model/<id>/invoke-with-response-stream`; the id may be an ARN with slashes of its own. */
function match(request: RequestFacts): number {
  return request.method === 'POST' && /\/model\/.+\/invoke(-with-response-stream)?\/?$/.test(request.path) ? 60 : 0;
}

function step(state: InvokeState, event: StreamEvent): Step<InvokeState> {
  const error = readFrameError(event, state.facts);
  if (error !== null) return errorStep(state, error);
  if (event.framing === 'json') return stepBody(state, event);
  if (event.name === 'initial-response') return { ...unknownStep(state, event.name, null), outcome: 'ignored' };
  // Servers that imitate Bedrock in other framings send the model's JSON without an envelope.
  if (event.framing !== 'aws-eventstream') return stepChunk(state, event, event.data);
  const chunk = openChunk(event.data);
  if (!chunk.ok) return malformedStep(state, event, chunk.message);
  if (!chunk.isBare || state.hasBareChunk) return stepChunk(state, event, chunk.text);
  const opened = stepChunk({ ...state, hasBareChunk: true }, event, chunk.text);
  return { ...opened, problems: [...opened.problems, bareChunk(event.index)] };
}

function bareChunk(eventIndex: number): Problem {
  const message =
    "A chunk holds the model's JSON itself instead of base64 of it in `bytes`: the AWS SDK finds nothing in it.";
  return { kind: 'chunk-without-bytes', message, eventIndex };
}

/** The model's own JSON, as if it had been an event of its own. */
function stepChunk(state: InvokeState, event: StreamEvent, text: string): Step<InvokeState> {
  const needsLook = state.family === null || text.includes(besidePrefix);
  const parsed = needsLook ? parseJson(text) : null;
  if (parsed !== null && !parsed.ok) return malformedStep(state, event, parsed.message);
  const body = asObject(parsed?.value);
  const known = withFamily(state, body);
  if (known.family === null) return unknownStep(state, 'chunk', body);
  const inner = known.family.reader.step(known.inner, innerEvent(event, 'sse', text));
  const stepped = withInner(known, inner.state, inner.deltas);
  const next = body === null ? stepped : withBeside(stepped, body);
  const metrics = asObject(body?.[metricsName]);
  const counted = metrics === null ? [] : missingUsage(next, readInvocationMetrics(metrics));
  const { type, reading, outcome, problems } = inner;
  return { state: next, deltas: withUsage(inner.deltas, counted), type, reading, outcome, problems };
}

/** Written out: once per event. */
function innerEvent(event: StreamEvent, framing: StreamEvent['framing'], data: string): StreamEvent {
  const { index, byteStart, byteEnd, chunkStart, chunkEnd, startedAt, receivedAt, flags } = event;
  const place = { byteStart, byteEnd, chunkStart, chunkEnd, startedAt, receivedAt, flags };
  return { index, framing, name: null, data, lastEventId: null, retryMs: null, ...place };
}

function withFamily(state: InvokeState, body: JsonObject | null): InvokeState {
  if (state.family !== null || body === null) return state;
  const family = findFamily(body);
  if (family === null) return state;
  const inner = family.reader.begin({ body: state.requestBody }, state.response);
  return { ...state, family, inner };
}

/** Counts go before the end that the same event told. */
function withUsage(deltas: readonly Delta[], counted: readonly Delta[]): readonly Delta[] {
  if (counted.length === 0) return deltas;
  const end = deltas.findIndex((delta) => delta.type === 'response-end');
  return end < 0 ? [...deltas, ...counted] : deltas.toSpliced(end, 0, ...counted);
}

/** A whole answer: the model's own JSON without an envelope; Bedrock counts its tokens in the head. */
function stepBody(state: InvokeState, event: StreamEvent): Step<InvokeState> {
  const parsed = parseJson(event.data);
  if (!parsed.ok || !isObject(parsed.value)) {
    const reason = parsed.ok ? 'not a JSON object' : parsed.message;
    return malformedStep(state, event, reason);
  }
  const body = parsed.value;
  const isError = state.facts.status >= 400 || typeof body.__type === 'string';
  if (isError) return errorStep({ ...state, body }, readBodyError(body, state.facts));
  const known = withFamily(state, body);
  const counted = readUsageHeaders(state.response.header);
  if (known.family === null) {
    const unknown = unknownStep({ ...state, body }, 'body', body);
    return { ...unknown, deltas: missingUsage(state, counted) };
  }
  const inner = known.family.reader.step(known.inner, event);
  const next = withInner(known, inner.state, inner.deltas);
  return { ...inner, state: next, deltas: withUsage(inner.deltas, missingUsage(next, counted)) };
}

function errorStep(state: InvokeState, error: ProviderError): Step<InvokeState> {
  return {
    state: { ...state, hasError: true },
    deltas: [{ type: 'response-error', error }],
    type: error.type ?? 'error',
    reading: error.message,
    outcome: 'used',
    problems: [],
  };
}

function unknownStep(state: InvokeState, type: string, body: JsonObject | null): Step<InvokeState> {
  const reading = body === null ? '' : Object.keys(body).join(', ');
  return { state, deltas: [], type, reading, outcome: 'unknown', problems: [] };
}

/** A payload that cannot be opened: the text of a gateway's error page when the status says so, else kept and counted. */
function malformedStep(state: InvokeState, event: StreamEvent, reason: string): Step<InvokeState> {
  if (state.facts.status >= 400) return errorStep(state, plainError(event.data, state.facts));
  return {
    state,
    deltas: [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: 'malformed',
    problems: [{ kind: 'malformed-chunk', message: reason, eventIndex: event.index }],
  };
}

/** What is open is the family's to close; an exception has said why more is missing. */
function finish(state: InvokeState, isCut: boolean): Finish<InvokeState> {
  const isTold = state.hasError && !isCut;
  if (state.family === null) {
    const isWhole = isTold || (!isCut && state.body !== null);
    return { state, deltas: [], problems: isWhole ? [] : [truncated] };
  }
  const inner = state.family.reader.finish(state.inner, isCut);
  const problems = isTold ? inner.problems.filter((problem) => problem.kind !== 'truncated') : inner.problems;
  return { state: withInner(state, inner.state, inner.deltas), deltas: inner.deltas, problems };
}

const truncated = {
  kind: 'truncated',
  message: 'The body ended before the stream was complete.',
  eventIndex: null,
} as const;
