/** Two exchanges side by side: what differs between their requests, answers, headers, times and figures. */
import type { ExchangeSummary } from './exchange.ts';

/** A stretch of a text: in both, only in the first, only in the second. In order, they give either text. */
export type TextStretch = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** One message, tool, parameter, block or header of either, or of both. */
export type ComparedEntry = {
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  /** What it is: `user`, `bash`, `temperature`, `Content-Type`. */
  readonly name: string;
  /** Where it stands in the second request, else in the first: `messages[3]`; null outside of requests. */
  readonly path: string | null;
  /** Of a same one only the beginning; null where it does not exist. At most `maxComparedText` characters. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of a changed one. */
  readonly stretches: readonly TextStretch[] | null;
};

export type ComparisonPart =
  | 'system'
  | 'messages'
  | 'tools'
  | 'parameters'
  | 'completion'
  | 'request-headers'
  | 'response-headers'
  | 'facts';

export type ComparedPart = {
  readonly part: ComparisonPart;
  readonly entries: readonly ComparedEntry[];
  /** Entries that are not the same. */
  readonly differenceCount: number;
};

/** A figure of both; null: not known. */
export type ComparedFigure = {
  readonly name: string;
  readonly unit: 'ms' | 'tokens' | 'per-second' | 'usd' | 'bytes';
  readonly before: number | null;
  readonly after: number | null;
};

export type ExchangeComparison = {
  readonly before: ExchangeSummary;
  readonly after: ExchangeSummary;
  /** Parts that neither has are left out. */
  readonly parts: readonly ComparedPart[];
  readonly timing: readonly ComparedFigure[];
  /** Tokens, and what they cost. */
  readonly usage: readonly ComparedFigure[];
};
