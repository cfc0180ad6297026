/**
 * What one AWS event-stream message looks like: prelude (total length, headers length, their CRC), headers, payload, CRC of
 * all of it. Big-endian throughout.
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from '../lib/crc32.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { EventHeader } from '../model/stream-event.ts';

/** Two lengths and their CRC. */
export const preludeBytes = 12;
/** The CRC behind the payload. */
export const checksumBytes = 4;
const leastFrameBytes = preludeBytes + checksumBytes;

/** The format's own limits: a prelude that tells more is taken for noise, whatever its checksum says. */
const maxHeadersBytes = 128 * 1024;
const maxFrameBytes = 24 * 1024 * 1024 + maxHeadersBytes + leastFrameBytes;

/** Big-endian, never negative; `bytes` has four from `offset`. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  const high = ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
  const low = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
  return high * 65_536 + low;
}

/** Why the 12 bytes at `offset` cannot begin a message, in words; null when they do. */
export function preludeFault(bytes: Uint8Array, offset: number): string | null {
  const expected = readUint32(bytes, offset + 8);
  const actual = crc32(bytes, offset, offset + 8);
  if (actual === expected) return lengthFault(readUint32(bytes, offset), readUint32(bytes, offset + 4));
  return `The prelude's checksum does not match: it says ${hexOf(expected)}, its bytes give ${hexOf(actual)}.`;
}

function lengthFault(totalLength: number, headersLength: number): string | null {
  if (totalLength < leastFrameBytes || totalLength > maxFrameBytes) {
    return `The prelude tells a message of ${totalLength} bytes; the format allows ${leastFrameBytes} to ${maxFrameBytes}.`;
  }
  if (headersLength > maxHeadersBytes || headersLength > totalLength - leastFrameBytes) {
    return `The prelude tells ${headersLength} bytes of headers, more than a message of ${totalLength} bytes can hold.`;
  }
  return null;
}

/** Could a message begin here? Cheap, for the search through noise: most bytes are ruled out by the high parts of both lengths. */
export function mayBeginFrame(bytes: Uint8Array, offset: number): boolean {
  if ((bytes[offset] as number) > 1 || bytes[offset + 4] !== 0 || (bytes[offset + 5] as number) > 2) return false;
  if (crc32(bytes, offset, offset + 8) !== readUint32(bytes, offset + 8)) return false;
  return lengthFault(readUint32(bytes, offset), readUint32(bytes, offset + 4)) === null;
}

/** A checksum as eight hexadecimal digits. */
export function hexOf(value: number): string {
  return value.toString(16).padStart(8, '0');
}

export type ParsedHeaders = {
  /** In wire order; those before the fault, where there is one. */
  readonly headers: readonly EventHeader[];
  readonly fault: string | null;
};

/** Reads a header block of any of the ten value types. Never throws. */
export function parseHeaders(block: Uint8Array): ParsedHeaders {
  const headers: EventHeader[] = [];
  let offset = 0;
  while (offset < block.length) {
    const read = readHeader(block, offset);
    if (read === null) return { headers, fault: `The headers cannot be read from their byte ${offset} on.` };
    headers.push(read.header);
    offset = read.end;
  }
  return { headers, fault: null };
}

type ReadHeader = { readonly header: EventHeader; readonly end: number };

/** Null for a name or value that reaches beyond the block, an empty name, or a type that does not exist. */
function readHeader(block: Uint8Array, offset: number): ReadHeader | null {
  const nameLength = block[offset] as number;
  const typeOffset = offset + 1 + nameLength;
  const tag = block[typeOffset];
  if (nameLength === 0 || tag === undefined) return null;
  const name = decodeUtf8(block.subarray(offset + 1, typeOffset)).text;
  const value = readValue(block, typeOffset + 1, tag);
  if (value === null) return null;
  return { header: { name, type: value.type, value: value.value }, end: value.end };
}

type HeaderValue = Pick<EventHeader, 'type' | 'value'> & { readonly end: number };

/** Sizes of the fixed-size values, by type tag from 2 on: byte, short, integer, long, (bytes, string), timestamp, uuid. */
const fixedSizes = [0, 0, 1, 2, 4, 8, null, null, 8, 16] as const;

function readValue(block: Uint8Array, start: number, tag: number): HeaderValue | null {
  if (tag >= fixedSizes.length) return null;
  const fixed = fixedSizes[tag] ?? null;
  if (fixed === null && start + 2 > block.length) return null;
  const from = fixed === null ? start + 2 : start;
  const size = fixed ?? ((block[start] as number) << 8) | (block[start + 1] as number);
  if (from + size > block.length) return null;
  const end = from + size;
  const bytes = block.subarray(from, end);
  switch (tag) {
    case 0:
    case 1:
      return { type: 'boolean', value: tag === 0, end };
    case 2:
      return { type: 'byte', value: Number(signed(bytes)), end };
    case 3:
      return { type: 'short', value: Number(signed(bytes)), end };
    case 4:
      return { type: 'integer', value: Number(signed(bytes)), end };
    case 5:
      return { type: 'long', value: signed(bytes).toString(), end };
    case 6:
      return { type: 'bytes', value: hexText(bytes), end };
    case 7:
      return { type: 'string', value: decodeUtf8(bytes).text, end };
    case 8:
      return { type: 'timestamp', value: isoTime(signed(bytes)), end };
    default:
      return { type: 'uuid', value: hexText(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), end };
  }
}

/** Two's complement, big-endian, of any size. */
function signed(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A moment that no calendar holds stays a number of milliseconds. */
function isoTime(milliseconds: bigint): string {
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? milliseconds.toString() : date.toISOString();
}

/** The text of a string header, null where it is missing or of another type. */
export function eventHeaderText(headers: readonly EventHeader[], name: string): string | null {
  for (const header of headers) if (header.name === name && typeof header.value === 'string') return header.value;
  return null;
}
