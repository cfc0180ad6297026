/** Named captures: sessions that exchanges are recorded into. */
import type { ExchangeId } from './exchange.ts';

/** A named capture as lists show it. */
export type CaptureSummary = {
  /** Stays the same when it is renamed. */
  readonly number: number;
  readonly name: string;
  readonly begunAt: number;
  readonly exchangeCount: number;
  /** Of the bodies, as they were sent and received. */
  readonly sizeBytes: number;
  /** Start of its earliest exchange; null: nothing was recorded into it yet. */
  readonly firstAt: number | null;
  /** Start of its latest exchange. */
  readonly lastAt: number | null;
};

/** What can be done to a capture. `delete` takes its ended exchanges along, `forget` only the name. */
export type CaptureChange =
  | { readonly kind: 'rename'; readonly name: string; readonly next: string }
  | { readonly kind: 'merge'; readonly name: string; readonly into: string }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'forget'; readonly name: string }
  /** Puts exchanges into `name`, which may be new; null takes them out of any. */
  | { readonly kind: 'assign'; readonly name: string | null; readonly ids: readonly ExchangeId[] };

/** What is recorded into, since when (epoch ms): exchanges that began since then belong to it. */
export type RecordedCapture = { readonly name: string; readonly since: number };

/** The captures, the one begun first ahead, and the one that new exchanges go into. */
export type CapturesState = {
  readonly captures: readonly CaptureSummary[];
  readonly recorded: RecordedCapture | null;
};
