/** Two exchanges side by side in place of the sheet, or the wait for the second of them to be picked in the list. */
import type { ExchangeId } from '../../shared/model/exchange.ts';

export type CompareSlice = {
  /** The first of the two, while the list is asked for the other. */
  readonly pickingFor: ExchangeId | null;
  /** In the order of time unless the user swapped them. */
  readonly compared: { readonly before: ExchangeId; readonly after: ExchangeId } | null;
};

export const initialCompareSlice: CompareSlice = { pickingFor: null, compared: null };
