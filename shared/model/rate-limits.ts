/** Rate limits as an upstream's response headers told them, in one shape for all vendors. */

export type RateGauge = {
  /** What is limited: `requests`, `input tokens`, `5h`; windows as the vendor names them. */
  readonly name: string;
  /** Null: not told. */
  readonly limit: number | null;
  readonly remaining: number | null;
  /** 0 to 1; null where neither a part nor both counts were told. */
  readonly usedPart: number | null;
  /** Epoch ms at which it is full again. */
  readonly resetsAt: number | null;
  /** The vendor's own word on it, e.g. `allowed_warning`. */
  readonly status: string | null;
};

export type RateLimits = {
  readonly gauges: readonly RateGauge[];
  /** How long the upstream asked to wait, ms; null: it did not. */
  readonly retryAfterMs: number | null;
};

/** One limit as the last responses of an upstream told it, oldest first. */
export type RateHistory = {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly usedPart: number }[];
};
