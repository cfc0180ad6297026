/**
 * The open exchange as log and completion paint it. The store has every event as soon as it comes; painting each batch
 * of a fast stream would keep the window busy all the time, so that it is paced. Picks and ends are never held back.
 */
import { useSyncExternalStore } from 'react';
import { noteShowing, untilBeat } from '../lib/beat.ts';
import { nextFrame } from './batch-pacer.ts';
import { asAtMoment } from './completion-at.ts';
import type { OpenExchange } from './open-exchange.ts';
import { createPacedValue } from './paced-value.ts';
import { useStore } from './store.ts';

const paced = createPacedValue<OpenExchange | null>({
  initial: null,
  mustShowNow: (shown, next) =>
    shown === null ||
    next === null ||
    shown.id !== next.id ||
    shown.selection !== next.selection ||
    shown.isLive !== next.isLive ||
    (shown.momentAt === null) !== (next.momentAt === null) ||
    shown.isLoading !== next.isLoading ||
    shown.isFinalApplied !== next.isFinalApplied ||
    shown.detail?.summary.phase !== next.detail?.summary.phase,
  now: () => performance.now(),
  // The task after a frame's callbacks runs when it has been laid out and painted.
  afterPaint: (callback) => nextFrame(() => setTimeout(callback, 0)),
  setTimer: (callback, ms) => {
    const timer = setTimeout(callback, untilBeat(ms, performance.now()));
    return () => clearTimeout(timer);
  },
  onShown: noteShowing,
});

useStore.subscribe((state, before) => {
  const { openExchange: open } = state;
  if (open !== before.openExchange) paced.offer(open === null ? null : asAtMoment(open));
});

/** The open exchange at the pace of the window, its completion as at the playhead; null when none is open. */
export function usePacedOpen(): OpenExchange | null {
  return useSyncExternalStore(paced.subscribe, paced.read);
}

/** The same, outside of rendering: what is on the screen now. */
export function pacedOpen(): OpenExchange | null {
  return paced.read();
}
