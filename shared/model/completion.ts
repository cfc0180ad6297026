/** What the model produced in one exchange, folded from deltas, with the events that made each piece. */
import type { BlockKind, Citation, FinishReason, ProviderError } from './delta.ts';
import type { PieceList } from './piece-list.ts';
import type { Usage } from './usage.ts';

/** One block: a run of text, a tool call, a reasoning passage… */
export type Block = {
  readonly choice: number;
  /** Unique within its choice. */
  readonly key: string;
  readonly kind: BlockKind;
  /** Text so far. Tool call: the JSON text of the arguments. Image, audio: base64 data. */
  readonly text: string;
  readonly name: string | null;
  readonly toolCallId: string | null;
  readonly isProviderExecuted: boolean;
  readonly signature: string | null;
  readonly mediaType: string | null;
  readonly citations: readonly Citation[];
  /** The block as on the wire, where it is no text (`tool-result`, `other`). */
  readonly native: unknown;
  readonly isOpen: boolean;
  /** Which event wrote which characters of `text`. */
  readonly pieces: PieceList;
  /** Events that opened it and that last touched it. */
  readonly firstEvent: number;
  readonly lastEvent: number;
};

export type Choice = {
  readonly index: number;
  /** In order of appearance. */
  readonly blocks: readonly Block[];
  readonly finishReason: FinishReason | null;
  readonly rawFinishReason: string | null;
};

export type Completion = {
  readonly id: string | null;
  readonly model: string | null;
  /** Ordered by index. */
  readonly choices: readonly Choice[];
  readonly usage: Usage;
  readonly error: ProviderError | null;
  /** The format's own end was seen (message_stop, [DONE], done: true). */
  readonly isEnded: boolean;
};

/** The completion as DESIGN.md section 4 prints it: plain data, same shape for every format. */
export type CompletionObject = {
  readonly id: string | null;
  readonly model: string | null;
  readonly choices: readonly {
    readonly index: number;
    readonly text: string;
    readonly reasoning: string;
    readonly refusal: string | null;
    readonly toolCalls: readonly { readonly id: string | null; readonly name: string; readonly input: unknown }[];
    readonly finishReason: string | null;
  }[];
  readonly usage: Usage;
};
