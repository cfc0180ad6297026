/** Where the window stood last time: kept in window.json of the data folder, dropped when it no longer fits a screen. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type WindowPlace = { readonly bounds: Bounds; readonly isMaximized: boolean };

/** Smallest window, in device-independent pixels. */
export const minimumSize = { width: 800, height: 560 } as const;

const whole = v.pipe(v.number(), v.integer());
const placeSchema = v.object({
  bounds: v.object({
    x: whole,
    y: whole,
    width: v.pipe(whole, v.minValue(minimumSize.width)),
    height: v.pipe(whole, v.minValue(minimumSize.height)),
  }),
  isMaximized: v.boolean(),
});

/** The remembered place, if it is still on one of `screens` (their work areas); else null. */
export function loadWindowPlace(folder: string, screens: readonly Bounds[]): WindowPlace | null {
  try {
    const stored: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    const place = v.parse(placeSchema, stored);
    return screens.some((screen) => isReachable(place.bounds, screen)) ? place : null;
  } catch {
    // Missing or damaged: the window opens where the system puts it. Nothing is lost but a position.
    return null;
  }
}

/** Best effort: a position is not worth an error message. */
export function saveWindowPlace(folder: string, place: WindowPlace): void {
  try {
    writeFileSync(fileIn(folder), `${JSON.stringify(place)}\n`, { mode: 0o600 });
  } catch (error) {
    console.error('the window position could not be saved', error);
  }
}

/** True when enough of the title bar lies on the screen to grab it. */
export function isReachable(bounds: Bounds, screen: Bounds): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  const isTitleBarVisible = bounds.y >= screen.y && bounds.y + 40 <= screen.y + screen.height;
  return visibleWidth >= 120 && isTitleBarVisible;
}

function fileIn(folder: string): string {
  return path.join(folder, 'window.json');
}
