/** Data URLs for media that are in the exchange. Only raster images and audio: SVG and others could carry more than a picture. Pure. */

const imageTypes = /^image\/(png|jpeg|jpg|gif|webp|avif|bmp)$/;
const audioTypes = /^audio\/[a-z0-9.+-]+$/;

/** The data URL of base64 data, or null where its type may not be shown. */
export function mediaSource(mediaType: string | null, base64: string, kind: 'image' | 'audio'): string | null {
  const type = (mediaType ?? (kind === 'image' ? 'image/png' : 'audio/wav')).toLowerCase();
  const isAllowed = kind === 'image' ? imageTypes.test(type) : audioTypes.test(type);
  if (!isAllowed || base64 === '' || !/^[A-Za-z0-9+/=_\s-]+$/.test(base64.slice(0, 4096))) return null;
  return `data:${type};base64,${base64.replaceAll('-', '+').replaceAll('_', '/')}`;
}

/** Whether a body of this type may be given to a player. */
export function isPlayable(mediaType: string): boolean {
  return audioTypes.test(mediaType.toLowerCase());
}
