/**
 * Bytes to lines with provenance, for the line-based framings (step 4 of the walk). Finds line ends in bytes, never looks
 * at a byte twice, and keeps of an endless line only what its owner's limit allows.
 */
import type { DecodedChunk } from '../model/stream-event.ts';

/** Where a byte of the body is: its offset, its chunk, and when that came. */
export type BytePlace = { readonly offset: number; readonly chunk: number; readonly at: number };

/** One line without its end, readable until the next one. `bytes` is short of `sizeBytes` when the line was larger than `maxLineBytes` allowed. */
export type Line = {
  readonly bytes: Uint8Array;
  /** Size of the line's content on the wire. */
  readonly sizeBytes: number;
  /** Its first byte. */
  readonly start: BytePlace;
  /** `offset`: after its line end. `chunk` and `at`: those of the last byte of its line end. */
  readonly end: BytePlace;
  /** False: the body ended before the line did. */
  readonly isTerminated: boolean;
};

export type LineSplitter = {
  readonly feed: (chunk: DecodedChunk, onLine: (line: Line) => void) => void;
  readonly end: (onLine: (line: Line) => void) => void;
  /** The line before ended in a lone CR: then the LF of a CRLF does not count as part of its line's end. */
  readonly isAfterLoneReturn: () => boolean;
  /** True between two lines, with nothing kept of the one before: the owner may read the next bytes itself… */
  readonly isBetweenLines: () => boolean;
  /** …and says how many, of which chunk. They must have ended with a line end. */
  readonly skip: (chunk: DecodedChunk, sizeBytes: number) => void;
};

export type LineSplitterOptions = {
  /** `lf`: LF alone ends a line (NDJSON). `any`: CR, LF and CRLF do (SSE). */
  readonly lineEnds: 'lf' | 'any';
  /** Lines above it keep their first `keptLineBytes` only. Asked for a line that is not complete yet, with its first byte. */
  readonly maxLineBytes: (firstByte: number) => number;
  readonly keptLineBytes: number;
};

const lineFeed = 10;
const carriageReturn = 13;
const noBytes: Uint8Array = new Uint8Array(0);
/** A buffer up to this size serves the next unfinished line too: most streams split one line per chunk. */
const maxReusedBytes = 64 * 1024;
const nowhere: BytePlace = { offset: 0, chunk: 0, at: 0 };

