/** Media type and size of a base64 image from its first bytes: vendors leave out the one or the other. */
import { decodeBase64 } from '../../lib/base64.ts';

export type ImageFacts = { readonly mediaType: string | null; readonly size: string | null };

const mediaTypes: readonly (readonly [prefix: string, mediaType: string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

/** PNG tells its size in its first 24 bytes (@see https://www.w3.org/TR/png-3/#11IHDR); others are left to the vendor's word. */
export function imageFacts(base64: string): ImageFacts {
  const mediaType = mediaTypes.find(([prefix]) => base64.startsWith(prefix))?.[1] ?? null;
  if (mediaType !== 'image/png') return { mediaType, size: null };
  const head = decodeBase64(base64.slice(0, 32));
  if (head === null || head.length < 24) return { mediaType, size: null };
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return { mediaType, size: `${view.getUint32(16)}x${view.getUint32(20)}` };
}
