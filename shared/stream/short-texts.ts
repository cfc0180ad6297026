/**
 * Short ASCII texts from bytes. A model says the same few thousand words over and over: each is made once and found again by
 * its bytes, which costs a tenth of decoding it and leaves no garbage.
 */
import { decodeUtf8 } from '../lib/utf8.ts';

const backslash = 92;
const slots = 4096;
const maxLength = 24;
/** From here on V8 joins strings by pointers instead of copying them. */
const minViewLength = 13;

/** Only remembers what is true forever, so it may serve all streams. Bounded: `slots` texts of `maxLength`. */
const remembered: string[] = new Array<string>(slots).fill('');

/** The text of the bytes from `start` to `end`, which are ASCII. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  if (length > maxLength) return decodeUtf8(bytes.subarray(start, end)).text;
  let hash = length;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  const slot = (hash ^ (hash >>> 12)) & (slots - 1);
  const known = remembered[slot] as string;
  if (isTextAt(bytes, start, length, known)) return known;
  const text = length < minViewLength ? spelled(bytes, start, end) : decodeUtf8(bytes.subarray(start, end)).text;
  remembered[slot] = text;
  return text;
}

/** Where a short text is written without its escapes. */
const unescaped = new Uint8Array(maxLength);

/** What a letter after a backslash stands for; 0: for none, or for more than one byte can say (`\u`). */
const escapes = new Uint8Array(256);
const escaped = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
for (const [letter, meant] of Object.entries(escaped)) {
  escapes[letter.charCodeAt(0)] = meant.charCodeAt(0);
}

/**
 * The text of the inside of a JSON string from `start` to `end`, whose bytes are no control characters: a tenth of what JSON.parse
 * costs for a word. Null where it is longer than the texts that are remembered, not ASCII, or escaped in a rarer way.
 */
export function escapedText(bytes: Uint8Array, start: number, end: number): string | null {
  let length = 0;
  for (let at = start; at < end; at += 1) {
    let byte = bytes[at] as number;
    if (byte === backslash) {
      at += 1;
      byte = escapes[bytes[at] as number] ?? 0;
      if (byte === 0) return null;
    }
    if (byte >= 0x80 || length === maxLength) return null;
    unescaped[length] = byte;
    length += 1;
  }
  return asciiText(unescaped, 0, length);
}

/** A tenth of what a call of the decoder costs, for a few letters. */
function spelled(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}

function isTextAt(bytes: Uint8Array, start: number, length: number, text: string): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
