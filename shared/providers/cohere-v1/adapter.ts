/** Cohere's first chat API (step 5 of the walk): lines in, deltas out. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { TerminalCheck } from '../../model/loss-report.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, Step } from '../adapter.ts';
import { emptyAppendList, toArray } from '../append-list.ts';
import { usageFormula } from '../cohere-common/usage.ts';
import { cohereErrorWriter } from '../cohere-v2/error-writer.ts';
import { jsonDifferences } from '../json-differences.ts';
import { asObjects, asString, asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import { toSdkShape } from '../sdk-shape.ts';
import { type CohereV1State, emptyState } from './chat-state.ts';
import { watchCohereV1 } from './conformance.ts';
import {
  type CohereV1Step,
  callDeltas,
  citationDelta,
  endDeltas,
  endReading,
  searchDeltas,
  stepEvent,
} from './event-step.ts';
import { readCohereV1Request } from './read-request.ts';
import { chatResponseShape } from './wire.ts';

/** @see https://docs.cohere.com/v1/reference/chat */
export const cohereV1Adapter: Adapter<CohereV1State> = {
  format: 'cohere-v1',
  title: 'Cohere Chat v1',
  match: ({ method, path }) => (method === 'POST' && /\/v1\/chat\/?$/.test(path) ? 45 : 0),
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  forget: (state) => ({ ...state, text: '', citations: emptyAppendList() }),
  conformance: watchCohereV1,
  usageFormula,
  readRequest: readCohereV1Request,
  // Lines of JSON have no error event: a running stream is cut instead.
  errors: { errorBody: cohereErrorWriter.errorBody, errorEvent: () => null, completionNotice: () => null },
  // Their words are in `type` of the events, and in the state that they make.
  consumedFields: ['is_finished', 'event_type', 'tool_call_delta'],
  terminal,
};

function step(state: CohereV1State, event: StreamEvent): Step<CohereV1State> {
  const parsed = parseJson(event.data);
  if (!parsed.ok || !isObject(parsed.value)) {
    return malformedStep(state, event, parsed.ok ? 'not a JSON object' : parsed.message);
  }
  const body = parsed.value;
  const type = asText(body.event_type);
  const isFlat =
    state.facts.status >= 400 || (type === null && asText(body.message) !== null && body.text === undefined);
  const error = readProviderError(body, state.facts, isFlat ? 'error-body' : 'event');
  if (error !== null) return errorStep(event.framing === 'json' ? { ...state, response: body } : state, error);
  if (event.framing === 'json' && type === null) return complete('chat response', stepBody(state, body));
  return complete(type ?? event.name ?? 'message', stepEvent(state, type ?? event.name ?? '', body));
}

function complete(type: string, { state, deltas, reading, outcome }: CohereV1Step): Step<CohereV1State> {
  return { state, deltas, type, reading, outcome: outcome ?? 'used', problems: [] };
}

function stepBody(state: CohereV1State, body: JsonObject): CohereV1Step {
  const text = asString(body.text);
  const next = { ...state, response: body, isEnded: true };
  if (text === null) return { state: next, deltas: [], reading: Object.keys(body).join(', '), outcome: 'unknown' };
  const id = asText(body.generation_id);
  const word = asText(body.finish_reason);
  const documents = asObjects(body.documents);
  const deltas: readonly Delta[] = [
    { type: 'response-start', ...(id === null ? {} : { id }) },
    ...searchDeltas(body.search_queries),
    ...(text === '' ? [] : [{ type: 'text-delta', choice: 0, block: 'text', text } as const]),
    ...asObjects(body.citations).map((citation) => citationDelta(citation, documents)),
    ...callDeltas(asObjects(body.tool_calls), 0),
    ...endDeltas(body, word),
  ];
  const reading = [text, endReading(body, word)].filter((part) => part !== '').join(' · ');
  return { state: next, deltas, reading };
}

function errorStep(state: CohereV1State, error: ProviderError): Step<CohereV1State> {
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  const next = { ...state, hasError: true, isEnded: true };
  return {
    state: next,
    deltas: [{ type: 'response-error', error }],
    type: 'error',
    reading,
    outcome: 'used',
    problems: [],
  };
}

function malformedStep(state: CohereV1State, event: StreamEvent, message: string): Step<CohereV1State> {
  if (state.facts.status >= 400) return errorStep(state, plainError(event.data, state.facts));
  const problems = [{ kind: 'malformed-json', message, eventIndex: event.index } as const];
  return { state, deltas: [], type: 'malformed', reading: event.data, outcome: 'malformed', problems };
}

/** `stream-end` is the end; without it the stream was cut. */
function finish(state: CohereV1State, isCut: boolean): Finish<CohereV1State> {
  const isMissing = !state.isEnded && !state.hasError;
  const message = 'The body ended before stream-end.';
  return { state, deltas: [], problems: isCut || isMissing ? [{ kind: 'truncated', message, eventIndex: null }] : [] };
}

/** What the stream said against the answer that its last event repeats. */
function terminal(state: CohereV1State): TerminalCheck | null {
  const { response, isStarted, citations } = state;
  if (response === null || !isStarted) return null;
  const rebuilt = {
    generation_id: state.generationId,
    text: state.text,
    ...(citations.length === 0 ? {} : { citations: toArray(citations) }),
  };
  const { generation_id, text, citations: told } = response;
  const last = { generation_id, text, ...(asObjects(told).length === 0 ? {} : { citations: told }) };
  return { against: 'stream-end', differences: jsonDifferences(rebuilt, last, '') };
}

/** As `cohere-ai` returns it; of a cut stream what had come by then. */
function native(state: CohereV1State): unknown {
  if (state.response !== null) return toSdkShape(state.response, chatResponseShape);
  if (!state.isStarted) return null;
  const { generationId, text, citations, documents } = state;
  const partial = {
    ...(generationId === null ? {} : { generation_id: generationId }),
    text,
    ...(citations.length === 0 ? {} : { citations: toArray(citations) }),
    ...(documents.length === 0 ? {} : { documents }),
  };
  return toSdkShape(partial, chatResponseShape);
}
