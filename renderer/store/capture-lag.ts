/** Whether capture is late: then silence in a stream means nothing yet, and no stall may be shown. */
import type { CaptureStatus } from '../../shared/ipc/contract.ts';
import type { OpenExchange } from './open-exchange.ts';
import { useStore } from './store.ts';

/** Chunks that wait for their turn to be settled are normal; this many are not, whatever the pace. */
const fewestChunks = 32;
/** Seconds of traffic that may wait. */
const normalWaitSeconds = 0.5;
/** While events come, counts do four times a second. */
const longestSilenceMs = 1_000;

let statusAt = performance.now();
useStore.subscribe((state, before) => {
  if (state.captureStatus !== before.captureStatus) statusAt = performance.now();
});

/** More waits than the pace explains, or nothing was heard for `silenceMs` although events were coming. Pure. */
export function isLagging({ chunksBehind, eventsPerSecond }: CaptureStatus, silenceMs: number): boolean {
  if (chunksBehind > Math.max(fewestChunks, eventsPerSecond * normalWaitSeconds)) return true;
  return eventsPerSecond > 0 && silenceMs > longestSilenceMs;
}

/** Is what the window knows of `open` older than it seems? */
export function isBehind(open: OpenExchange): boolean {
  if (open.isLoading || open.knownCount > open.events.length) return true;
  return isLagging(useStore.getState().captureStatus, performance.now() - statusAt);
}
