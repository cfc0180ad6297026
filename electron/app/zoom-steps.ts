/** The steps of a window's zoom, as browsers have them. Pure. */

/** Smallest first. */
export const zoomFactors: readonly number[] = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** One step larger (1) or smaller (-1), or as drawn (0); at the ends it stays. */
export function nextZoom(zoom: number, step: -1 | 0 | 1): number {
  if (step === 0) return 1;
  const larger = step === 1;
  const found = larger ? zoomFactors.find((factor) => factor > zoom) : zoomFactors.findLast((factor) => factor < zoom);
  return found ?? zoom;
}
