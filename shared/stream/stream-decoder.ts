/** What every framing gives: bytes in, events with provenance out, at any chunk boundary (step 4 of the walk). */
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import type { Framing } from '../model/wire-format.ts';

export type StreamDecoder = {
  readonly framing: Framing;
  /** Events that this chunk completed, in order. Keeps a copy of what is unfinished; never throws. `chunk.bytes` is lent for the call. */
  readonly feed: (chunk: DecodedChunk) => readonly StreamEvent[];
  /** The body is over: what was unfinished becomes a flagged event. */
  readonly end: () => readonly StreamEvent[];
};

export type DecoderLimits = {
  /** An event larger than this is flagged `oversized` and keeps only its first 64 KiB of data. */
  readonly maxEventBytes: number;
};

export const defaultDecoderLimits: DecoderLimits = { maxEventBytes: 16 * 1024 * 1024 };

/** How much of an oversized event's data is kept. */
export const keptOversizedBytes = 64 * 1024;
