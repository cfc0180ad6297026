/** A body as text for formats that hold it as text; a string has a limit that a body has not. */
import { decodeUtf8 } from '../lib/utf8.ts';

/** Engines end strings near 512 Mi characters, and escaping may double a text: well below that. */
export const largestTextBytes = 128 * 1024 * 1024;

export type ReadableText =
  | { readonly kind: 'text'; readonly text: string }
  /** Not UTF-8. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large' };

/** What can be said of `bytes` as text. */
export function readableText(bytes: Uint8Array): ReadableText {
  if (bytes.length > largestTextBytes) return { kind: 'too-large' };
  const { text, isValid } = decodeUtf8(bytes);
  return isValid ? { kind: 'text', text } : { kind: 'binary' };
}
