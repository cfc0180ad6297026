/**
 * When batches reach the store: at once while there is time, else gathered until the next frame. So a stream that is faster
 * than the window can paint costs one paint per frame instead of a growing row of them.
 */

export type BatchPacer<Batch> = { readonly push: (batch: Batch) => void };

type PacerOptions<Batch> = {
  /** Takes all batches since the last time, in order. */
  readonly flush: (batches: readonly Batch[]) => void;
  /** Ms, rising. */
  readonly now: () => number;
  /** Calls back before the next paint, or soon where nothing is painted. */
  readonly onNextFrame: (callback: () => void) => void;
};

/** A flush right after another one waits for a frame, ms. */
const restMs = 12;

export function createBatchPacer<Batch>({ flush, now, onNextFrame }: PacerOptions<Batch>): BatchPacer<Batch> {
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
      if (now() - flushedAt >= restMs) return run();
      isAsked = true;
      onNextFrame(run);
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
