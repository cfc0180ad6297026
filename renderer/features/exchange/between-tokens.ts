/** What lies between tokens: gaps, their percentiles and histogram, and the rule of what a stall is. Pure. */

/** A silence that was a stall: `afterEvent` is the last event before it, `beforeEvent` the one that ended it. */
export type Stall = {
  readonly afterEvent: number;
  /** Null while it lasts, or when the stream ended in it. */
  readonly beforeEvent: number | null;
  readonly startMs: number;
  readonly endMs: number;
};

/** A stall is this many times the stream's own median gap... */
const stallFactor = 12;
/** ...and never shorter than this. */
const shortestStallMs = 250;

/** Gaps below this are one network chunk (or its clock): they say nothing about the pace of the stream. */
const sameMomentMs = 0.5;

/** A stream that shows no rhythm of its own: this long a silence is a stall whatever its median gap is. */
const unpacedStallMs = 2_000;
/** Fewer gaps are no rhythm yet. */
const fewestGaps = 8;
/** Where fewer of the events come one by one, most come in bursts, and the gaps are the rests between those... */
const pacedShare = 1 / 4;
/** ...which are a rhythm, too, as long as nine in ten stay below this many times their median. */
const regularFactor = 2;

/** The length from which a gap is a stall, in a stream of `events` events with these gaps (`gapsBetween`, sorted). */
export function stallThreshold(sorted: ArrayLike<number>, events: number): number {
  const median = percentile(sorted, 0.5) ?? 0;
  const usual = Math.max(shortestStallMs, median * stallFactor);
  return hasRhythm(sorted, median, events) ? usual : Math.min(usual, unpacedStallMs);
}

function hasRhythm(sorted: ArrayLike<number>, median: number, events: number): boolean {
  if (sorted.length < fewestGaps) return false;
  return sorted.length >= events * pacedShare || (percentile(sorted, 0.9) as number) <= median * regularFactor;
}

/** Gaps between consecutive moments (ms, rising), those of one and the same moment left out. */
export function gapsBetween(moments: ArrayLike<number>, length: number): Float64Array {
  const gaps = new Float64Array(Math.max(0, length - 1));
  let count = 0;
  let before = moments[0] ?? 0;
  for (let index = 1; index < length; index += 1) {
    const moment = moments[index] as number;
    if (moment - before >= sameMomentMs) {
      gaps[count] = moment - before;
      count += 1;
    }
    before = moment;
  }
  return gaps.slice(0, count);
}

/** The value below which `share` (0 to 1) of the sorted values lie (nearest rank); null for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  if (sorted.length === 0) return null;
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[rank] as number;
}

export type HistogramBin = { readonly fromMs: number; readonly toMs: number; readonly count: number };

export type BetweenTokens = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
  readonly stallThresholdMs: number;
  /** Equal bins from 0 to `axisMs`; the last one holds everything above. */
  readonly bins: readonly HistogramBin[];
  readonly axisMs: number;
};

const binCount = 16;

/** Figures of the gaps between `events` events; null below two gaps. */
export function readGaps(gaps: Float64Array, events: number): BetweenTokens | null {
  if (gaps.length < 2) return null;
  const sorted = gaps.slice().sort();
  const p50 = percentile(sorted, 0.5) as number;
  const p99 = percentile(sorted, 0.99) as number;
  const axisMs = niceCeiling(Math.max(percentile(sorted, 0.95) as number, p50 * 2));
  return {
    count: sorted.length,
    p50,
    p95: percentile(sorted, 0.95) as number,
    p99,
    longest: sorted[sorted.length - 1] as number,
    stallThresholdMs: stallThreshold(sorted, events),
    bins: fillBins(sorted, axisMs),
    axisMs,
  };
}

function fillBins(sorted: Float64Array, axisMs: number): readonly HistogramBin[] {
  const width = axisMs / (binCount - 1);
  const counts = new Array<number>(binCount).fill(0);
  for (const gap of sorted) {
    const bin = Math.min(binCount - 1, Math.floor(gap / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count, index) => ({
    fromMs: index * width,
    toMs: index === binCount - 1 ? Number.POSITIVE_INFINITY : (index + 1) * width,
    count,
  }));
}

/** The next of 1, 1.5, 2, 3, 4, 6, 8 times a power of ten that is not below `value`. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= value * 0.999);
  return (step ?? 10) * power;
}
