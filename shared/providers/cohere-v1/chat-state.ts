/** What a stream of Cohere's first chat API has said so far, until its last event says all of it again. */
import { type AppendList, emptyAppendList } from '../append-list.ts';
import type { JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';

export type CohereV1State = {
  readonly facts: ErrorFacts;
  /** The whole answer: the body, or `response` of stream-end; null before. */
  readonly response: JsonObject | null;
  readonly isStarted: boolean;
  readonly generationId: string | null;
  /** A rope, for the answer of a stream that was cut. */
  readonly text: string;
  readonly citations: AppendList<JsonObject>;
  /** The documents that citations name by id. */
  readonly documents: readonly JsonObject[];
  /** How many tool calls came in pieces: their event of the whole only repeats them. */
  readonly streamedCalls: number;
  readonly isEnded: boolean;
  readonly hasError: boolean;
};

/** Before the first event. */
export function emptyState(facts: ErrorFacts): CohereV1State {
  return {
    facts,
    response: null,
    isStarted: false,
    generationId: null,
    text: '',
    citations: emptyAppendList(),
    documents: [],
    streamedCalls: 0,
    isEnded: false,
    hasError: false,
  };
}
