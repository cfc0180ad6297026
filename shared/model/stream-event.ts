/**
 * A chunk is bytes as they came off the socket; an event is one framed message found in them.
 * All offsets count bytes of the *decoded* body (content-encoding removed) from its first byte.
 */
import type { Framing } from './wire-format.ts';

/** Decoded bytes of one network chunk. `index` is that of the network chunk they came from, rising by one per chunk. */
export type DecodedChunk = {
  readonly index: number;
  /** Epoch milliseconds, fraction allowed: when the network chunk came off the socket. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
};

/**
 * Why an event is not a plain good one.
 * - `comment`: an SSE comment (`: keep-alive`), kept as an event of its own.
 * - `unterminated`: the body ended before the event's own end marker (SSE blank line, NDJSON newline).
 * - `malformed`: the framing is broken (NDJSON line that is no JSON, SSE line that cannot be a field, AWS frame whose
 *   checksum does not match).
 * - `oversized`: larger than the decoder's limit; `data` holds only the first part, the byte range is right.
 * - `invalid-utf8`: U+FFFD was put in for bytes that are no UTF-8.
 * - `undispatched`: an SSE block without any `data:` line; a browser would fire nothing for it, we list it.
 */
export type EventFlag = 'comment' | 'unterminated' | 'malformed' | 'oversized' | 'invalid-utf8' | 'undispatched';

/**
 * A header of an AWS event-stream message. 64-bit integers are decimal text, timestamps ISO 8601, bytes hexadecimal.
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export type EventHeader = {
  readonly name: string;
  readonly type: 'boolean' | 'byte' | 'short' | 'integer' | 'long' | 'bytes' | 'string' | 'timestamp' | 'uuid';
  readonly value: boolean | number | string;
};

/** One framed message of a response body. */
export type StreamEvent = {
  /** Position in the stream, from 0, without gaps (comments and malformed events count). */
  readonly index: number;
  readonly framing: Framing;
  /** SSE `event:` field, the AWS frame's `:event-type`, `:exception-type` or `:error-code`, or null. */
  readonly name: string | null;
  /** SSE data (lines joined by LF), an NDJSON line, a JSON body, a comment's text, or an AWS frame's payload. */
  readonly data: string;
  /** SSE `id:` and `retry:` of this event, where present. */
  readonly lastEventId: string | null;
  readonly retryMs: number | null;
  /** Half-open byte range [byteStart, byteEnd), from the first byte of the first line to the end of its end marker. */
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Index of the first and the last chunk that hold bytes of it; different numbers: the network split it. */
  readonly chunkStart: number;
  readonly chunkEnd: number;
  /** Epoch milliseconds of the chunk that held its first byte, and of the one that completed it. */
  readonly startedAt: number;
  readonly receivedAt: number;
  readonly flags: readonly EventFlag[];
  /** All headers of an AWS event-stream message, in wire order; other framings have none. */
  readonly headers?: readonly EventHeader[];
  /** Set on the messages of a WebSocket that the client sent: their bytes and chunks are the request's. */
  readonly from?: 'client';
  /** What kind of message of a WebSocket it is; absent where the message is text and nothing else. */
  readonly socket?: 'binary' | 'ping' | 'pong' | 'close' | 'broken';
  /** Why a `malformed` event is one, in words, where the decoder knows more than the flag says. */
  readonly fault?: string;
};
