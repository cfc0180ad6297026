/**
 * Consecutive chunks of one body, gathered until the store writes: bytes back to back, times and sizes beside them, as a
 * segment is stored. Taking a chunk costs one copy and no object, which is what makes capture cheap.
 */
import {
  maxSegmentBytes,
  type RecordedChunk,
  type Segment,
  type SegmentLease,
  segmentEntry,
} from '../storage/segment.ts';
import type { SegmentRoom, SegmentRooms } from './segment-rooms.ts';

/** Held once, by whoever took it. */
export type GatheredSegment = Segment & {
  /** Every chunk was passed on. */
  readonly isAllSent: boolean;
};

export type BodyRun = {
  /** False: `take` first, or the segment becomes too large. */
  readonly hasRoom: (sizeBytes: number) => boolean;
  /** Copies the bytes. */
  readonly add: (receivedAt: number, bytes: Uint8Array, isSent: boolean) => void;
  /** Chunks that passed without being recorded come between; `take` what is there first. */
  readonly skip: (chunks: number, sizeBytes: number) => void;
  /** What was gathered, from then on the caller's; null when there is nothing. */
  readonly take: () => GatheredSegment | null;
  /** The gathered chunks from this index on; their bytes are lent for the call. */
  readonly visit: (fromIndex: number, each: (chunk: RecordedChunk) => void) => void;
  /** Chunks of the body so far, taken and skipped ones included. */
  readonly chunkCount: () => number;
};

/** What a body that goes on is given after its first chunk; most bodies have only one. */
const nextBytes = 4096;
const nextEntries = 32;
/** Smaller ones share a piece of memory of Node's: one of its own costs more than it holds. */
const sharedBelow = 2048;

/**
 * Bodies that became no longer are in nobody's rooms: what is one small piece is kept until the end (body-digest.ts), and most
 * bodies are.
 */
const ownUpTo = 16 * 1024;

/** A run at the beginning of its body; `rooms`: where the memory of a long one comes from, and goes. */
export function createBodyRun(rooms: SegmentRooms | null = null): BodyRun {
  // Of the run that is being gathered: where it begins in the body, and how far it goes.
  let firstChunk = 0;
  let byteOffset = 0;
  let count = 0;
  let size = 0;
  let isAllSent = true;
  // Made at the first chunk, as large as the last run became: streams keep their pace, and most bodies are one chunk.
  let bytes: Uint8Array | null = null;
  /** Whose they are; null: the run's own. */
  let room: SegmentRoom | null = null;
  let chunkIndex: Uint8Array | null = null;
  let indexRoom: SegmentRoom | null = null;
  let entries: DataView | null = null;
  let usualBytes = 0;
  let usualEntries = 1;

  const roomFor = (sizeBytes: number): Uint8Array => {
    if (bytes !== null && size + sizeBytes <= bytes.length) return bytes;
    const least = size + sizeBytes;
    const wanted = bytes === null ? Math.max(usualBytes, least) : powerOfTwo(Math.max(nextBytes, least));
    const isLong = firstChunk > 0 ? wanted >= sharedBelow : least > ownUpTo;
    const nextRoom = isLong && rooms !== null ? rooms.take(wanted) : null;
    const grown = nextRoom?.bytes ?? fresh(wanted);
    if (bytes !== null) grown.set(bytes.subarray(0, size));
    room?.letGo();
    room = nextRoom;
    bytes = grown;
    return grown;
  };
  const entryRoom = (): DataView => {
    if (entries !== null && (count + 1) * segmentEntry.bytes <= entries.byteLength) return entries;
    const places = chunkIndex === null ? usualEntries : Math.max(nextEntries, count * 2);
    const wanted = places * segmentEntry.bytes;
    const nextRoom = rooms !== null && wanted >= sharedBelow ? rooms.take(wanted) : null;
    const grown = nextRoom?.bytes ?? fresh(wanted);
    if (chunkIndex !== null) grown.set(chunkIndex.subarray(0, count * segmentEntry.bytes));
    indexRoom?.letGo();
    indexRoom = nextRoom;
    chunkIndex = grown;
    entries = new DataView(grown.buffer, grown.byteOffset, grown.byteLength);
    return entries;
  };
  const beginAfter = (): void => {
    firstChunk += count;
    byteOffset += size;
    count = 0;
    size = 0;
    isAllSent = true;
    bytes = null;
    room = null;
    chunkIndex = null;
    indexRoom = null;
    entries = null;
  };

  return {
    hasRoom: (sizeBytes) => count === 0 || size + sizeBytes <= maxSegmentBytes,
    add: (receivedAt, chunk, isSent) => {
      roomFor(chunk.length).set(chunk, size);
      segmentEntry.write(entryRoom(), count, receivedAt, chunk.length, isSent);
      if (!isSent) isAllSent = false;
      size += chunk.length;
      count += 1;
    },
    skip: (chunks, sizeBytes) => {
      firstChunk += chunks;
      byteOffset += sizeBytes;
    },
    take: () => {
      if (count === 0 || bytes === null || chunkIndex === null) return null;
      const segment = {
        firstChunk,
        chunkCount: count,
        byteOffset,
        size,
        chunkIndex: chunkIndex.subarray(0, count * segmentEntry.bytes),
        bytes: bytes.subarray(0, size),
        lease: joined(room, indexRoom),
        isAllSent,
      };
      usualBytes = size;
      usualEntries = count;
      beginAfter();
      return segment;
    },
    visit: (fromIndex, each) => {
      if (bytes === null || entries === null || fromIndex >= firstChunk + count) return;
      const range = { firstChunk, chunkCount: count, byteOffset };
      segmentEntry.visit(range, entries, bytes, fromIndex, each);
    },
    chunkCount: () => firstChunk + count,
  };
}

/** Not zeroed. No `Buffer`: taking a part of one costs three times as much, and each chunk is taken. */
function fresh(sizeBytes: number): Uint8Array {
  const { buffer, byteOffset } =
    sizeBytes < sharedBelow ? Buffer.allocUnsafe(sizeBytes) : Buffer.allocUnsafeSlow(sizeBytes);
  return new Uint8Array(buffer, byteOffset, sizeBytes);
}

/** One lease for bytes and index. */
function joined(first: SegmentLease | null, second: SegmentLease | null): SegmentLease | null {
  if (first === null || second === null) return first ?? second;
  return {
    hold: () => {
      first.hold();
      second.hold();
    },
    letGo: () => {
      first.letGo();
      second.letGo();
    },
  };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}
