/** Base64 of bytes, pure: `shared/` knows neither Buffer nor btoa. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Strings are joined in runs of this many bytes (a multiple of 3), so that no single one grows character by character. */
const runBytes = 3 * 4096;

/**
 * Base64 with padding.
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function encodeBase64(bytes: Uint8Array): string {
  const runs: string[] = [];
  for (let start = 0; start < bytes.length; start += runBytes) {
    runs.push(encodeRun(bytes.subarray(start, start + runBytes)));
  }
  return runs.join('');
}

function encodeRun(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const first = bytes[index] as number;
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    text += alphabet.charAt(first >> 2) + alphabet.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? '=' : alphabet.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? '=' : alphabet.charAt(third & 63);
  }
  return text;
}
