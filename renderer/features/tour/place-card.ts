/** Where the card of the tour stands beside the part that it points at. Pure; px of the window. */

export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Size = { readonly width: number; readonly height: number };

const gap = 12;
const margin = 8;

/** Below a wide or low part; else right, left, below, above: where there is room; over its corner where there is none. */
export function placeCard(part: Box, card: Size, window: Size): { readonly left: number; readonly top: number } {
  const right = part.left + part.width + gap;
  const below = part.top + part.height + gap;
  const beside = clamp(part.top, window.height - card.height);
  const along = clamp(part.left + part.width / 2 - card.width / 2, window.width - card.width);
  const isBelow = below + card.height + margin <= window.height;
  if (isBelow && (part.width > window.width / 2 || part.height < 60)) return { left: along, top: below };
  if (right + card.width + margin <= window.width) return { left: right, top: beside };
  if (part.left - gap - card.width >= margin) return { left: part.left - gap - card.width, top: beside };
  if (isBelow) return { left: along, top: below };
  const above = part.top - gap - card.height;
  if (above >= margin) return { left: along, top: above };
  return {
    left: clamp(part.left + part.width - card.width - gap, window.width - card.width),
    top: clamp(part.top + part.height - card.height - gap, window.height - card.height),
  };
}

function clamp(value: number, most: number): number {
  return Math.round(Math.max(margin, Math.min(most - margin, value)));
}

/** What is left of a part inside of everything that cuts it off; nothing may be left of it. */
export function cutTo(part: Box, frames: readonly Box[]): Box {
  const left = Math.max(part.left, ...frames.map((frame) => frame.left));
  const top = Math.max(part.top, ...frames.map((frame) => frame.top));
  const right = Math.min(part.left + part.width, ...frames.map((frame) => frame.left + frame.width));
  const bottom = Math.min(part.top + part.height, ...frames.map((frame) => frame.top + frame.height));
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
