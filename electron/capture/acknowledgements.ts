/** Batches that the worker has taken apart: told to the proxy's thread together, with their room, since each message wakes it. */
import { type BatchSpace, buffersOf } from './batch-space.ts';
import type { FromCaptureWorker } from './capture-messages.ts';
import type { PackedBatch } from './packed-batch.ts';

export type Acknowledgements = {
  readonly took: (batch: PackedBatch) => void;
  /** Tells of all since the last time. */
  readonly send: () => void;
};

export function createAcknowledgements(
  report: (message: FromCaptureWorker, transfer?: ArrayBuffer[]) => void,
): Acknowledgements {
  let spaces: BatchSpace[] = [];
  let weight = 0;
  return {
    took: (batch) => {
      spaces.push({ bytes: batch.bytes, records: batch.records });
      weight += batch.weight;
    },
    send: () => {
      if (weight === 0) return;
      report({ kind: 'taken', weight, spaces }, spaces.flatMap(buffersOf));
      weight = 0;
      spaces = [];
    },
  };
}
