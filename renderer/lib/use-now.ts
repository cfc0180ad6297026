/** The clock of the window for figures: four ticks a second, one timer for everybody, none while nobody looks. */
import { useSyncExternalStore } from 'react';

const tickMs = 250;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribeToNothing(): () => void {
  return () => {};
}

/** Epoch ms, fresh four times a second while `isTicking`; else the time of the last tick. */
export function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? subscribe : subscribeToNothing, () => now);
}
