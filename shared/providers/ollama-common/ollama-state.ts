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
  /** Every field of every chunk, later ones winning: unknown fields stay. Null before the first chunk. */
  readonly merged: JsonObject | null;
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
    merged: null,
    mergedMessage: {},
    content: '',
    thinking: '',
    toolCalls: emptyAppendList(),
    images: emptyAppendList(),
    logprobs: emptyAppendList(),
  };
}
