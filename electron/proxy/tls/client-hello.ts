/**
 * Reads, without taking part in it, what a client says at the start of TLS: which host it means. Pure: bytes in, facts out.
 * @see https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2
 */
import { normalizedHost } from '../../../shared/upstreams/host-rules.ts';

export type ClientHello = {
  /** The name of the server name extension, as rules have it; null when there is none (then often an IP address was meant). */
  readonly serverName: string | null;
};

/** `more`: it is not all there yet. `no-hello`: it will never be one. */
export type HelloReading = ClientHello | 'more' | 'no-hello';

/** The content type of a TLS record that holds handshake messages (RFC 8446, 5.1). */
export const tlsHandshake = 0x16;

const recordHead = 5;
const messageHead = 4;
const clientHello = 1;
/** Real ones have 0.2 to 2 KB, with keys against quantum computers included; records allow 2^14 bytes each. */
const helloLimitBytes = 64 * 1024;

/**
 * Reads as much as has come. Behind an encrypted hello (ECH) the name is that of its public front, which is on nobody's
 * list; clients that only pretend to one (GREASE) give the true name.
 */
export function readClientHello(bytes: Buffer): HelloReading {
  const message = handshakeBytes(bytes);
  if (message === null) return 'no-hello';
  if (message.length > 0 && message[0] !== clientHello) return 'no-hello';
  if (message.length < messageHead) return 'more';
  const length = message.readUIntBE(1, 3);
  if (length > helloLimitBytes) return 'no-hello';
  if (message.length < messageHead + length) return 'more';
  return parseHello(message.subarray(messageHead, messageHead + length));
}

/** The content of the records so far, put together: a hello may be cut into several. Null: that is no TLS. */
function handshakeBytes(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  let place = 0;
  while (place < bytes.length) {
    if (bytes[place] !== tlsHandshake || (bytes[place + 1] ?? 3) !== 3) return null;
    if (bytes.length < place + recordHead) break;
    const length = bytes.readUInt16BE(place + 3);
    if (length === 0 || length > 1 << 14) return null;
    parts.push(bytes.subarray(place + recordHead, place + recordHead + length));
    place += recordHead + length;
    // What follows a whole hello is not looked at.
    if (isWhole(parts)) break;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

function isWhole(parts: readonly Buffer[]): boolean {
  const message = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  return message.length >= messageHead && message.length >= messageHead + message.readUIntBE(1, 3);
}

const serverNameExtension = 0;

function parseHello(body: Buffer): HelloReading {
  // Version and random, then three fields whose lengths are told, then the extensions.
  const session = fieldEnd(body, 2 + 32, 1);
  const ciphers = fieldEnd(body, session, 2);
  const compression = fieldEnd(body, ciphers, 1);
  if (compression === null) return 'no-hello';
  const end = fieldEnd(body, compression, 2);
  // Before TLS 1.3 a hello may end without extensions.
  if (end === null) return compression === body.length ? { serverName: null } : 'no-hello';
  for (let place = compression + 2; place + 4 <= end; ) {
    const next = fieldEnd(body, place + 2, 2);
    if (next === null) return 'no-hello';
    if (body.readUInt16BE(place) === serverNameExtension) {
      return { serverName: readServerName(body.subarray(place + 4, next)) };
    }
    place = next;
  }
  return { serverName: null };
}

/** Where a field ends whose length stands in `size` bytes at `place`; null when it does not end within the body. */
function fieldEnd(body: Buffer, place: number | null, size: 1 | 2): number | null {
  if (place === null || place + size > body.length) return null;
  const end = place + size + body.readUIntBE(place, size);
  return end <= body.length ? end : null;
}

/** @see https://www.rfc-editor.org/rfc/rfc6066#section-3 */
function readServerName(data: Buffer): string | null {
  if (data.length < 5 || data[2] !== 0) return null;
  const end = fieldEnd(data, 3, 2);
  if (end === null || end === 5) return null;
  return normalizedHost(data.toString('latin1', 5, end));
}
