/** Full-text search: what is asked and what is found. */
import type { Place } from './conversation.ts';
import type { ExchangeId } from './exchange.ts';

/** Exchanges in which some words stand, for each of the texts that were asked for. */
export type SearchAnswer = {
  readonly hits: readonly TextHit[];
  /** Ended exchanges that are not indexed yet: they may hold the words too. */
  readonly pendingCount: number;
};

export type TextHit = {
  /** As asked. */
  readonly text: string;
  /** Newest first. */
  readonly ids: readonly ExchangeId[];
  /** False: there are more, older ones. */
  readonly isComplete: boolean;
};

/** The words around a hit. */
export type Snippet = { readonly before: string; readonly match: string; readonly after: string };

/** A hit within one exchange, in the order in which the exchange is read. */
export type SearchHit = {
  readonly place: Place;
  /** What the piece is, in a word or two: `user`, `tool result`, `Bash`, `response header`. */
  readonly label: string;
  readonly snippet: Snippet;
  /** How often the words stand in the piece. */
  readonly count: number;
};
