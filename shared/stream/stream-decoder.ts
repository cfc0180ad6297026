/** What every framing gives: bytes in, events with provenance out, at any chunk boundary (step 4 of the walk). */
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import type { Framing } from '../model/wire-format.ts';

export type StreamDecoder = {
  readonly framing: Framing;
  /** Events that this chunk completed, in order. Keeps a copy of what is unfinished; never throws. `chunk.bytes` is lent for the call. */
  readonly feed: (chunk: DecodedChunk) => readonly StreamEvent[];
  /** The body is over: what was unfinished becomes a flagged event. */
  readonly end: () => readonly StreamEvent[];
  /** For framings whose events can be known by their bytes alone. */
  readonly turns?: DecoderTurns;
};

/** What a reader needs that takes events out of a chunk itself and leaves the others to the decoder. */
export type DecoderTurns = {
  /** Nothing is unfinished: the next byte begins an event. */
  readonly isBetweenEvents: () => boolean;
  /** The first bytes of a chunk hold `events` whole events, and were read. */
  readonly skip: (chunk: DecodedChunk, sizeBytes: number, events: number) => void;
  /** A position up to which a chunk can be fed from `from` on without cutting an event in two. */
  readonly firstEnd: (bytes: Uint8Array, from: number) => number;
  /** Reads the event at `position` where it is framed in the plainest way; null: it must be fed. `hasReturn`: the chunk holds a CR. */
  readonly next?: (chunk: DecodedChunk, position: number, hasReturn: boolean) => StreamEvent | null;
};

export type DecoderLimits = {
  /** An event larger than this is flagged `oversized` and keeps only its first 64 KiB of data. */
  readonly maxEventBytes: number;
};

export const defaultDecoderLimits: DecoderLimits = { maxEventBytes: 16 * 1024 * 1024 };

/** How much of an oversized event's data is kept. */
export const keptOversizedBytes = 64 * 1024;
