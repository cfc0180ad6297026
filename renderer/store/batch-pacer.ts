/**
 * When batches reach the store: at once while there is time, else gathered for a moment, so that what piled up behind a long
 * task costs one change of the store. No frame is waited for: where frames are slow, events would be as late as they are.
 */

export type BatchPacer<Batch> = { readonly push: (batch: Batch) => void };

type PacerOptions<Batch> = {
  /** Takes all batches since the last time, in order. */
  readonly flush: (batches: readonly Batch[]) => void;
  /** Ms, rising. */
  readonly now: () => number;
  readonly setTimer: (callback: () => void, ms: number) => void;
};

/** From one flush to the next, ms: less than the time between two batches of a window that keeps up. */
const restMs = 12;

export function createBatchPacer<Batch>({ flush, now, setTimer }: PacerOptions<Batch>): BatchPacer<Batch> {
  let waiting: Batch[] = [];
  let isAsked = false;
  let flushedAt = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    isAsked = false;
    const batches = waiting;
    waiting = [];
    flush(batches);
    flushedAt = now();
  };
  return {
    push: (batch) => {
      waiting.push(batch);
      if (isAsked) return;
      const leftMs = flushedAt + restMs - now();
      if (leftMs <= 0) return run();
      isAsked = true;
      setTimer(run, leftMs);
    },
  };
}

/** The next animation frame; a hidden window has none, so 50 ms are the longest wait. */
export function nextFrame(callback: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 50);
}
