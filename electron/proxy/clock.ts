/** Epoch milliseconds with a fraction, for the times of chunks. */

// The monotonic clock counts from here; moved when the wall clock was set or the machine slept.
let origin = performance.timeOrigin;
/** Monotonic: when the wall clock was last looked at. It costs as much as the rest, and chunks come by hundreds in one read. */
let lookedAt = Number.NEGATIVE_INFINITY;
const lookEveryMs = 5;

/** Now, in epoch ms with a fraction. Rises steadily; follows the wall clock when that jumps by more than 50 ms. */
export function epochNow(): number {
  const monotonic = performance.now();
  if (monotonic - lookedAt < lookEveryMs) return origin + monotonic;
  lookedAt = monotonic;
  const wall = Date.now();
  const drift = wall - (origin + monotonic);
  if (drift > 50 || drift < -50) origin += drift;
  return origin + monotonic;
}
