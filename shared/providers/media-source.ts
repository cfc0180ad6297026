/** Where an image, audio or file of a request or response is: inside as base64, or behind a URL (shown, never loaded). */
import type { RequestPart } from '../model/request-reading.ts';

export type DataUrl = { readonly mediaType: string | null; readonly data: string };

/** Media type and base64 data of a `data:` URL; null for any other URL, and for data that is not base64. */
export function readDataUrl(url: string): DataUrl | null {
  if (!url.startsWith('data:')) return null;
  const comma = url.indexOf(',');
  const head = comma < 0 ? '' : url.slice(5, comma);
  if (!head.endsWith(';base64')) return null;
  const mediaType = head.slice(0, -';base64'.length).split(';')[0] ?? '';
  return { mediaType: mediaType === '' ? null : mediaType, data: url.slice(comma + 1) };
}

type MediaPart = Extract<RequestPart, { readonly kind: 'image' | 'audio' | 'file' }>;

/** A part for a URL of a request: its data when the URL holds them, else the URL itself. */
export function fileOfUrl(kind: MediaPart['kind'], url: string | null, name: string | null): RequestPart {
  const inside = url === null ? null : readDataUrl(url);
  if (inside !== null) return { kind, mediaType: inside.mediaType, data: inside.data, url: null, name };
  return { kind, mediaType: null, data: null, url, name };
}
