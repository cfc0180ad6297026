/** What a generator of odd streams gives. */
import type { OddEvent } from './odd-framing.ts';

/** One choice in the terms of our completion: what the generator made the stream say. */
export type SaidChoice = {
  readonly index: number;
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string | null;
  readonly toolCalls: readonly { readonly id: string | null; readonly name: string; readonly input: unknown }[];
  readonly finishReason: string;
};

/** `said` is null where the stream may be cut, or says what only its own object can show. */
export type OddStream = { readonly events: readonly OddEvent[]; readonly said: readonly SaidChoice[] | null };
