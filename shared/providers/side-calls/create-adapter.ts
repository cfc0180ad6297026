/** An adapter from an entry of the table: framing, errors and the end are the same for all of them. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, Step } from '../adapter.ts';
import { type AppendList, appendItems, emptyAppendList, toArray } from '../append-list.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json-reading.ts';
import { openaiErrorWriter } from '../openai-chat/error-writer.ts';
import { type ErrorFacts, plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import type { SideCall, SideContext, SideReading } from './side-call.ts';

export type SideState = {
  readonly facts: ErrorFacts;
  readonly context: SideContext;
  /** The whole body, or the last event; null before. */
  readonly last: unknown;
  /** All events, where the entry asks for them. */
  readonly all: AppendList<unknown>;
  readonly hasEvents: boolean;
  readonly isEnded: boolean;
};

/** The adapter of one kind of call. Its errors are OpenAI's: the proxy takes the upstream's own shape before these. */
export function createSideCallAdapter(call: SideCall): Adapter<SideState> {
  return {
    format: call.format,
    title: call.title,
    match: (request) => (call.claims(request) ? 55 : 0),
    begin: (request, response) => ({
      facts: readErrorFacts(response),
      context: { requestBody: request.body, mediaType: response.mediaType, isStarted: false },
      last: null,
      all: emptyAppendList(),
      hasEvents: false,
      isEnded: false,
    }),
    step: (state, event) => step(call, state, event),
    finish: (state, isCut) => finish(call, state, isCut),
    native: (state) => (state.all.length > 0 ? toArray(state.all) : state.last),
    forget: (state) => ({ ...state, last: null, all: emptyAppendList() }),
    readRequest: call.readRequest,
    errors: openaiErrorWriter,
    consumedFields: call.consumedFields ?? [],
  };
}

function step(call: SideCall, before: SideState, event: StreamEvent): Step<SideState> {
  const state: SideState = { ...before, hasEvents: true };
  const parsed = parseJson(event.data);
  if (!parsed.ok) return textStep(state, event, parsed.message);
  const value = parsed.value;
  const error = readProviderError(value, state.facts, state.facts.status >= 400 ? 'error-body' : 'event');
  if (error !== null) return errorStep({ ...state, last: value }, error);
  const isWhole = event.framing === 'json';
  const next = isWhole ? { ...state, last: value } : keep(call, state, value);
  const body = asObject(value) ?? { data: value };
  const reading = isWhole ? call.readBody(body, state.context) : (call.readEvent?.(body, state.context) ?? null);
  const type = typeOf(event, body, reading);
  if (reading === null) return unreadStep(next, type, body, isWhole);
  return readStep(next, type, reading, isWhole);
}

function keep(call: SideCall, state: SideState, value: unknown): SideState {
  return { ...state, last: value, all: call.isList === true ? appendItems(state.all, [value]) : state.all };
}

function typeOf(event: StreamEvent, body: JsonObject, reading: SideReading | null): string {
  const named = asText(body.type) ?? asText(body.object);
  return reading?.type ?? event.name ?? named ?? (event.framing === 'sse' ? 'message' : event.framing);
}

function readStep(state: SideState, type: string, reading: SideReading, isWhole: boolean): Step<SideState> {
  const isEnd = (isWhole || reading.isEnd === true) && !state.isEnded;
  const deltas: readonly Delta[] = isEnd ? [...reading.deltas, { type: 'response-end' }] : reading.deltas;
  const isStarted = state.context.isStarted || reading.deltas.length > 0;
  const context = { ...state.context, isStarted };
  const next = { ...state, context, isEnded: state.isEnded || isEnd };
  return { state: next, deltas, type, reading: reading.reading, outcome: 'used', problems: [] };
}

/** Of a shape that nobody here knows: its fields are named, its data stays in the event and the final object. */
function unreadStep(state: SideState, type: string, body: JsonObject, isWhole: boolean): Step<SideState> {
  const deltas: readonly Delta[] = isWhole ? [{ type: 'response-end' }] : [];
  const next = { ...state, isEnded: state.isEnded || isWhole };
  return { state: next, deltas, type, reading: Object.keys(body).join(', '), outcome: 'unknown', problems: [] };
}

function errorStep(state: SideState, error: ProviderError): Step<SideState> {
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  const deltas: readonly Delta[] = [{ type: 'response-error', error }];
  return { state: { ...state, isEnded: true }, deltas, type: 'error', reading, outcome: 'used', problems: [] };
}

/** No JSON: an error page, a stream's end marker, or a fault. */
function textStep(state: SideState, event: StreamEvent, reason: string): Step<SideState> {
  if (state.facts.status >= 400) return errorStep(state, plainError(event.data, state.facts));
  if (event.data.trim() === '[DONE]') {
    const deltas: readonly Delta[] = state.isEnded ? [] : [{ type: 'response-end' }];
    return {
      state: { ...state, isEnded: true },
      deltas,
      type: '[DONE]',
      reading: '',
      outcome: 'ignored',
      problems: [],
    };
  }
  const problems = [{ kind: 'malformed-json', message: reason, eventIndex: event.index } as const];
  return { state, deltas: [], type: event.name ?? 'malformed', reading: event.data, outcome: 'malformed', problems };
}

/** Where no event was cut out of the body, it is a file: its kind is all there is to say. A list ends with its body. */
function finish(call: SideCall, state: SideState, isCut: boolean): Finish<SideState> {
  const { mediaType, isStarted } = state.context;
  const isFile = !state.hasEvents && mediaType !== null && state.facts.status < 400;
  const file = isFile ? (call.readFile?.(mediaType) ?? null) : null;
  const isOver = file !== null || (state.hasEvents && call.isList === true);
  if (isCut || state.isEnded || !isOver) {
    const isMissing = isStarted && !state.isEnded && call.isList !== true;
    return { state, deltas: file?.deltas ?? [], problems: isMissing ? [withoutEnd] : [] };
  }
  const deltas: readonly Delta[] = [...(file?.deltas ?? []), { type: 'response-end' }];
  return { state: { ...state, isEnded: true }, deltas, problems: [] };
}

const withoutEnd: Problem = {
  kind: 'truncated',
  message: 'The body ended before the event that ends such a stream.',
  eventIndex: null,
};
