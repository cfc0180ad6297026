/** Knows whether a running AWS event stream stands between two messages or inside one, by their lengths alone. */

/** Bytes of a message's length field, its first. */
const lengthBytes = 4;
const leastFrameBytes = 16;

export type FrameBoundary = {
  readonly add: (bytes: Uint8Array) => void;
  /** False from the first length on that no message can have. */
  readonly isBetweenFrames: () => boolean;
};

/** One for each body. Costs one look per message, not per byte. */
export function createFrameBoundary(): FrameBoundary {
  /** Bytes that the running message lacks; while its length is not known, `seen` of the length's bytes are in `length`. */
  let missing = 0;
  let seen = 0;
  let length = 0;
  let isBroken = false;

  function readLength(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && seen < lengthBytes) {
      length = length * 256 + (bytes[at] as number);
      seen += 1;
      at += 1;
    }
    if (seen < lengthBytes) return at;
    if (length < leastFrameBytes) isBroken = true;
    missing = length - lengthBytes;
    seen = 0;
    length = 0;
    return at;
  }

  function add(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !isBroken) {
      if (missing === 0) at = readLength(bytes, at);
      const taken = Math.min(missing, bytes.length - at);
      missing -= taken;
      at += taken;
    }
  }
  return { add, isBetweenFrames: () => !isBroken && missing === 0 && seen === 0 };
}
