/** What became of an imported file. */
import type { ExchangeId } from './exchange.ts';

export type ImportReport = {
  /** As the file named it. */
  readonly creator: string;
  readonly imported: readonly ExchangeId[];
  /** There already, by their id. */
  readonly skipped: number;
  /** What could not be read, in words; at most 20. */
  readonly problems: readonly string[];
};

export type ImportFailure = 'unreadable' | 'unknown-format' | 'newer-version' | 'not-stored';
