/** Base64 to bytes, pure: `shared/` knows neither Buffer nor atob. The way back is in export/base64.ts. */

const invalid = 255;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = createValues();

function createValues(): Uint8Array {
  const table = new Uint8Array(128).fill(invalid);
  for (const [value, character] of [...alphabet].entries()) table[character.charCodeAt(0)] = value;
  return table;
}

/**
 * The bytes of a base64 text, with or without its padding; null for text that is none (a foreign character, a length no
 * bytes have). White space is foreign too: on the wires we read there is none.
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function decodeBase64(text: string): Uint8Array | null {
  const length = lengthWithoutPadding(text);
  if (length === null || length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let written = 0;
  let bits = 0;
  for (let index = 0; index < length; index += 1) {
    const value = sextetOf(text.charCodeAt(index));
    if (value === invalid) return null;
    bits = (bits << 6) | value;
    const position = index & 3;
    // Every character but the first of four completes a byte: 12, 18 and 24 bits less the 8 or 16 already written.
    if (position === 0) continue;
    bytes[written] = (bits >> (6 - 2 * position)) & 0xff;
    written += 1;
  }
  return bytes;
}

/** Null where `=` stands without completing a group of four. */
function lengthWithoutPadding(text: string): number | null {
  if (!text.endsWith('=')) return text.length;
  if (text.length % 4 !== 0) return null;
  return text.endsWith('==') ? text.length - 2 : text.length - 1;
}

function sextetOf(code: number): number {
  return code < 128 ? (values[code] as number) : invalid;
}
