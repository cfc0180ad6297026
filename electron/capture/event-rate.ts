/** Events per second over the last second, in ten buckets: a number for the status bar. */

export type EventRate = {
  /** `now` in ms of any monotonic clock. */
  readonly add: (events: number, now: number) => void;
  readonly perSecond: (now: number) => number;
};

const bucketMs = 100;
const bucketCount = 10;

/** A rate of zero. */
export function createEventRate(): EventRate {
  const buckets = new Array<number>(bucketCount).fill(0);
  let newest = 0;
  const advance = (now: number): void => {
    const current = Math.floor(now / bucketMs);
    for (let bucket = Math.max(newest + 1, current - bucketCount + 1); bucket <= current; bucket += 1) {
      buckets[bucket % bucketCount] = 0;
    }
    newest = Math.max(newest, current);
  };
  return {
    add: (events, now) => {
      advance(now);
      buckets[newest % bucketCount] = (buckets[newest % bucketCount] ?? 0) + events;
    },
    perSecond: (now) => {
      advance(now);
      return buckets.reduce((sum, events) => sum + events, 0);
    },
  };
}
