/**
 * What travels from the proxy's thread to the capture worker: one buffer of body bytes back to back, one list of numbers
 * that says whose they are, and the rare plain objects between them. Both sides of the format stand here.
 */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ConnectionTiming, ExchangeEndFacts, ExchangeStart, ResponseStart } from '../../shared/model/exchange.ts';
import type { BatchSpace } from './batch-space.ts';

/** Everything about an exchange that is no body byte. */
export type Control =
  | { readonly type: 'exchange-start'; readonly start: ExchangeStart }
  | { readonly type: 'request-end'; readonly at: number }
  | { readonly type: 'connection'; readonly timing: ConnectionTiming }
  | { readonly type: 'response-start'; readonly response: ResponseStart }
  | { readonly type: 'upgrade'; readonly at: number }
  | { readonly type: 'exchange-end'; readonly facts: ExchangeEndFacts };

export type PackedBatch = {
  readonly bytes: ArrayBuffer;
  /** Records of `recordLength` numbers; the array may be longer than `recordCount` says. */
  readonly records: Float64Array;
  readonly recordCount: number;
  /** JSON texts of the controls, back to back: made and read in half the time that objects need between threads. */
  readonly controls: string;
  /** What to acknowledge: bytes plus an estimate of the controls. */
  readonly weight: number;
  /** More is waiting behind this one than can be decoded in time. */
  readonly isBehind: boolean;
  /** Of its first record, epoch ms. */
  readonly begunAt: number;
  /** Room of earlier batches that nobody needs: the worker's to drop. */
  readonly spent: readonly BatchSpace[];
};

/** Who takes a batch apart. `exchange` is a number given by the client for the life of an exchange. */
export type BatchVisitor = {
  /** `bytes` is a view of the batch's buffer. */
  readonly chunk: (exchange: number, direction: BodyDirection, at: number, bytes: Uint8Array, isSent: boolean) => void;
  /** Chunks that were dropped because capture was too far behind. */
  readonly gap: (exchange: number, direction: BodyDirection, chunks: number, sizeBytes: number) => void;
  readonly control: (exchange: number, control: Control) => void;
};

/** [exchange, code, time or count, size (of a control in characters), direction] */
export const recordLength = 5;
export const recordCode = {
  request: 0,
  response: 1,
  responseUnsent: 2,
  injected: 3,
  control: 4,
  gap: 5,
  requestEnd: 6,
} as const;

const directions: readonly BodyDirection[] = ['request', 'response', 'injected'];

/** The number a gap names its direction by. */
export function gapDirection(direction: BodyDirection): number {
  return directions.indexOf(direction);
}

/** Visits the records of a batch in the order in which they happened. No object per record: there are many. */
export function visitBatch(batch: PackedBatch, visitor: BatchVisitor): void {
  const { records, controls } = batch;
  let offset = 0;
  let controlOffset = 0;
  for (let record = 0; record < batch.recordCount; record += 1) {
    const at = record * recordLength;
    const exchange = records[at] as number;
    const code = records[at + 1] as number;
    const size = records[at + 3] as number;
    const extra = records[at + 4] as number;
    if (code === recordCode.control) {
      // Read one by one: what is read in one go would live as long as the whole batch.
      const text = controls.slice(controlOffset, controlOffset + size);
      controlOffset += size;
      visitor.control(exchange, JSON.parse(text) as Control);
    } else if (code === recordCode.requestEnd) {
      visitor.control(exchange, { type: 'request-end', at: records[at + 2] as number });
    } else if (code === recordCode.gap) {
      visitor.gap(exchange, directions[extra] as BodyDirection, records[at + 2] as number, size);
    } else {
      const bytes = new Uint8Array(batch.bytes, offset, size);
      offset += size;
      visitor.chunk(exchange, directionOf(code), records[at + 2] as number, bytes, code !== recordCode.responseUnsent);
    }
  }
}

function directionOf(code: number): BodyDirection {
  if (code === recordCode.request) return 'request';
  return code === recordCode.injected ? 'injected' : 'response';
}
