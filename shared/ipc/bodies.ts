/** Bodies as the window asks for them: a range of bytes, and the chunks that they came in. */
import type { ExchangeId } from '../model/exchange.ts';

export type BodyDirection = 'request' | 'response' | 'injected';

export type BodyRequest = {
  readonly id: ExchangeId;
  readonly direction: BodyDirection;
  /** True: content-encoding removed (offsets of events); false: as on the wire. */
  readonly isDecoded: boolean;
  readonly start: number;
  /** Exclusive; at most start + 4 MiB are returned. */
  readonly end: number;
};

export type BodySlice = { readonly bytes: Uint8Array; readonly totalBytes: number };

export type ChunkInfo = {
  readonly index: number;
  readonly receivedAt: number;
  /** Wire bytes, offset within the body as received. */
  readonly offset: number;
  readonly sizeBytes: number;
};

/** A chunk of the network, and what it holds once the content-encoding is undone. */
export type WireChunk = ChunkInfo & {
  /** Offset in what events count in. */
  readonly decodedOffset: number;
  /** 0 where an encoding held it back: it comes with a later chunk. */
  readonly decodedBytes: number;
  /** The border before it cuts a character of UTF-8 in two. */
  readonly isInsideCharacter: boolean;
};
