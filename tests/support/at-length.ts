/** How often a test repeats itself: at length, but for `npm run check`, which only wants to know quickly. */

/**
 * `whole`, or `quick` in `npm run check` (scripts/check.mjs sets WIRELENS_TESTS). Everybody else repeats at length: `npm test`,
 * and vitest called by hand.
 */
export function atLength(whole: number, quick: number): number {
  return process.env.WIRELENS_TESTS === 'quick' ? quick : whole;
}
