/** The open exchange's track, and values of the store that change at most four times a second. */
import { useEffect, useState } from 'react';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { untilFigures } from '../../lib/beat.ts';
import { isBehind } from '../../store/capture-lag.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { type State, useStore } from '../../store/store.ts';
import { createStreamTrack, extendTrack, type StreamTrack, settleTrack } from './stream-track.ts';

/** Tracks by the array that holds their events: it is shared by all versions of a list and goes with the exchange. */
const tracks = new WeakMap<readonly EventRecord[], StreamTrack>();

/** The track of an exchange, grown to its events. Cheap when nothing came. */
export function trackOf(open: OpenExchange): StreamTrack {
  const { items, length } = open.events;
  const startedAt = open.detail?.start.startedAt ?? items[0]?.receivedAt ?? 0;
  let track = tracks.get(items);
  const summary = open.detail?.summary;
  const isSession = summary?.isWebSocket === true && summary.turnOf === undefined;
  if (track === undefined || track.startedAt !== startedAt || track.isSession !== isSession) {
    track = createStreamTrack(startedAt, isSession);
    tracks.set(items, track);
  }
  extendTrack(track, items, length);
  if (open.detail?.summary.phase === 'ended') settleTrack(track);
  return track;
}

/** Is more to come? */
export function isRunning(open: OpenExchange): boolean {
  return open.detail === null ? open.failure === null : open.detail.summary.phase !== 'ended';
}

/**
 * Up to when (ms since the start) it is known that nothing came: now while it runs, its end after; null while capture or
 * the window is late, since what is missing may be on its way.
 */
export function silentUntil(open: OpenExchange): number | null {
  const { startedAt } = trackOf(open);
  if (!isRunning(open)) return (open.detail?.summary.endedAt ?? startedAt) - startedAt;
  return isBehind(open) ? null : Date.now() - startedAt;
}

/** Our estimate of the output tokens: that of the row, so that both say the same, else from the characters here. */
export function estimatedOutput(open: OpenExchange): number {
  const { blocks } = trackOf(open);
  return open.detail?.summary.estimatedOutputTokens ?? blocks.reduce((sum, block) => sum + block.estimatedTokens, 0);
}

const slowMs = 250;

/** A selected value that changes at most every 250 ms, for figures: a digit that flickers cannot be read. */
export function useSlowly<Value>(select: (state: State) => Value): Value {
  const [value, setValue] = useState(() => select(useStore.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let changedAt = 0;
    const apply = (): void => {
      timer = null;
      changedAt = performance.now();
      setValue(() => select(useStore.getState()));
    };
    apply();
    const unsubscribe = useStore.subscribe((state, before) => {
      if (timer !== null || select(state) === select(before)) return;
      const now = performance.now();
      timer = setTimeout(apply, untilFigures(changedAt + slowMs - now, now));
    });
    return () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    };
  }, [select]);
  return value;
}
