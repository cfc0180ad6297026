/** Writes AWS event-stream messages: what Wirelens itself says in such a stream, and what tests are made of. */
import { crc32 } from '../lib/crc32.ts';
import { encodeUtf8 } from '../lib/utf8.ts';
import { checksumBytes, preludeBytes } from './aws-event-stream-frame.ts';

const stringType = 7;

/**
 * One message with string headers.
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function encodeEventMessage(
  headers: readonly (readonly [name: string, value: string])[],
  payload: Uint8Array,
): Uint8Array {
  return encodeFrame(concat(headers.map(([name, value]) => encodeStringHeader(name, value))), payload);
}

/** One message around a header block that is already bytes. */
export function encodeFrame(headerBlock: Uint8Array, payload: Uint8Array): Uint8Array {
  const total = preludeBytes + headerBlock.length + payload.length + checksumBytes;
  const frame = new Uint8Array(total);
  writeUint32(frame, 0, total);
  writeUint32(frame, 4, headerBlock.length);
  writeUint32(frame, 8, crc32(frame, 0, 8));
  frame.set(headerBlock, preludeBytes);
  frame.set(payload, preludeBytes + headerBlock.length);
  writeUint32(frame, total - checksumBytes, crc32(frame, 0, total - checksumBytes));
  return frame;
}

/** A JSON event as Bedrock sends it. */
export function encodeJsonEvent(type: string, payload: unknown): Uint8Array {
  return encodeJsonMessage('event', ':event-type', type, payload);
}

/** A JSON exception, on which every AWS SDK raises. */
export function encodeJsonException(type: string, payload: unknown): Uint8Array {
  return encodeJsonMessage('exception', ':exception-type', type, payload);
}

/** Parts of a byte string in one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function encodeJsonMessage(messageType: string, typeHeader: string, type: string, payload: unknown): Uint8Array {
  const headers = [
    [typeHeader, type],
    [':content-type', 'application/json'],
    [':message-type', messageType],
  ] as const;
  return encodeEventMessage(headers, encodeUtf8(JSON.stringify(payload)));
}

function encodeStringHeader(name: string, value: string): Uint8Array {
  const nameBytes = encodeUtf8(name);
  const valueBytes = encodeUtf8(value);
  return concat([
    Uint8Array.of(nameBytes.length),
    nameBytes,
    Uint8Array.of(stringType, valueBytes.length >> 8, valueBytes.length & 0xff),
    valueBytes,
  ]);
}

function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  for (let index = 0; index < 4; index += 1) bytes[offset + index] = (value >>> (24 - 8 * index)) & 0xff;
}
