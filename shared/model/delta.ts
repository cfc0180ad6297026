/** One step of a completion in our vocabulary. Adapters turn events into deltas, the accumulator folds deltas into a completion. */
import type { UsageReport } from './usage.ts';

/** What a block of a completion holds. `other` keeps a block that has no closer word, verbatim in `native`. */
export type BlockKind = 'text' | 'reasoning' | 'refusal' | 'tool-call' | 'tool-result' | 'image' | 'audio' | 'other';

/** A source that the model cites for (part of) a text block. */
export type Citation = {
  readonly title: string | null;
  readonly url: string | null;
  readonly quote: string | null;
  /** The citation as it was on the wire. */
  readonly native: unknown;
};

/** An error told by the provider, as a status answer or in the middle of a stream. */
export type ProviderError = {
  /** The provider's own type or code (`rate_limit_error`, `context_length_exceeded`), null where it gives none. */
  readonly type: string | null;
  readonly message: string;
  readonly status: number | null;
  readonly requestId: string | null;
  /** Seconds to wait as told by `retry-after` or the body. */
  readonly retryAfterSeconds: number | null;
};

/** Our finish reasons; the provider's word is kept beside it. */
export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'refusal'
  | 'pause'
  | 'error'
  | 'other';

/**
 * Deltas in the order they happen. `choice` is the provider's choice index (0 where it has none). `block` names a block
 * within its choice: any string that is stable for the block's life ("0", "tool:2"), chosen by the adapter.
 * A `*-delta` for a block that never started is legal: the accumulator opens it with the delta's natural kind.
 */
export type Delta =
  | { readonly type: 'response-start'; readonly id?: string; readonly model?: string }
  | {
      readonly type: 'block-start';
      readonly choice: number;
      readonly block: string;
      readonly kind: BlockKind;
      /** Tool name, for tool calls and results. */
      readonly name?: string;
      /** The provider's id of the tool call. */
      readonly toolCallId?: string;
      /** True when the provider runs the tool itself (web search, code execution). */
      readonly isProviderExecuted?: boolean;
    }
  | { readonly type: 'text-delta'; readonly choice: number; readonly block: string; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly choice: number; readonly block: string; readonly text: string }
  | { readonly type: 'refusal-delta'; readonly choice: number; readonly block: string; readonly text: string }
  /** A piece of the JSON text of a tool call's arguments. */
  | { readonly type: 'tool-input-delta'; readonly choice: number; readonly block: string; readonly text: string }
  /** Late facts about a tool call: some vendors send name or id after the first piece. */
  | {
      readonly type: 'block-patch';
      readonly choice: number;
      readonly block: string;
      readonly name?: string;
      readonly toolCallId?: string;
      readonly signature?: string;
      /** Media type and base64 data of an image or audio block. */
      readonly mediaType?: string;
      /** The block as it is on the wire, for `tool-result` and `other`. */
      readonly native?: unknown;
    }
  /** A piece of base64 data of an image or audio block. */
  | { readonly type: 'data-delta'; readonly choice: number; readonly block: string; readonly text: string }
  | { readonly type: 'citation'; readonly choice: number; readonly block: string; readonly citation: Citation }
  | { readonly type: 'block-end'; readonly choice: number; readonly block: string }
  | {
      readonly type: 'choice-end';
      readonly choice: number;
      readonly finishReason: FinishReason;
      /** The provider's word, verbatim. */
      readonly rawFinishReason: string;
    }
  /** Counts replace earlier counts of the same name (providers report running totals). */
  | { readonly type: 'usage'; readonly usage: UsageReport }
  | { readonly type: 'response-error'; readonly error: ProviderError }
  | { readonly type: 'response-end' };
