/**
 * What is remembered of windows: where each stood and how far it was zoomed, which were open, and which capture they
 * recorded into. Kept in windows.json of the data folder; a place that no longer fits a screen is dropped.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { firstSlot } from '../../shared/model/app-window.ts';
import { zoomFactors } from './zoom-steps.ts';

export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type WindowPlace = { readonly bounds: Bounds; readonly isMaximized: boolean };

/** A window that was open when the app ended: a main window, or one that showed an exchange. */
export type RememberedWindow = { readonly slot: string; readonly shows: string | null };

export type WindowMemory = {
  /** The remembered place, if it is still on one of `screens` (their work areas); else null. */
  readonly placeOf: (slot: string, screens: readonly Bounds[]) => WindowPlace | null;
  readonly keepPlace: (slot: string, place: WindowPlace) => void;
  /** 1 where nothing else was chosen. */
  readonly zoomOf: (slot: string) => number;
  readonly keepZoom: (slot: string, zoom: number) => void;
  readonly open: () => readonly RememberedWindow[];
  readonly keepOpen: (windows: readonly RememberedWindow[]) => void;
  /** Was it said that Wirelens goes on without a window? */
  readonly hasToldOfBackground: () => boolean;
  readonly keepToldOfBackground: () => void;
  /** The named capture that new exchanges went into; null: none. */
  readonly recordedInto: () => string | null;
  readonly keepRecordedInto: (capture: string | null) => void;
};

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
const slotName = v.pipe(v.string(), v.regex(/^[a-z]+(-\d{1,3})?$/));
const memorySchema = v.object({
  places: v.fallback(v.record(slotName, v.fallback(v.nullable(placeSchema), null)), {}),
  zooms: v.fallback(v.record(slotName, v.fallback(v.picklist(zoomFactors), 1)), {}),
  open: v.fallback(
    v.pipe(
      v.array(v.object({ slot: slotName, shows: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-z]{20}$/))) })),
      v.maxLength(50),
    ),
    [],
  ),
  toldOfBackground: v.fallback(v.boolean(), false),
  recordedInto: v.fallback(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
});
type Memory = v.InferOutput<typeof memorySchema>;

const nothing: Memory = { places: {}, zooms: {}, open: [], toldOfBackground: false, recordedInto: null };

/** The memory in `folder`; what cannot be read is forgotten: it is nothing but convenience. */
export function openWindowMemory(folder: string): WindowMemory {
  let memory = readMemory(folder);
  const keep = (change: Partial<Memory>): void => {
    memory = { ...memory, ...change };
    writeMemory(folder, memory);
  };
  return {
    placeOf: (slot, screens) => {
      const place = memory.places[slot] ?? null;
      return place !== null && screens.some((screen) => isReachable(place.bounds, screen)) ? place : null;
    },
    keepPlace: (slot, place) => keep({ places: { ...memory.places, [slot]: place } }),
    zoomOf: (slot) => memory.zooms[slot] ?? 1,
    keepZoom: (slot, zoom) => keep({ zooms: { ...memory.zooms, [slot]: zoom } }),
    open: () => memory.open,
    keepOpen: (windows) => keep({ open: [...windows] }),
    hasToldOfBackground: () => memory.toldOfBackground,
    keepToldOfBackground: () => keep({ toldOfBackground: true }),
    recordedInto: () => memory.recordedInto,
    keepRecordedInto: (capture) => keep({ recordedInto: capture }),
  };
}

/** True when enough of the title bar lies on the screen to grab it. */
export function isReachable(bounds: Bounds, screen: Bounds): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  const isTitleBarVisible = bounds.y >= screen.y && bounds.y + 40 <= screen.y + screen.height;
  return visibleWidth >= 120 && isTitleBarVisible;
}

function readMemory(folder: string): Memory {
  const stored = v.safeParse(memorySchema, readJson(fileIn(folder)));
  if (stored.success) return stored.output;
  // Before there were several windows, the place of the one stood alone in window.json.
  const former = v.safeParse(placeSchema, readJson(path.join(folder, 'window.json')));
  return former.success ? { ...nothing, places: { [firstSlot]: former.output } } : nothing;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Missing or damaged: windows open where the system puts them. Nothing is lost but positions.
    return null;
  }
}

/** Best effort: a position is not worth an error message. */
function writeMemory(folder: string, memory: Memory): void {
  try {
    writeFileSync(fileIn(folder), `${JSON.stringify(memory)}\n`, { mode: 0o600 });
  } catch (error) {
    console.error('the places of windows could not be saved', error);
  }
}

function fileIn(folder: string): string {
  return path.join(folder, 'windows.json');
}
