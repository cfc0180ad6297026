/** What an Ollama response has said so far: everything that its final object is joined from. */
import { type AppendList, emptyAppendList } from '../append-list.ts';
import type { JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';

/** The block that the last piece of text went to; a piece of the other kind closes it and opens the next. */
export type OpenRun = { readonly kind: 'text' | 'reasoning'; readonly block: string };

export type OllamaState = {
  readonly facts: ErrorFacts;
  readonly isStarted: boolean;
  readonly isEnded: boolean;
  readonly hasError: boolean;
  readonly openRun: OpenRun | null;
  readonly nextBlock: number;
  /** The newest chunk; null before the first. */
  readonly last: JsonObject | null;
  /** What earlier chunks held beside the fields that every chunk has: unknown fields stay. */
  readonly merged: JsonObject;
  /** Likewise of chat's `message`. */
  readonly mergedMessage: JsonObject;
  readonly content: string;
  readonly thinking: string;
  readonly toolCalls: AppendList<unknown>;
  readonly images: AppendList<string>;
  readonly logprobs: AppendList<unknown>;
};

/** Before the first chunk. */
export function emptyOllamaState(facts: ErrorFacts): OllamaState {
  return {
    facts,
    isStarted: false,
    isEnded: false,
    hasError: false,
    openRun: null,
    nextBlock: 0,
    last: null,
    merged: {},
    mergedMessage: {},
    content: '',
    thinking: '',
    toolCalls: emptyAppendList(),
    images: emptyAppendList(),
    logprobs: emptyAppendList(),
  };
}

/** Keeps every field of every chunk, later ones winning, without making a new object where a chunk brings nothing new. */
export function mergeFields(merged: JsonObject, chunk: JsonObject, everyChunkHas: ReadonlySet<string>): JsonObject {
  for (const name of Object.keys(chunk)) {
    if (!(name in merged) || !everyChunkHas.has(name)) return { ...merged, ...chunk };
  }
  return merged;
}

/** The fields of all chunks, the newest winning; null before the first. */
export function mergedChunk(state: OllamaState): JsonObject | null {
  return state.last === null ? null : { ...state.merged, ...state.last };
}

/** The state without the joined texts and lists: what is needed to read on, not to show. */
export function forgetContent(state: OllamaState): OllamaState {
  const none = emptyAppendList<never>();
  return { ...state, content: '', thinking: '', toolCalls: none, images: none, logprobs: none };
}
