/** The clock of the window for figures: four ticks a second, one timer for everybody, none while nobody looks. */
import { useSyncExternalStore } from 'react';
import { untilFigures } from './beat.ts';

const tickMs = 250;
/** What changes rows brings the clock along: the list is laid out once for both. */
const tickAfterRowsMs = 450;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | null = null;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setTimeout(tick, untilFigures(tickMs, performance.now()));
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearTimeout(timer);
    timer = null;
  };
}

function tick(): void {
  moveOn(tickMs);
}

function moveOn(restMs: number): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(tick, untilFigures(restMs, performance.now()));
  now = Date.now();
  for (const listener of listeners) listener();
}

/** To be called with every change of rows. */
export function tickWithRows(): void {
  if (timer !== null) moveOn(tickAfterRowsMs);
}

function subscribeToNothing(): () => void {
  return () => {};
}

/** Calls back with every tick: for what is moved by hand with the figures of the rows. Returns the end of it. */
export function onTick(listener: () => void): () => void {
  return subscribe(listener);
}

/** Epoch ms, fresh four times a second while `isTicking`; else the time of the last tick. */
export function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? subscribe : subscribeToNothing, () => now);
}
