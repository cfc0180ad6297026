/** The adapter of APIs that nobody claims: every event is listed with a compact preview, and errors are still recognised. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { Adapter, ErrorWriter, Step } from '../adapter.ts';
import { asString, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { type ErrorFacts, plainError, readErrorFacts, readProviderError } from '../provider-error.ts';
import { readingOf } from '../reading-line.ts';

/** A body that is one JSON document is its own final object; a stream of unknown events has none. */
export type UnknownState = { readonly facts: ErrorFacts; readonly body: unknown };

/** Never wins a match: `pickAdapter` falls back to it. */
export const unknownAdapter: Adapter<UnknownState> = {
  format: 'unknown',
  title: 'Unknown API',
  match: () => 0,
  begin: (_request, response) => ({ facts: readErrorFacts(response), body: null }),
  step: stepUnknown,
  finish: (state) => ({ state, deltas: [], problems: [] }),
  native: (state) => state.body,
  readRequest: () => null,
  errors: createGenericErrors(),
};

function stepUnknown(state: UnknownState, event: StreamEvent): Step<UnknownState> {
  const parsed = parseJson(event.data);
  const value = parsed.ok ? parsed.value : null;
  const isWholeBody = event.framing === 'json';
  const error = readError(state.facts, event, value);
  const deltas: readonly Delta[] = error === null ? [] : [{ type: 'response-error', error }];
  return {
    state: isWholeBody && parsed.ok ? { ...state, body: value } : state,
    deltas,
    type: error === null ? typeOf(event, value) : 'error',
    reading: readingOf(error === null ? preview(event.data) : error.message),
    // A sentinel such as [DONE] or plain text is no fault: nobody said that this API speaks JSON.
    outcome: error === null ? 'unknown' : 'used',
    problems: [],
  };
}

function readError(facts: ErrorFacts, event: StreamEvent, value: unknown): ProviderError | null {
  if (event.framing !== 'json' || facts.status < 400) return readProviderError(value, facts, 'event');
  return value === null ? plainError(event.data, facts) : readProviderError(value, facts, 'error-body');
}

/** The wire's own name for an event: the SSE name, else a `type`, `event` or `object` field, else its framing. */
function typeOf(event: StreamEvent, value: unknown): string {
  const named = isObject(value) ? namedType(value) : null;
  return event.name ?? named ?? (event.framing === 'sse' ? 'message' : event.framing);
}

function namedType(value: JsonObject): string | null {
  return asString(value.type) ?? asString(value.event) ?? asString(value.object);
}

/** Runs of white space become one space; only as much is looked at as can be shown. */
function preview(data: string): string {
  return data.slice(0, 1000).replace(/\s+/g, ' ').trim();
}

/** `{"error":{"message","type"}}` is what most clients look for; a stream of unknown events takes nothing of ours. */
function createGenericErrors(): ErrorWriter {
  const body = (error: ProviderError): string =>
    JSON.stringify({ error: { message: error.message, type: error.type ?? 'wirelens_error' } });
  return {
    errorBody: body,
    errorEvent: (error: ProviderError, framing: Framing) => {
      if (framing === 'sse') return `event: error\ndata: ${body(error)}\n\n`;
      return framing === 'ndjson' ? `${body(error)}\n` : null;
    },
    completionNotice: () => null,
  };
}
