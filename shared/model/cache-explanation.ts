/** Why the prompt cache of a provider did, or did not, serve a request, compared with the one before it. */
import type { ExchangeId } from './exchange.ts';

export type PrefixDifference = {
  /** JSON path in the request's body, e.g. `messages[4].content[0].text`. */
  readonly path: string;
  /** Index of the first character that differs, where it is a text; else null. */
  readonly character: number | null;
  /** The place in the earlier and in this request, a few dozen characters each side. Null: there is nothing. */
  readonly before: DifferenceExcerpt | null;
  readonly after: DifferenceExcerpt | null;
};

/** `lead` is common to both; `rest` begins with what differs. */
export type DifferenceExcerpt = { readonly lead: string; readonly rest: string };

export type CacheMarker = {
  readonly path: string;
  /** Milliseconds that an entry lives after its last use. */
  readonly timeToLiveMs: number;
};

export type CacheVerdict =
  /** The provider reported nothing about its cache. */
  | 'not-reported'
  /** Nothing could have been in the cache yet. */
  | 'nothing-cached'
  | 'hit'
  /** The prefix changed at `difference`, or a parameter in `causes` did. */
  | 'missed-changed'
  /** The entry had outlived its time. */
  | 'missed-expired'
  /** The prefix is the same and young; the provider let the entry go, or asked another machine. */
  | 'missed-unexplained';

export type CacheExplanation = {
  readonly id: ExchangeId;
  readonly previousId: ExchangeId;
  readonly verdict: CacheVerdict;
  /** The first place where the prefix differs, in the order in which the provider reads it; null: this request only goes on. */
  readonly difference: PrefixDifference | null;
  /** Other changes that make a provider start anew, in words: `the model changed from … to …`. */
  readonly causes: readonly string[];
  readonly markers: readonly CacheMarker[];
  /** As reported; null where not reported. */
  readonly readTokens: number | null;
  readonly writtenTokens: number | null;
  readonly inputTokens: number | null;
  /** What the request before left in the cache and this one did not read. */
  readonly missedTokens: number;
  /** US dollars more than a hit would have cost; null where the price is not known. */
  readonly missCostUsd: number | null;
  /** Between the two requests. */
  readonly gapMs: number;
  /** Epoch ms until which this request's own entry lives; null where the time to live is not known. */
  readonly livesUntil: number | null;
};
