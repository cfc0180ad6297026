/**
 * Protobuf's wire format, as far as a span needs it: fields of a number and a value.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
import { encodeUtf8 } from '../lib/utf8.ts';

/** One behind the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A length-delimited field. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concatBytes([tag(field, 2), varint(BigInt(bytes.length)), bytes]);
}

/** A message within a message. */
export const messageField = bytesField;

/** A `string`. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, encodeUtf8(text));
}

/** `value` is not negative (two's complement of 64 bits for those that were). */
export function varintField(field: number, value: bigint): Uint8Array {
  return concatBytes([tag(field, 0), varint(value)]);
}

/** A `fixed64`, little-endian. */
export function fixed64Field(field: number, value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return concatBytes([tag(field, 1), bytes]);
}

/** A `double`, little-endian. */
export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatBytes([tag(field, 1), bytes]);
}

function tag(field: number, wireType: 0 | 1 | 2): Uint8Array {
  return varint(BigInt((field << 3) | wireType));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
