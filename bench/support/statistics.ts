/** The few statistics that a bench needs: medians over rounds, percentiles over samples. */

/** The value below which `share` (0 to 1) of the samples lie; NaN for no samples. Sorts a copy. */
export function percentile(samples: ArrayLike<number>, share: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

export function median(samples: ArrayLike<number>): number {
  return percentile(samples, 0.5);
}

/** `1.07` for people; a dash where there is nothing to say. */
export function formatNumber(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
