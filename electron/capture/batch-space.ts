/**
 * The buffers that batches are packed into, going round: the proxy's thread to the worker and back again once it has taken
 * them apart. A buffer that is dropped instead waits for a full garbage collection, and 60 MB of them had gathered by then.
 */
import { recordLength } from './packed-batch.ts';

/** Room for one batch: body bytes, and the numbers that say whose they are. */
export type BatchSpace = { readonly bytes: ArrayBuffer; readonly records: Float64Array };

/** What is handed over with it. */
export function buffersOf({ bytes, records }: BatchSpace): readonly ArrayBuffer[] {
  return [bytes, records.buffer as ArrayBuffer];
}

export type SpacePool = {
  /** Room for at least this much, used before or fresh. */
  readonly take: (sizeBytes: number, recordCount: number) => BatchSpace;
  /** Room that nobody reads any more. */
  readonly giveBack: (space: BatchSpace) => void;
  /** What is too much to keep, to be sent away with the next batch: the worker looks for garbage, the proxy's thread has better to do. */
  readonly takeSpent: () => readonly BatchSpace[];
};

/** Idle proxies turn over the small ones, streams the large ones. */
const sizes = [
  { bytes: 16 * 1024, records: 256, kept: 32 },
  { bytes: 256 * 1024, records: 2048, kept: 16 },
] as const;

/** What fits into one batch, unless a single chunk is larger. */
export const usualBatchBytes = 256 * 1024;

/** An empty pool. Holds about 6 MB at most. */
export function createSpacePool(): SpacePool {
  const free: BatchSpace[][] = sizes.map(() => []);
  let spent: BatchSpace[] = [];
  return {
    take: (sizeBytes, recordCount) => {
      const kind = sizes.findIndex(({ bytes, records }) => sizeBytes <= bytes && recordCount <= records);
      const size = sizes[kind] ?? { bytes: Math.max(sizeBytes, usualBatchBytes), records: 2048 };
      return (
        free[kind]?.pop() ?? {
          bytes: Buffer.allocUnsafeSlow(size.bytes).buffer as ArrayBuffer,
          // Not zeroed either: most of it is never used.
          records: new Float64Array(Buffer.allocUnsafeSlow(size.records * recordLength * 8).buffer),
        }
      );
    },
    giveBack: (space) => {
      const kind = sizes.findIndex(({ bytes }) => bytes === space.bytes.byteLength);
      const kept = sizes[kind]?.kept ?? 0;
      const spaces = free[kind];
      if (spaces !== undefined && spaces.length < kept) spaces.push(space);
      else spent.push(space);
    },
    takeSpent: () => {
      if (spent.length === 0) return spent;
      const taken = spent;
      spent = [];
      return taken;
    },
  };
}
