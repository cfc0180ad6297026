/** Sizes of sound in messages, for the log: the bytes themselves are never shown there. */

/**
 * As much sound (or pictures) of one session goes into its completion, in characters of base64: about a minute and a half.
 * A completion holds 8 Mi characters in all, and the words must go on.
 */
export const maxSessionMedia = 6 * 1024 * 1024;

/** How many bytes a base64 text stands for. */
function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

/** `4,800 bytes of audio` */
export function audioReading(base64: string, what = 'audio'): string {
  return `${String(base64Bytes(base64)).replace(/\B(?=(\d{3})+$)/g, ',')} bytes of ${what}`;
}
