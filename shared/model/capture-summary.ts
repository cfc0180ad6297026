/** Named captures: sessions that exchanges are recorded into. */

/** A named capture as lists show it. */
export type CaptureSummary = {
  readonly name: string;
  readonly begunAt: number;
  readonly exchangeCount: number;
  /** Null: nothing was recorded into it yet. */
  readonly lastAt: number | null;
};

/** What can be done to a capture. `delete` takes its ended exchanges along, `forget` only the name. */
export type CaptureChange =
  | { readonly kind: 'rename'; readonly name: string; readonly next: string }
  | { readonly kind: 'merge'; readonly name: string; readonly into: string }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'forget'; readonly name: string };
