/** Epoch milliseconds with a fraction, for the times of chunks. */

// The monotonic clock counts from here; moved when the wall clock was set or the machine slept.
let origin = performance.timeOrigin;

/** Now, in epoch ms with a fraction. Rises steadily; follows the wall clock when that jumps by more than 50 ms. */
export function epochNow(): number {
  const monotonic = performance.now();
  const wall = Date.now();
  const drift = wall - (origin + monotonic);
  if (drift > 50 || drift < -50) origin += drift;
  return origin + monotonic;
}
