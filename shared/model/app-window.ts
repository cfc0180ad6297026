/** The windows of the app: what each is there for, and what it shows. */
import type { ExchangeId } from './exchange.ts';

/** An exchange, or one event of it (by its index). */
export type ExchangePlace = { readonly id: ExchangeId; readonly event: number | null };

/** `main`: list and exchange; `exchange`: one exchange without a list; `detail`: what is chosen in the list of a main window. */
export type WindowKind = 'main' | 'exchange' | 'detail';

/** What a window is there for. */
export type WindowRole = {
  readonly kind: WindowKind;
  /** Its name beyond its life: place, zoom and layout are remembered under it. */
  readonly slot: string;
  /** What it opens with; null: nothing. */
  readonly shows: ExchangePlace | null;
};

/** The slot of the first main window. */
export const firstSlot = 'main';
