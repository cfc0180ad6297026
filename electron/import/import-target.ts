/** Where imported exchanges go: the store, in pieces, never over what is there. */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeDetail, ExchangeId, ImportMark } from '../../shared/model/exchange.ts';
import type { CaptureStorage } from '../capture/capture-storage.ts';
import { type Segment, segmentEntry } from '../storage/segment.ts';

/** The disk refused. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

export type ImportTarget = {
  readonly has: (id: ExchangeId) => boolean;
  /** The row appears at once, as interrupted if we should die before `end`. */
  readonly begin: (detail: ExchangeDetail) => void;
  readonly segment: (id: ExchangeId, direction: BodyDirection, segment: Segment) => void;
  readonly end: (detail: ExchangeDetail) => void;
  /** Writes what waits when it is much; call it between pieces. Throws NotStoredError. */
  readonly settle: () => Promise<void>;
};

const flushAtBytes = 4 * 1024 * 1024;

/** `onImported` hears of each exchange once it is whole and written. */
export function createImportTarget(
  { store, reader }: Pick<CaptureStorage, 'store' | 'reader'>,
  onImported: (detail: ExchangeDetail) => void,
): ImportTarget {
  let waitingBytes = 0;
  const flush = (): void => {
    waitingBytes = 0;
    if (!store.flush()) throw new NotStoredError('The data folder cannot be written.');
  };
  return {
    has: (id) => reader.find(id) !== null,
    begin: (detail) => store.putExchange(unended(detail)),
    segment: (id, direction, segment) => {
      store.appendSegment(id, direction, segment);
      waitingBytes += segment.size;
    },
    end: (detail) => {
      store.putExchange(detail);
      flush();
      onImported(detail);
    },
    settle: async () => {
      if (waitingBytes > flushAtBytes) flush();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function unended(detail: ExchangeDetail): ExchangeDetail {
  return { ...detail, summary: { ...detail.summary, end: null, endedAt: null }, endFacts: null };
}

/** What says where it came from. What was foreign to who wrote the file stays foreign. */
export function marked(detail: ExchangeDetail, mark: ImportMark): ExchangeDetail {
  const before = detail.start.imported;
  const imported =
    before === undefined || before.from === 'wirelens' ? mark : { ...mark, from: before.from, creator: before.creator };
  return { ...detail, summary: { ...detail.summary, imported }, start: { ...detail.start, imported } };
}

/** `chunks`: [time, size, 1 where it could not be passed on]. Null when the sizes are not those of the bytes. */
export function packSegment(
  firstChunk: number,
  byteOffset: number,
  chunks: readonly (readonly number[])[],
  bytes: Uint8Array,
): Segment | null {
  const chunkIndex = new Uint8Array(chunks.length * segmentEntry.bytes);
  const view = new DataView(chunkIndex.buffer);
  let size = 0;
  for (const [place, [receivedAt = 0, sizeBytes = 0, unsent]] of chunks.entries()) {
    if (!Number.isInteger(sizeBytes) || sizeBytes < 0) return null;
    segmentEntry.write(view, place, receivedAt, sizeBytes, unsent !== 1);
    size += sizeBytes;
  }
  if (size !== bytes.length || chunks.length === 0) return null;
  return { firstChunk, chunkCount: chunks.length, byteOffset, size, chunkIndex, bytes };
}
