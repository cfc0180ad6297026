/**
 * The open exchange as log and completion paint it. The store has every event as soon as it comes; painting each batch
 * of a fast stream would keep the window busy all the time, so that it is paced. Picks and ends are never held back.
 * Of a growing stream the completion follows the log in a task of its own, before the next frame mostly: whoever presses
 * a key then waits for half a showing.
 */
import { useSyncExternalStore } from 'react';
import { noteShowing, untilBeat } from '../lib/beat.ts';
import { nextFrame } from './batch-pacer.ts';
import { asAtMoment } from './completion-at.ts';
import { createFollower, nextTask } from './follower.ts';
import type { OpenExchange } from './open-exchange.ts';
import { createPacedValue } from './paced-value.ts';
import { useStore } from './store.ts';

function mustShowNow(shown: OpenExchange | null, next: OpenExchange | null): boolean {
  return (
    shown === null ||
    next === null ||
    shown.id !== next.id ||
    shown.selection !== next.selection ||
    shown.isLive !== next.isLive ||
    (shown.momentAt === null) !== (next.momentAt === null) ||
    shown.isLoading !== next.isLoading ||
    shown.isFinalApplied !== next.isFinalApplied ||
    shown.detail?.summary.phase !== next.detail?.summary.phase
  );
}

/** A pick among events that are shown already, by a key mostly: it waits for no growth, and the growth for its turn. */
export function pickAlone(shown: OpenExchange | null, next: OpenExchange | null): OpenExchange | null {
  if (shown === null || next === null) return null;
  const { selection, isLive, hoveredEvent } = next;
  const last = selection.kind === 'event' ? selection.index : selection.kind === 'range' ? selection.last : -1;
  if (last >= shown.events.length) return null;
  const picked = { ...shown, selection, isLive, hoveredEvent };
  return mustShowNow(picked, next) ? null : picked;
}

const paced = createPacedValue<OpenExchange | null>({
  initial: null,
  mustShowNow,
  enoughNow: pickAlone,
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

const text = createFollower(paced, mustShowNow, nextTask);

/** The open exchange at the pace of the window, its completion as at the playhead; null when none is open. For the log. */
export function usePacedOpen(): OpenExchange | null {
  return useSyncExternalStore(paced.subscribe, paced.read);
}

/** The same as the completion shows it: a task later while it grows. */
export function usePacedText(): OpenExchange | null {
  return useSyncExternalStore(text.subscribe, text.read);
}

/** Calls back with each showing, when log and completion have what it shows; returns the unsubscribe. */
export function onShowing(listener: () => void): () => void {
  return text.subscribe(listener);
}

/** What the completion shows now, outside of rendering. */
export function pacedText(): OpenExchange | null {
  return text.read();
}
