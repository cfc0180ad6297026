/** What an exchange was rebuilt to, as text, and what that could not use. */
import type { Problem } from './event-record.ts';
import type { LossReport } from './loss-report.ts';

export type RebuiltObjects = {
  readonly native: string;
  readonly completion: string;
  readonly loss: LossReport | null;
  /** Everything that reading all of it found; what a live stream was told by and by lacks the format's rules. */
  readonly problems: readonly Problem[];
};
