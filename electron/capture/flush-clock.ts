/** When what was captured is written: soon enough for the promise of 250 ms, and as seldom as that allows. */

export type FlushClock = {
  /** Bytes of a chunk that wait to be written. */
  readonly gathered: (sizeBytes: number) => void;
  /**
   * A batch was taken: writes at once where the next one would come too late for what this one brought.
   *
   * @param begunAt when the batch's first record came, epoch ms
   * @param gapMs since the batch before
   * @param hasEnded an exchange has ended and waits to be written
   */
  readonly batchTaken: (begunAt: number, gapMs: number, hasEnded: boolean) => void;
  readonly rowChanged: () => void;
  readonly exchangeEnded: () => void;
  /** A flush begins: nothing waits any more. */
  readonly begins: () => void;
  /** A flush is done; what could not be written is tried again after a second. */
  readonly done: (isWritten: boolean) => void;
  readonly dispose: () => void;
};

/** What came is written when it is this old: with a late timer or two the disk is less than 250 ms behind the traffic. */
const writtenAfterMs = 200;
/** A row that nobody waits for. */
const rowWrittenAfterMs = 500;
/** An exchange that has ended is written, told and let go of sooner, unless that was done for others a moment ago. */
const flushEndedAfterMs = 20;
const endsEveryMs = 100;
/** More than this waiting is written at once. */
const flushAtBytes = 1024 * 1024;
const retryAfterMs = 1000;

/** @param flush calls `begins` and `done` */
export function createFlushClock(flush: () => void): FlushClock {
  /** Of chunks taken since the last flush. */
  let gatheredBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  /** Monotonic ms, as `flushedAt`. */
  let dueAt = 0;
  let flushedAt = Number.NEGATIVE_INFINITY;
  /** When what waits for the next flush began to come, epoch ms; 0: nothing waits. */
  let oldestAt = 0;

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  /** Sooner, where it was to be sooner. */
  const flushIn = (durationMs: number): void => {
    const at = performance.now() + durationMs;
    if (timer !== null && dueAt <= at) return;
    stop();
    dueAt = at;
    timer = setTimeout(flush, durationMs);
  };
  const exchangeEnded = (): void => flushIn(Math.max(flushEndedAfterMs, endsEveryMs - (performance.now() - flushedAt)));

  return {
    gathered: (sizeBytes) => {
      gatheredBytes += sizeBytes;
    },
    batchTaken: (begunAt, gapMs, hasEnded) => {
      // A batch that was late already does not hurry: else each of them would be written by itself, and the next be later still.
      if (oldestAt === 0) oldestAt = Math.max(begunAt, Date.now() - writtenAfterMs / 2);
      const leftMs = Math.min(writtenAfterMs, writtenAfterMs - (Date.now() - oldestAt));
      if (hasEnded) exchangeEnded();
      // Each waking costs as much as a write.
      if (gatheredBytes > flushAtBytes || (!hasEnded && leftMs <= gapMs)) flush();
      else flushIn(leftMs);
    },
    rowChanged: () => flushIn(rowWrittenAfterMs),
    exchangeEnded,
    begins: () => {
      stop();
      oldestAt = 0;
      gatheredBytes = 0;
    },
    done: (isWritten) => {
      flushedAt = performance.now();
      if (!isWritten) flushIn(retryAfterMs);
    },
    dispose: stop,
  };
}
