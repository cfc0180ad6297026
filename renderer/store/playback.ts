/** The playhead: shows the open exchange as it was at a moment, and plays it from there at the pace it had. */
import { nextFrame } from './batch-pacer.ts';
import { lastEventBefore } from './event-list.ts';
import type { OpenExchange } from './open-exchange.ts';
import { type PlaySpeed, playSpeeds } from './playback-slice.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;

/** A frame that came late (a hidden window) must not jump over the stream. */
const longestStepMs = 100;

/** Shows the moment `at` (epoch ms); null, or the end: what there is now. Leaves and returns to live. */
export function showMoment(at: number | null): void {
  const open = get().openExchange;
  if (open === null) return;
  const momentAt = at === null || at >= endOf(open) ? null : Math.max(startOf(open), at);
  if (momentAt === open.momentAt) return;
  const isLive = momentAt === null;
  set({ openExchange: { ...open, momentAt, isLive }, ...(isLive ? { isPlaying: false } : {}) });
}

/** Back to what there is now: nothing picked, pinned to the end. */
export function showNow(): void {
  const open = get().openExchange;
  if (open === null) return;
  set({
    openExchange: { ...open, momentAt: null, isLive: true, selection: { kind: 'none' } },
    isPlaying: false,
  });
}

/** Moves the playhead onto the next or previous event; from now, the last one. */
export function stepMoment(by: 1 | -1): void {
  const open = get().openExchange;
  if (open === null || open.events.length === 0) return;
  const at = open.momentAt === null ? open.events.length - 1 : lastEventBefore(open.events, open.momentAt);
  // Events of one chunk share a moment: go on to the next that is another.
  let index = at + by;
  while (by === -1 && index > 0 && receivedAt(open, index) === receivedAt(open, at)) index -= 1;
  showMoment(index < 0 ? startOf(open) : index >= open.events.length ? null : receivedAt(open, index));
}

/** Moves the playhead by a share of the whole, -1 to 1. */
export function skipMoment(share: number): void {
  const open = get().openExchange;
  if (open === null) return;
  const end = endOf(open);
  showMoment((open.momentAt ?? end) + (end - startOf(open)) * share);
}

/** Plays from the playhead, or from the start where that is now; pauses while playing. */
export function togglePlaying(): void {
  const { isPlaying, openExchange: open, playSpeed } = get();
  if (open === null || open.events.length === 0) return;
  if (isPlaying) {
    set({ isPlaying: false });
    return;
  }
  if (open.momentAt === null) showMoment(startOf(open));
  if (playSpeed === 'instant') showMoment(null);
  else {
    set({ isPlaying: true });
    run(open.id, performance.now());
  }
}

/** Slower (-1), faster (1), or the next speed and around (0). */
export function changeSpeed(by: -1 | 0 | 1): void {
  const at = playSpeeds.indexOf(get().playSpeed);
  const next = by === 0 ? (at + 1) % playSpeeds.length : Math.min(playSpeeds.length - 1, Math.max(0, at + by));
  setSpeed(playSpeeds[next] ?? 1);
}

function setSpeed(playSpeed: PlaySpeed): void {
  set({ playSpeed });
  if (playSpeed === 'instant' && get().isPlaying) showMoment(null);
}

function run(id: string, before: number): void {
  nextFrame(() => {
    const { isPlaying, openExchange: open, playSpeed } = get();
    if (!isPlaying) return;
    if (open?.id !== id || open.momentAt === null || playSpeed === 'instant') {
      set({ isPlaying: false });
      return;
    }
    const now = performance.now();
    showMoment(open.momentAt + Math.min(longestStepMs, now - before) * playSpeed);
    run(id, now);
  });
}

function receivedAt(open: OpenExchange, index: number): number {
  return open.events.items[index]?.receivedAt ?? 0;
}

function startOf(open: OpenExchange): number {
  return open.detail?.start.startedAt ?? receivedAt(open, 0);
}

/** Where the playhead meets now: this moment while it runs, else the last event. */
function endOf(open: OpenExchange): number {
  const isRunning = open.detail !== null && open.detail.summary.phase !== 'ended';
  return isRunning ? Date.now() : Math.max(startOf(open), receivedAt(open, open.events.length - 1));
}
