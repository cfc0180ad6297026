/** A segment: consecutive chunks of one body in one row, their times and sizes packed beside the bytes. Pure. */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';

/** One chunk as capture got it. */
export type RecordedChunk = {
  readonly index: number;
  readonly receivedAt: number;
  /** Offset within the body as received. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** False: it could not be passed on (client gone). */
  readonly isSent: boolean;
};

/** Bytes that go round: whoever keeps them beyond a call holds them, and lets them go as often. */
export type SegmentLease = {
  readonly hold: () => void;
  /** When nobody holds them any more, others write to them. */
  readonly letGo: () => void;
};

/** A segment's row without its place. */
export type Segment = {
  readonly firstChunk: number;
  readonly chunkCount: number;
  readonly byteOffset: number;
  readonly size: number;
  readonly chunkIndex: Uint8Array;
  readonly bytes: Uint8Array;
  /** Of both; none: nobody else will write to them. */
  readonly lease?: SegmentLease | null;
};

/** Held no more. */
export function letGoOf(segments: Iterable<Segment>): void {
  for (const { lease } of segments) lease?.letGo();
}

/** What the chunk index alone tells. */
export type ChunkFacts = Omit<RecordedChunk, 'bytes'> & { readonly sizeBytes: number };

/** One row holds at most this many bytes, unless a single chunk is larger. */
export const maxSegmentBytes = 1024 * 1024;

const entryBytes = 16;
const unsentFlag = 1;

/** Little-endian: receivedAt as float64, size as uint32, flags as uint32. */
export const segmentEntry = {
  bytes: entryBytes,
  /** Writes the entry of the run's chunk number `place`. */
  write: (view: DataView, place: number, receivedAt: number, sizeBytes: number, isSent: boolean): void => {
    const at = place * entryBytes;
    view.setFloat64(at, receivedAt, true);
    view.setUint32(at + 8, sizeBytes, true);
    view.setUint32(at + 12, isSent ? 0 : unsentFlag, true);
  },
  /** The chunks from index `from` on; their bytes are views of `bytes`. */
  visit: (
    range: Pick<Segment, 'firstChunk' | 'chunkCount' | 'byteOffset'>,
    view: DataView,
    bytes: Uint8Array,
    from: number,
    each: (chunk: RecordedChunk) => void,
  ): void => {
    let start = 0;
    for (let place = 0; place < range.chunkCount; place += 1) {
      const at = place * entryBytes;
      const end = start + view.getUint32(at + 8, true);
      const index = range.firstChunk + place;
      if (index >= from) {
        each({
          index,
          receivedAt: view.getFloat64(at, true),
          offset: range.byteOffset + start,
          bytes: bytes.subarray(start, end),
          isSent: (view.getUint32(at + 12, true) & unsentFlag) === 0,
        });
      }
      start = end;
    }
  },
} as const;

const directionCodes: Readonly<Record<BodyDirection, number>> = { request: 0, response: 1, injected: 2 };

/** The number a direction is stored as. */
export function directionCode(direction: BodyDirection): number {
  return directionCodes[direction];
}

/** The chunk facts of a stored segment, in order. */
export function unpackFacts(segment: Pick<Segment, 'firstChunk' | 'byteOffset' | 'chunkIndex'>): readonly ChunkFacts[] {
  const { chunkIndex } = segment;
  const view = viewOf(chunkIndex);
  const facts: ChunkFacts[] = [];
  let offset = segment.byteOffset;
  for (let at = 0; at + entryBytes <= chunkIndex.byteLength; at += entryBytes) {
    const sizeBytes = view.getUint32(at + 8, true);
    facts.push({
      index: segment.firstChunk + at / entryBytes,
      receivedAt: view.getFloat64(at, true),
      offset,
      sizeBytes,
      isSent: (view.getUint32(at + 12, true) & unsentFlag) === 0,
    });
    offset += sizeBytes;
  }
  return facts;
}

/** The chunks of a segment from index `from` on; their bytes are views of the segment's. */
export function visitChunks(segment: Segment, from: number, each: (chunk: RecordedChunk) => void): void {
  segmentEntry.visit(segment, viewOf(segment.chunkIndex), segment.bytes, from, each);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
