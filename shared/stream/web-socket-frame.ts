/**
 * The head of one WebSocket frame: read from bytes, and what is wrong with it by itself. Who sent it, and what came before,
 * is the decoder's to judge.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */

/** No head is longer: 2 bytes, 8 of length, 4 of mask. */
export const maxHeadBytes = 14;

/** Meanings of the four bits; 3 to 7 and 11 to 15 are reserved. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export type FrameHead = {
  readonly isFinal: boolean;
  /** RSV1 to RSV3 as a number, RSV1 being 4: the extension for compression uses it. */
  readonly reserved: number;
  readonly opcode: number;
  /** Null: not masked. */
  readonly mask: Uint8Array | null;
  readonly headBytes: number;
  /** Of the payload as on the wire. Infinity: more than 2^53 or with the forbidden top bit, no frame can follow. */
  readonly payloadBytes: number;
  /** The length could have been written shorter, which the RFC forbids. */
  readonly isLengthPadded: boolean;
};

/** How many bytes the head has, by its first two (or fewer: then what is sure so far). */
export function headLength(bytes: Uint8Array, size: number): number {
  if (size < 2) return 2;
  const second = bytes[1] as number;
  const length = second & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
}

/** The head that `bytes` begin with; they hold all of it (`headLength`). */
export function readFrameHead(bytes: Uint8Array): FrameHead {
  const first = bytes[0] as number;
  const second = bytes[1] as number;
  const size = headLength(bytes, 2);
  const isMasked = (second & 0x80) !== 0;
  const short = second & 0x7f;
  const payloadBytes = short < 126 ? short : readLength(bytes, short === 126 ? 2 : 8);
  return {
    isFinal: (first & 0x80) !== 0,
    reserved: (first >> 4) & 7,
    opcode: first & 0x0f,
    mask: isMasked ? bytes.slice(size - 4, size) : null,
    headBytes: size,
    payloadBytes,
    isLengthPadded: short === 126 ? payloadBytes < 126 : short === 127 && payloadBytes < 65_536,
  };
}

/** True for close, ping, pong and the reserved ones beside them: they may stand between the frames of a message. */
export function isControl(opcode: number): boolean {
  return opcode >= 8;
}

function readLength(bytes: Uint8Array, size: number): number {
  let value = 0;
  for (let index = 2; index < 2 + size; index += 1) value = value * 256 + (bytes[index] as number);
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

/** `bytes` without its mask, as a copy; `offset` is where in the payload they begin. */
export function unmasked(bytes: Uint8Array, mask: Uint8Array, offset: number): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) {
    plain[index] = (bytes[index] as number) ^ (mask[(offset + index) & 3] as number);
  }
  return plain;
}
