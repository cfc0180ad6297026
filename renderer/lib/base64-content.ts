/** What a string of base64 (or a data URL) holds, told by its first bytes. Pictures that could carry scripts are none here. Pure. */

export type Base64Content = {
  readonly kind: 'image' | 'audio' | 'text' | 'bytes';
  readonly mediaType: string;
  readonly base64: string;
  readonly sizeBytes: number;
};

const shortest = 40;
const dataUrl = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,/;

/** First characters of the base64 of files that begin with these bytes. */
const signatures: readonly (readonly [RegExp, Base64Content['kind'], string])[] = [
  [/^iVBORw0KGgo/, 'image', 'image/png'],
  [/^\/9j\//, 'image', 'image/jpeg'],
  [/^R0lGOD/, 'image', 'image/gif'],
  [/^UklGR.{6}XRUJQ/, 'image', 'image/webp'],
  [/^UklGR.{6}XQVZF/, 'audio', 'audio/wav'],
  [/^UklGR/, 'audio', 'audio/wav'],
  [/^SUQz|^\/\/[suv]/, 'audio', 'audio/mpeg'],
  [/^T2dnUw/, 'audio', 'audio/ogg'],
  [/^ZkxhQw/, 'audio', 'audio/flac'],
  [/^JVBERi/, 'bytes', 'application/pdf'],
];

/** Null for what is no base64, or too short to be told from a word. */
export function base64Content(text: string): Base64Content | null {
  const header = dataUrl.exec(text.slice(0, 200));
  const base64 = (header ? text.slice(header[0].length) : text).replaceAll('-', '+').replaceAll('_', '/');
  if (base64.length < shortest || !/^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(base64)) return null;
  const sizeBytes = Math.floor((base64.replace(/=+\s*$/, '').length * 3) / 4);
  const known = signatures.find(([form]) => form.test(base64));
  if (known) return { kind: known[1], mediaType: known[2], base64, sizeBytes };
  if (header || isLikelyBase64(base64)) {
    const isText = decodedText(base64.slice(0, 4000)) !== null;
    const mediaType = header?.[1] ?? (isText ? 'text/plain' : 'application/octet-stream');
    return { kind: isText ? 'text' : 'bytes', mediaType, base64, sizeBytes };
  }
  return null;
}

/** Long words and hex digests are no base64: it has both cases and figures, in a multiple of four. */
function isLikelyBase64(text: string): boolean {
  return text.length % 4 === 0 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9+/]/.test(text);
}

/** The text that base64 holds; null where it is no UTF-8 text. */
export function decodedText(base64: string): string | null {
  try {
    const whole = base64.slice(0, base64.length - (base64.length % 4));
    const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return [...text].some((character) => character < '\t' || (character > '\r' && character < ' ')) ? null : text;
  } catch {
    return null;
  }
}
