/** What the user put onto exchanges, and which rows are picked together. */
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeMark } from '../../shared/model/mark.ts';

export type MarksSlice = {
  readonly marks: ReadonlyMap<ExchangeId, ExchangeMark>;
  /** Rows picked together (with Shift, Ctrl); empty: only the open one is meant. */
  readonly picked: ReadonlySet<ExchangeId>;
  /** Whose note is being written; empty: nobody's. */
  readonly notedIds: readonly ExchangeId[];
};

export const initialMarksSlice: MarksSlice = { marks: new Map(), picked: new Set(), notedIds: [] };
