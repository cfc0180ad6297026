/** What the user put onto an exchange: a colour, a note, a pin. Never on the wire, never in an export. */
import type { ExchangeId } from './exchange.ts';

/** Names of hues that mean nothing else in the window's rows. */
export const markColors = ['blue', 'violet', 'teal', 'green', 'grey'] as const;
export type MarkColor = (typeof markColors)[number];

export type ExchangeMark = {
  readonly id: ExchangeId;
  readonly color: MarkColor | null;
  /** Empty: none. */
  readonly note: string;
  /** Stays at the top of the list, and survives a clear. */
  readonly isPinned: boolean;
};

/** What a change leaves out stays as it is. */
export type MarkChange = Partial<Omit<ExchangeMark, 'id'>>;
