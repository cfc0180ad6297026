/** Times for the chunks of both directions of a socket: strictly rising, so that their order can be told from them later. */
import { epochNow } from './clock.ts';

/** Less than a microsecond apart would be the same number at this size (float64). */
const leastStepMs = 0.001;

/** A clock for one connection. */
export function createSocketClock(): () => number {
  let last = 0;
  return () => {
    last = Math.max(epochNow(), last + leastStepMs);
    return last;
  };
}
