/** A segment: consecutive chunks of one body in one row, their times and sizes packed beside the bytes. Pure. */
import type { BodyDirection } from '../../shared/ipc/contract.ts';

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

/** A segment's row without its place. */
export type Segment = {
  readonly firstChunk: number;
  readonly chunkCount: number;
  readonly byteOffset: number;
  readonly size: number;
  readonly chunkIndex: Uint8Array;
  readonly bytes: Uint8Array;
};

/** What the chunk index alone tells. */
export type ChunkFacts = Omit<RecordedChunk, 'bytes'> & { readonly sizeBytes: number };

const entryBytes = 16;
const unsentFlag = 1;
/** One row holds at most this many bytes, unless a single chunk is larger. */
const maxSegmentBytes = 1024 * 1024;

/** The number a direction is stored as. */
export function directionCode(direction: BodyDirection): number {
  return { request: 0, response: 1, injected: 2 }[direction];
}

/** Chunks of one body, in order, as segments: cut at holes and at the size limit. */
export function packSegments(chunks: readonly RecordedChunk[]): readonly Segment[] {
  const segments: Segment[] = [];
  let run: RecordedChunk[] = [];
  let size = 0;
  for (const chunk of chunks) {
    const previous = run.at(-1);
    const isNext = previous === undefined || isFollowing(previous, chunk);
    if (previous !== undefined && (!isNext || size + chunk.bytes.length > maxSegmentBytes)) {
      segments.push(packRun(run, size));
      run = [];
      size = 0;
    }
    run.push(chunk);
    size += chunk.bytes.length;
  }
  if (run.length > 0) segments.push(packRun(run, size));
  return segments;
}

/** The chunk facts of a stored segment, in order. */
export function unpackFacts(segment: Pick<Segment, 'firstChunk' | 'byteOffset' | 'chunkIndex'>): readonly ChunkFacts[] {
  const { chunkIndex } = segment;
  const view = new DataView(chunkIndex.buffer, chunkIndex.byteOffset, chunkIndex.byteLength);
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

/** The chunks of a stored segment; their bytes are views of the segment's. */
export function unpackChunks(segment: Segment): readonly RecordedChunk[] {
  return unpackFacts(segment).map(({ index, receivedAt, offset, sizeBytes, isSent }) => {
    const start = offset - segment.byteOffset;
    return { index, receivedAt, offset, isSent, bytes: segment.bytes.subarray(start, start + sizeBytes) };
  });
}

function isFollowing(previous: RecordedChunk, chunk: RecordedChunk): boolean {
  return chunk.index === previous.index + 1 && chunk.offset === previous.offset + previous.bytes.length;
}

function packRun(run: readonly RecordedChunk[], size: number): Segment {
  const first = run[0] as RecordedChunk;
  const chunkIndex = new Uint8Array(run.length * entryBytes);
  const view = new DataView(chunkIndex.buffer);
  const bytes = run.length === 1 ? first.bytes : new Uint8Array(size);
  let offset = 0;
  run.forEach((chunk, position) => {
    const at = position * entryBytes;
    view.setFloat64(at, chunk.receivedAt, true);
    view.setUint32(at + 8, chunk.bytes.length, true);
    view.setUint32(at + 12, chunk.isSent ? 0 : unsentFlag, true);
    if (run.length > 1) bytes.set(chunk.bytes, offset);
    offset += chunk.bytes.length;
  });
  return { firstChunk: first.index, chunkCount: run.length, byteOffset: first.offset, size, chunkIndex, bytes };
}
