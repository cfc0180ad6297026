/** How long captures are kept, and what a rule would delete. Null: no limit. */
export type RetentionRules = {
  /** Days since an exchange started. */
  readonly maxAgeDays: number | null;
  /** Bytes of the store, the oldest go first. */
  readonly maxBytes: number | null;
  /** Exchanges, the oldest go first. */
  readonly maxCount: number | null;
};

/** Without any limit: what a new installation has. */
export const keepEverything: RetentionRules = { maxAgeDays: null, maxBytes: null, maxCount: null };

/** What rules would delete, and what there is. Pinned and running exchanges always stay. */
export type RetentionPreview = {
  readonly count: number;
  /** Estimated: what exchanges share goes with the last of them. */
  readonly sizeBytes: number;
  readonly storedCount: number;
  readonly storedBytes: number;
  readonly pinnedCount: number;
};

/** What was deleted, and how many bytes the files gave back. */
export type PruneOutcome = { readonly count: number; readonly freedBytes: number };

/** Does any limit hold? */
export function hasLimits(rules: RetentionRules): boolean {
  return rules.maxAgeDays !== null || rules.maxBytes !== null || rules.maxCount !== null;
}
