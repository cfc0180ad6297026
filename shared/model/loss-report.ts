/** What became of everything a stream carried: shown as a badge, in `decode` and in exports (DESIGN.md 1.5). */
import type { EventTally } from './exchange.ts';

/** A field that was on the wire and is nowhere in the rebuilt native object. */
export type DroppedField = {
  /** Path within an event, list positions as `[]`: `choices[].delta.obfuscation`. */
  readonly path: string;
  /** In how many events. */
  readonly count: number;
  readonly firstEvent: number;
};

export type TerminalDifference = {
  readonly path: string;
  /** JSON text, at most 200 characters; null: not there. */
  readonly rebuilt: string | null;
  readonly terminal: string | null;
};

/** The rebuilt object held against what the stream's last word says it should be. */
export type TerminalCheck = {
  /** The event: `response.completed`, `interaction.complete`. */
  readonly against: string;
  /** At most 20. None: equal. */
  readonly differences: readonly TerminalDifference[];
};

export type LossReport = {
  readonly events: EventTally;
  /** At most 50, by path. */
  readonly dropped: readonly DroppedField[];
  /** Null: this format's streams end without such a word, or it never came. */
  readonly terminal: TerminalCheck | null;
};
