/**
 * The bytes of an event that chunks left unfinished, for framings that do not go by lines. The buffer doubles, so that a
 * large event in small chunks costs each byte one or two copies; above the limit only the first bytes stay.
 */
import { type DecoderLimits, keptOversizedBytes } from './stream-decoder.ts';

export type HeldBytes = {
  readonly hold: (bytes: Uint8Array) => void;
  /** What was held and `tail` as one event's bytes, cut if above the limit; nothing is held afterwards. */
  readonly take: (tail: Uint8Array) => TakenBytes;
};

/** Readable until the next call. `sizeBytes` counts the bytes on the wire, `bytes` may be fewer. */
export type TakenBytes = { readonly bytes: Uint8Array; readonly sizeBytes: number; readonly isOversized: boolean };

/** A buffer up to this size serves the next event too. */
const maxReusedBytes = 64 * 1024;

/** A holder for one body. Keeps copies only. */
export function createHeldBytes(limits: DecoderLimits): HeldBytes {
  let buffer = new Uint8Array(0);
  let keptBytes = 0;
  let sizeBytes = 0;

  function resize(capacity: number): void {
    const resized = new Uint8Array(capacity);
    resized.set(buffer.subarray(0, keptBytes));
    buffer = resized;
  }

  function hold(bytes: Uint8Array): void {
    const wasWithin = sizeBytes <= limits.maxEventBytes;
    sizeBytes += bytes.length;
    if (!wasWithin || bytes.length === 0) return;
    const isWithin = sizeBytes <= limits.maxEventBytes;
    // Above the limit only the first bytes can be shown, so they are all that is copied.
    const added = isWithin ? bytes : bytes.subarray(0, Math.max(0, keptOversizedBytes - keptBytes));
    if (buffer.length < keptBytes + added.length) {
      resize(Math.max(keptBytes + added.length, 2 * buffer.length, 256));
    }
    buffer.set(added, keptBytes);
    keptBytes += added.length;
    if (isWithin) return;
    keptBytes = Math.min(keptBytes, keptOversizedBytes);
    resize(keptBytes);
  }

  function take(tail: Uint8Array): TakenBytes {
    if (sizeBytes === 0) {
      const isOversized = tail.length > limits.maxEventBytes;
      const bytes = isOversized ? tail.subarray(0, keptOversizedBytes) : tail;
      return { bytes, sizeBytes: tail.length, isOversized };
    }
    hold(tail);
    const isOversized = sizeBytes > limits.maxEventBytes;
    const taken = { bytes: buffer.subarray(0, keptBytes), sizeBytes, isOversized };
    if (buffer.length > maxReusedBytes) buffer = new Uint8Array(0);
    keptBytes = 0;
    sizeBytes = 0;
    return taken;
  }
  return { hold, take };
}
