/** Names of windows beyond their life, and where a new one opens. Pure. */
import { firstSlot, type WindowKind } from '../../shared/model/app-window.ts';
import type { Bounds } from './window-memory.ts';

/** More windows of one exchange are not opened: then the oldest shows what is asked for. */
export const mostExchangeWindows = 16;

/** Drawn sizes. A window of one exchange has no list. */
export const drawnSizes = {
  main: { width: 1440, height: 900 },
  detail: { width: 1080, height: 820 },
  exchange: { width: 1080, height: 820 },
} as const satisfies Record<WindowKind, { readonly width: number; readonly height: number }>;

/** The first free name of its kind: `main`, `main-2`, …; `exchange-1`, `exchange-2`, …. */
export function freeSlot(kind: WindowKind, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const slot = kind === 'main' && number === 1 ? firstSlot : `${kind}-${number}`;
    if (!used.has(slot)) return slot;
  }
}

/** How far a new window stands from the one it came from, so that both are seen. */
const offset = 28;

/** A place for a new window of this size beside the one at `from`, inside of `screen` where it can be. */
export function cascadeFrom(
  from: Bounds,
  size: { readonly width: number; readonly height: number },
  screen: Bounds,
): Bounds {
  const width = Math.min(size.width, screen.width);
  const height = Math.min(size.height, screen.height);
  const x = Math.max(screen.x, Math.min(from.x + offset, screen.x + screen.width - width));
  const y = Math.max(screen.y, Math.min(from.y + offset, screen.y + screen.height - height));
  return { x, y, width, height };
}
