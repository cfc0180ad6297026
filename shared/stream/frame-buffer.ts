/** Bytes of a binary message as they arrive, summed up on the way; keeps no more of them than its owner needs. */
import { crc32 } from '../lib/crc32.ts';

export type FrameBuffer = {
  /** Takes `bytes[from, to)`, a copy of them. */
  readonly add: (bytes: Uint8Array, from: number, to: number) => void;
  /** All that were added, kept or not. */
  readonly sizeBytes: () => number;
  /** The kept beginning. */
  readonly bytes: () => Uint8Array;
  /** CRC-32 of the first `summedBytes` bytes. */
  readonly sum: () => number;
  /** The last four bytes as a big-endian number. */
  readonly lastUint32: () => number;
};

/** Keeps the first `keptBytes` bytes and sums the first `summedBytes`. Memory grows with what came, never ahead of it. */
export function createFrameBuffer(keptBytes: number, summedBytes: number): FrameBuffer {
  let kept = new Uint8Array(0);
  let keptLength = 0;
  let size = 0;
  let sum = 0;
  let tail = 0;

  function keep(bytes: Uint8Array, from: number, to: number): void {
    const end = Math.min(to, from + keptBytes - keptLength);
    if (end <= from) return;
    const wanted = keptLength + end - from;
    if (wanted > kept.length) {
      const larger = new Uint8Array(Math.min(keptBytes, Math.max(wanted, 2 * kept.length, 256)));
      larger.set(kept.subarray(0, keptLength));
      kept = larger;
    }
    kept.set(bytes.subarray(from, end), keptLength);
    keptLength = wanted;
  }

  function add(bytes: Uint8Array, from: number, to: number): void {
    keep(bytes, from, to);
    if (size < summedBytes) sum = crc32(bytes, from, Math.min(to, from + summedBytes - size), sum);
    for (let index = Math.max(from, to - 4); index < to; index += 1) tail = (tail << 8) | (bytes[index] as number);
    size += to - from;
  }

  return {
    add,
    sizeBytes: () => size,
    bytes: () => kept.subarray(0, keptLength),
    sum: () => sum,
    lastUint32: () => tail >>> 0,
  };
}
