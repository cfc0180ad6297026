/** One event as the window, the CLI and exports get it: where it stands, what it did, and the deltas it made. Never its bytes. */
import type { Delta } from './delta.ts';
import type { ProblemKind } from './finding.ts';
import type { EventFlag } from './stream-event.ts';

/** What became of an event in the rebuilt completion (DESIGN.md 1.5). */
export type EventOutcome = 'used' | 'ignored' | 'unknown' | 'malformed';

export type EventRecord = {
  readonly index: number;
  /** Epoch ms at which the event was complete. */
  readonly receivedAt: number;
  /** The wire's own name for what it is: `content_block_delta` -> `text_delta`, `chat.completion.chunk`, `done`. Short. */
  readonly type: string;
  /** One line: what it did. At most 200 characters, white space kept (the log draws it). */
  readonly reading: string;
  /** `wirelens`: we wrote it. `client`: a message of a WebSocket; its bytes and chunks are those of the request's direction. */
  readonly origin: 'upstream' | 'wirelens' | 'client';
  readonly outcome: EventOutcome;
  readonly flags: readonly EventFlag[];
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly chunkStart: number;
  readonly chunkEnd: number;
  readonly deltas: readonly Delta[];
};

/** Something the decoder noticed: never fatal, always shown. */
export type Problem = {
  /** What it is called and what clients make of it: `findingKinds`. */
  readonly kind: ProblemKind;
  readonly message: string;
  /** The event that shows it; null when it is about the stream as a whole. */
  readonly eventIndex: number | null;
};
