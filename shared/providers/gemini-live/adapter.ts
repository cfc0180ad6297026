/**
 * Gemini Live (BidiGenerateContent) over WebSocket: one session of many turns, read as a transcript. Its JSON comes in
 * binary messages as well as in text.
 * @see https://ai.google.dev/api/live
 */
import type { Delta } from '../../model/delta.ts';
import type { Adapter, RequestFacts, Step } from '../adapter.ts';
import { geminiErrorWriter } from '../gemini-generate/error-writer.ts';
import { usageFormula } from '../gemini-generate/usage.ts';
import { isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { readErrorFacts } from '../provider-error.ts';
import { readingOf } from '../reading-line.ts';
import { stepClientMessage } from './client-step.ts';
import { emptySession, type LiveState } from './live-state.ts';
import { stepServerMessage } from './server-step.ts';

/** AI Studio's v1alpha and v1beta, and Vertex AI's LlmBidiService. */
export const geminiLiveAdapter: Adapter<LiveState> = {
  format: 'gemini-live',
  title: 'Gemini Live',
  match,
  begin: (_request, response) => emptySession(readErrorFacts(response)),
  step: (state, event) => {
    const parsed = parseJson(event.data);
    if (!parsed.ok || !isObject(parsed.value)) return malformed(state, event.data, event.index);
    const read =
      event.from === 'client' ? stepClientMessage(state, parsed.value) : stepServerMessage(state, parsed.value);
    return toStep(read, parsed.value);
  },
  finish: (state) => ({ state, deltas: [], problems: [] }),
  native: () => null,
  usageFormula,
  readRequest: () => null,
  errors: geminiErrorWriter,
};

/** What one message did; `reading` null: nobody knows it. */
export type LiveRead = {
  readonly state: LiveState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string | null;
};

function toStep({ state, deltas, type, reading }: LiveRead, body: JsonObject): Step<LiveState> {
  return {
    state,
    deltas,
    type,
    reading: readingOf(reading ?? Object.keys(body).join(', ')),
    outcome: reading === null ? 'unknown' : 'used',
    problems: [],
  };
}

function match({ path }: RequestFacts): number {
  return /BidiGenerateContent(?:Constrained)?\/?$/.test(path) ? 60 : 0;
}

function malformed(state: LiveState, data: string, eventIndex: number): Step<LiveState> {
  const problem = { kind: 'malformed-json', message: 'A message that is no JSON object.', eventIndex } as const;
  return { state, deltas: [], type: 'text', reading: readingOf(data), outcome: 'malformed', problems: [problem] };
}