/** A splitter for one body. Never throws; keeps copies only, of lines that a chunk left unfinished. */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  const pending = createPendingLine(options);
  /** Bytes of the body before the current chunk. */
  let chunkOffset = 0;
  /** Where the first byte of the unfinished line was; null between lines. */
  let start: BytePlace | null = null;
  /** End of what has been fed, for a last line without an end. */
  let lastPlace = nowhere;
  /**
   * Set when a chunk ended in CR and an LF may follow: the line waits for the next byte, so that its byte range does not
   * depend on where the network cut. Cleared by the next byte or the end.
   */
  let heldReturn: BytePlace | null = null;
  /** The last line end was a lone CR. A stream that ends its lines so is not made to wait for an LF that never comes. */
  let isLoneReturn = false;
  /** Set when such a stream's chunk ended in CR: should an LF follow all the same, it is the second half of that end. */
  let isLineFeedSkipped = false;

  /** Where to start reading in a chunk, after what the last chunk's final CR left open. */
  function settleReturn(chunk: DecodedChunk, onLine: (line: Line) => void): number {
    const isLineFeed = chunk.bytes[0] === lineFeed;
    const isSkipped = isLineFeedSkipped && isLineFeed;
    isLineFeedSkipped = false;
    if (heldReturn === null) return isSkipped ? 1 : 0;
    const end = isLineFeed ? placeIn(chunk, chunkOffset, 1) : heldReturn;
    heldReturn = null;
    isLoneReturn = !isLineFeed;
    finish(noBytes, end, true, onLine);
    return isLineFeed ? 1 : 0;
  }

  function finish(tail: Uint8Array, end: BytePlace, isTerminated: boolean, onLine: (line: Line) => void): void {
    const lineStart = start ?? end;
    start = null;
    const sizeBytes = pending.sizeBytes() + tail.length;
    // Written out: a spread here cost half of the decoder's time.
    onLine({ bytes: pending.take(tail), sizeBytes, start: lineStart, end, isTerminated });
  }

  /** Ends the line whose line end is at `at`; gives the position after it, or -1 when only the next chunk can tell. */
  function endLine(chunk: DecodedChunk, from: number, at: number, onLine: (line: Line) => void): number {
    const { bytes } = chunk;
    const tail = bytes.subarray(from, at);
    start ??= placeIn(chunk, chunkOffset, from);
    const isReturn = bytes[at] === carriageReturn;
    const isAtEdge = at + 1 === bytes.length;
    if (isReturn && isAtEdge && !isLoneReturn) {
      pending.hold(tail);
      heldReturn = placeIn(chunk, chunkOffset, at + 1);
      return -1;
    }
    const isPair = isReturn && bytes[at + 1] === lineFeed;
    const wasLoneReturn = isLoneReturn;
    isLineFeedSkipped = isReturn && isAtEdge;
    isLoneReturn = isReturn && (wasLoneReturn || !isPair);
    // After lone CRs an LF is skipped but not counted in, here and at a chunk's edge alike.
    finish(tail, placeIn(chunk, chunkOffset, isPair && !wasLoneReturn ? at + 2 : at + 1), true, onLine);
    return isPair ? at + 2 : at + 1;
  }

  function feed(chunk: DecodedChunk, onLine: (line: Line) => void): void {
    const { bytes } = chunk;
    if (bytes.length === 0) return;
    let position = settleReturn(chunk, onLine);
    let nextFeed = bytes.indexOf(lineFeed, position);
    let nextReturn = options.lineEnds === 'any' ? bytes.indexOf(carriageReturn, position) : -1;
    while (position !== -1 && (nextFeed !== -1 || nextReturn !== -1)) {
      const isReturnNext = nextReturn !== -1 && (nextFeed === -1 || nextReturn < nextFeed);
      position = endLine(chunk, position, isReturnNext ? nextReturn : nextFeed, onLine);
      if (nextFeed !== -1 && nextFeed < position) nextFeed = bytes.indexOf(lineFeed, position);
      if (nextReturn !== -1 && nextReturn < position) nextReturn = bytes.indexOf(carriageReturn, position);
    }
    if (position !== -1 && position < bytes.length) {
      start ??= placeIn(chunk, chunkOffset, position);
      pending.hold(bytes.subarray(position));
    }
    chunkOffset += bytes.length;
    lastPlace = { offset: chunkOffset, chunk: chunk.index, at: chunk.receivedAt };
  }

  function end(onLine: (line: Line) => void): void {
    if (heldReturn !== null) finish(noBytes, heldReturn, true, onLine);
    else if (start !== null) finish(noBytes, lastPlace, false, onLine);
    heldReturn = null;
  }
  return {
    feed,
    end,
    isBetweenLines: () => start === null && heldReturn === null && !isLineFeedSkipped,
    isAfterLoneReturn: () => isLoneReturn,
    skip: (chunk, sizeBytes) => {
      isLoneReturn = false;
      chunkOffset += sizeBytes;
      lastPlace = { offset: chunkOffset, chunk: chunk.index, at: chunk.receivedAt };
    },
  };
}

function placeIn(chunk: DecodedChunk, chunkOffset: number, position: number): BytePlace {
  return { offset: chunkOffset + position, chunk: chunk.index, at: chunk.receivedAt };
}

type PendingLine = {
  readonly hold: (bytes: Uint8Array) => void;
  /** Held so far, on the wire. */
  readonly sizeBytes: () => number;
  /** The held bytes and `tail` as one line's content, cut if above the limit; nothing is held afterwards. */
  readonly take: (tail: Uint8Array) => Uint8Array;
};

/**
 * The unfinished line, in a buffer that doubles: a 64 MB line in 16 KB chunks costs each byte one or two copies, and a
 * line sent byte by byte does not hold on to a thousand chunks. Above the limit only the first bytes stay.
 */
function createPendingLine(options: LineSplitterOptions): PendingLine {
  let buffer = noBytes;
  let keptBytes = 0;
  let sizeBytes = 0;
  let isCutShort = false;

  function hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    sizeBytes += bytes.length;
    if (isCutShort) return;
    if (buffer.length < sizeBytes) buffer = grownCopy(buffer, keptBytes, Math.max(sizeBytes, 2 * buffer.length, 256));
    buffer.set(bytes, keptBytes);
    keptBytes = sizeBytes;
    if (sizeBytes <= options.maxLineBytes(buffer[0] as number)) return;
    isCutShort = true;
    keptBytes = Math.min(keptBytes, options.keptLineBytes);
    buffer = grownCopy(buffer, keptBytes, keptBytes);
  }

  function take(tail: Uint8Array): Uint8Array {
    if (sizeBytes === 0) {
      const isWithin = tail.length === 0 || tail.length <= options.maxLineBytes(tail[0] as number);
      return isWithin ? tail : tail.subarray(0, options.keptLineBytes);
    }
    hold(tail);
    const line = buffer.subarray(0, keptBytes);
    if (buffer.length > maxReusedBytes) buffer = noBytes;
    keptBytes = 0;
    sizeBytes = 0;
    isCutShort = false;
    return line;
  }
  return { hold, sizeBytes: () => sizeBytes, take };
}

function grownCopy(bytes: Uint8Array, length: number, capacity: number): Uint8Array {
  const copy = new Uint8Array(capacity);
  copy.set(bytes.subarray(0, length));
  return copy;
}
