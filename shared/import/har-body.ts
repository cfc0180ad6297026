/** The body of a HAR entry's response, cut and timed as well as the file allows. */
import { decodeBase64 } from '../lib/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts';

type Json = Readonly<Record<string, unknown>>;

export type TimedBytes = {
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
};

/** A field that should be a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/**
 * The bytes of a `content` or `postData`; `sizes` are what the file says of their number, of any type.
 * Programs read bodies without a charset as Latin-1 or windows-1252, server-sent events among them, which are UTF-8 whatever is said: mitmproxy's
 * har_dump of 8.1.1 and Chromium 130 did (2026-11-22). Each character is a byte then.
 */
export function bytesOf(content: Json | null, sizes: readonly unknown[]): Uint8Array {
  const text = textOf(content?.text);
  const isBase64 = content?.encoding === 'base64' || content?._encoding === 'base64';
  const decoded = isBase64 ? decodeBase64(text.replaceAll(/\s/g, '')) : null;
  if (decoded !== null) return decoded;
  const utf8 = encodeUtf8(text);
  const single = utf8.length === text.length ? null : singleBytes(text);
  if (single === null) return utf8;
  const isTold = sizes.includes(utf8.length);
  const isStream = textOf(content?.mimeType).startsWith('text/event-stream');
  if (decodeUtf8(single).isValid) return isTold && !isStream ? utf8 : single;
  return sizes.includes(single.length) && !isTold ? single : utf8;
}

/** Characters of windows-1252 from byte 0x80 on, where it differs from Latin-1. */
const windowsCharacters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Null: some character is no single byte of either. */
function singleBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const place = code > 0xff ? windowsCharacters.indexOf(text.charAt(at)) : code - 0x80;
    if (place < 0 && code > 0xff) return null;
    bytes[at] = 0x80 + place;
  }
  return bytes;
}

function sum(left: unknown, right: unknown): unknown {
  return typeof left === 'number' && typeof right === 'number' ? left + right : null;
}

type Moments = { readonly startedAt: number; readonly firstAt: number; readonly endedAt: number };

/**
 * Wirelens wrote down when each chunk came, and which bytes of the decoded body each event has: chunks where they add up
 * to the body (it had no content-encoding), else events. Other programs kept no times: one chunk, at the end.
 */
export function timedBody(content: Json | null, own: Json | null, moments: Moments): readonly TimedBytes[] {
  const bytes = bytesOf(content, [content?.size, sum(content?.size, content?.compression)]);
  if (bytes.length === 0) return [];
  const cuts = chunkCuts(own?.chunks, bytes.length) ?? eventCuts(own?.events, bytes.length) ?? [];
  const timed: TimedBytes[] = [];
  let start = 0;
  let receivedAt = moments.firstAt;
  for (const { end, time } of cuts) {
    if (end <= start || end > bytes.length) continue;
    receivedAt = Math.max(receivedAt, moments.startedAt + time);
    timed.push({ receivedAt, bytes: bytes.subarray(start, end) });
    start = end;
  }
  if (start < bytes.length)
    timed.push({ receivedAt: Math.max(receivedAt, moments.endedAt), bytes: bytes.subarray(start) });
  return timed;
}

type Cut = { readonly end: number; readonly time: number };

function chunkCuts(value: unknown, total: number): readonly Cut[] | null {
  const cuts: Cut[] = [];
  let end = 0;
  for (const item of Array.isArray(value) ? value : []) {
    const { time, sizeBytes } = (item ?? {}) as Json;
    if (typeof time !== 'number' || typeof sizeBytes !== 'number') return null;
    end += sizeBytes;
    cuts.push({ end, time });
  }
  return end === total ? cuts : null;
}

function eventCuts(value: unknown, total: number): readonly Cut[] | null {
  const cuts: Cut[] = [];
  for (const item of Array.isArray(value) ? value : []) {
    const { time, byteEnd } = (item ?? {}) as Json;
    if (typeof time !== 'number' || typeof byteEnd !== 'number' || byteEnd > total) return null;
    cuts.push({ end: byteEnd, time });
  }
  return cuts.length === 0 ? null : cuts;
}
