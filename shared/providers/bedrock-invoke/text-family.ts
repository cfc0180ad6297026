/**
 * Families whose chunks are a piece of text and, at the end, a word why it ended: one reader for all, each family a small
 * description of its names.
 */
import type { Delta } from '../../model/delta.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { UsageReport } from '../../model/usage.ts';
import type { Finish, Step } from '../adapter.ts';
import { isObject, type JsonObject, parseJson, toJson } from '../json-reading.ts';
import type { FamilyReader } from './family.ts';
import { mapStopWord } from './stop-word.ts';

/** What one chunk, or a whole answer, says. */
export type TextReading = {
  readonly id?: string | null;
  readonly pieces: readonly TextPiece[];
  readonly usage: UsageReport;
  /** The family's own mark that nothing follows; without one the reason why it ended is the mark. */
  readonly isLast?: boolean;
};

export type TextPiece = {
  readonly choice: number;
  readonly text: string;
  readonly stop: string | null;
  readonly calls?: readonly { readonly id: string | null; readonly name: string; readonly input: unknown }[];
};

export type TextFamily = {
  readonly read: (body: JsonObject) => TextReading;
  /** The answer as `InvokeModel` gives it whole. */
  readonly whole: (so: TextFold) => JsonObject;
};

/** A stream so far: text and end of each choice, and the last value of each other field. */
export type TextFold = {
  readonly choices: readonly { readonly choice: number; readonly text: string; readonly stop: string | null }[];
  readonly fields: JsonObject;
};

type TextState = TextFold & { readonly body: JsonObject | null; readonly isEnded: boolean };

const empty: TextState = { choices: [], fields: {}, body: null, isEnded: false };

/** A reader for one family. */
export function createTextReader(family: TextFamily): FamilyReader<TextState> {
  function step(state: TextState, event: StreamEvent): Step<TextState> {
    const parsed = parseJson(event.data);
    if (!parsed.ok || !isObject(parsed.value)) {
      const message = parsed.ok ? 'not a JSON object' : parsed.message;
      const problems = [{ kind: 'malformed-json', message, eventIndex: event.index } as const];
      return { state, deltas: [], type: 'chunk', reading: event.data, outcome: 'malformed', problems };
    }
    const body = parsed.value;
    const isWhole = event.framing === 'json';
    const reading = family.read(body);
    const isEnded = isWhole || (reading.isLast ?? reading.pieces.some((piece) => piece.stop !== null));
    const next = addChunk(state, body, reading.pieces, isEnded);
    const deltas = deltasOf(reading, state);
    if (isEnded && !state.isEnded) deltas.push({ type: 'response-end' });
    const type = isWhole ? 'body' : 'chunk';
    const said = reading.pieces.map(wordsOf).join('');
    return { state: isWhole ? { ...next, body } : next, deltas, type, reading: said, outcome: 'used', problems: [] };
  }
  return {
    begin: () => empty,
    step,
    finish,
    native: (state) => state.body ?? (state.choices.length === 0 ? null : family.whole(state)),
    forget: (state) => ({ ...state, choices: state.choices.map((item) => ({ ...item, text: '' })) }),
  };
}

function addChunk(state: TextState, body: JsonObject, pieces: readonly TextPiece[], isEnded: boolean): TextState {
  let { choices } = state;
  for (const { choice, text, stop } of pieces) {
    const position = choices.findIndex((item) => item.choice === choice);
    const before = choices[position];
    const after = { choice, text: (before?.text ?? '') + text, stop: stop ?? before?.stop ?? null };
    choices = position < 0 ? [...choices, after] : choices.with(position, after);
  }
  return { choices, fields: merged(state.fields, body), body: state.body, isEnded: state.isEnded || isEnded };
}

/** Null tells nothing new. Bedrock's own count is not the model's. */
function merged(before: JsonObject, body: JsonObject): JsonObject {
  const fields: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(body)) {
    if (name === '__proto__' || name === 'amazon-bedrock-invocationMetrics') continue;
    if (value !== null || fields[name] === undefined) fields[name] = value;
  }
  return fields;
}

function deltasOf(reading: TextReading, state: TextState): Delta[] {
  const { id } = reading;
  const deltas: Delta[] = [];
  if (state.choices.length === 0 || (id != null && state.fields.id !== id)) {
    deltas.push(id == null ? { type: 'response-start' } : { type: 'response-start', id });
  }
  for (const piece of reading.pieces) addPiece(piece, deltas);
  if (Object.keys(reading.usage).length > 0) deltas.push({ type: 'usage', usage: reading.usage });
  for (const { choice, stop } of reading.pieces) {
    if (stop !== null) {
      deltas.push({ type: 'choice-end', choice, finishReason: mapStopWord(stop), rawFinishReason: stop });
    }
  }
  return deltas;
}

function addPiece({ choice, text, calls = [] }: TextPiece, deltas: Delta[]): void {
  if (text !== '') deltas.push({ type: 'text-delta', choice, block: 'text', text });
  for (const [index, { id, name, input }] of calls.entries()) {
    const at = { choice, block: `tool:${index}` } as const;
    const toolCallId = id === null ? {} : { toolCallId: id };
    deltas.push({ type: 'block-start', ...at, kind: 'tool-call', name, ...toolCallId });
    deltas.push({ type: 'tool-input-delta', ...at, text: toJson(input) }, { type: 'block-end', ...at });
  }
}

function wordsOf({ text, stop, calls = [] }: TextPiece): string {
  const tools = calls.map((call) => `tool ${call.name}`).join(', ');
  return text + tools + (stop === null ? '' : `${text + tools === '' ? '' : ' '}[stop ${stop}]`);
}

function finish(state: TextState, isCut: boolean): Finish<TextState> {
  if (state.isEnded && !isCut) return { state, deltas: [], problems: [] };
  const message = 'The body ended before the stream was complete.';
  return { state, deltas: [], problems: [{ kind: 'truncated', message, eventIndex: null }] };
}
