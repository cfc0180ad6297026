/** Sizes of sound in messages, for the log: the bytes themselves are never shown there. */

/** How many bytes a base64 text stands for. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

/** `4,800 bytes of audio` */
export function audioReading(base64: string, what = 'audio'): string {
  return `${String(base64Bytes(base64)).replace(/\B(?=(\d{3})+$)/g, ',')} bytes of ${what}`;
}
