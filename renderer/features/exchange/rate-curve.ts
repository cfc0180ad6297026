/** Tokens/s of the strip: one curve per block, smoothed by a Gaussian, broken at stalls. Pure. */
import { niceCeiling } from './between-tokens.ts';
import type { StreamTrack, TrackBlock } from './stream-track.ts';
import { firstAtOrAfter, pixelOf, type StripView } from './strip-model.ts';

/** Standard deviation of the smoothing of tokens/s. */
const smoothingMs = 170;

/** A stretch of one block without stalls: the curve is drawn over each of them. */
export type CurveStretch = {
  readonly block: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly isOpen: boolean;
};

/** Blocks cut at the stalls inside them, in order of their start. An open last block reaches to `nowMs`. */
export function curveStretches(track: StreamTrack, nowMs: number | null): readonly CurveStretch[] {
  const stretches: CurveStretch[] = [];
  track.blocks.forEach((block, index) => {
    const endMs = blockEnd(track, block);
    let startMs = block.startMs;
    for (const stall of track.stalls) {
      if (stall.startMs < startMs || stall.startMs >= endMs) continue;
      stretches.push({ block: index, startMs, endMs: stall.startMs, isOpen: false });
      startMs = Math.min(stall.endMs, endMs);
    }
    const isOpen = nowMs !== null && block.isOpen && nowMs - endMs < track.stallThresholdMs;
    const end = isOpen ? nowMs : endMs;
    if (end > startMs) stretches.push({ block: index, startMs, endMs: end, isOpen });
  });
  return stretches;
}

function blockEnd(track: StreamTrack, block: TrackBlock): number {
  return track.at[block.lastContentEvent] ?? block.endMs;
}

/** Tokens/s of one block, one value per pixel from the pixel of `startMs` on. */
export type Curve = { readonly stretch: CurveStretch; readonly startPx: number; readonly perSecond: Float64Array };

/**
 * Tokens/s smoothed by a Gaussian of 170 ms, per pixel of the view. At an open end the missing half of the bell is made
 * up for, so that the curve does not dip at now.
 */
export function rateCurves(
  track: StreamTrack,
  view: StripView,
  widthPx: number,
  nowMs: number | null,
): readonly Curve[] {
  const msPerPx = view.spanMs / widthPx;
  const sigmaPx = Math.max(0.6, smoothingMs / msPerPx);
  const kernel = gaussianKernel(sigmaPx);
  return curveStretches(track, nowMs).flatMap((stretch) => {
    const first = Math.max(-kernel.length, Math.floor(pixelOf(view, widthPx, stretch.startMs)));
    const last = Math.min(widthPx + kernel.length, Math.ceil(pixelOf(view, widthPx, stretch.endMs)));
    if (last < 0 || first > widthPx || last <= first) return [];
    const bins = tokenBins(track, view, widthPx, stretch, first, last - first + 1);
    const perSecond = smoothed(bins, kernel, stretch.isOpen);
    for (let index = 0; index < perSecond.length; index += 1)
      perSecond[index] = ((perSecond[index] as number) * 1000) / msPerPx;
    return [{ stretch, startPx: first, perSecond }];
  });
}

function tokenBins(
  track: StreamTrack,
  view: StripView,
  widthPx: number,
  stretch: CurveStretch,
  firstPx: number,
  count: number,
): Float64Array {
  const bins = new Float64Array(count);
  const from = firstAtOrAfter(track, stretch.startMs);
  const to = firstAtOrAfter(track, stretch.endMs + 0.001);
  for (let index = from; index < to; index += 1) {
    if (track.block[index] !== stretch.block) continue;
    const bin = Math.floor(pixelOf(view, widthPx, track.at[index] as number)) - firstPx;
    if (bin >= 0 && bin < count) bins[bin] = (bins[bin] as number) + (track.tokens[index] as number);
  }
  return bins;
}

/** One side of a Gaussian, index 0 its top, cut at 3 sigma; the whole bell sums to 1. */
function gaussianKernel(sigmaPx: number): Float64Array {
  const reach = Math.max(1, Math.ceil(sigmaPx * 3));
  const kernel = new Float64Array(reach + 1);
  let sum = 0;
  for (let offset = 0; offset <= reach; offset += 1) {
    const value = Math.exp(-0.5 * (offset / sigmaPx) ** 2);
    kernel[offset] = value;
    sum += offset === 0 ? value : 2 * value;
  }
  return kernel.map((value) => value / sum);
}

function smoothed(bins: Float64Array, kernel: Float64Array, isOpenEnd: boolean): Float64Array {
  const result = new Float64Array(bins.length);
  const reach = kernel.length - 1;
  for (let bin = 0; bin < bins.length; bin += 1) {
    const tokens = bins[bin] as number;
    if (tokens === 0) continue;
    const from = Math.max(0, bin - reach);
    const to = Math.min(bins.length - 1, bin + reach);
    for (let at = from; at <= to; at += 1) {
      result[at] = (result[at] as number) + tokens * (kernel[Math.abs(at - bin)] as number);
    }
  }
  if (isOpenEnd) correctOpenEnd(result, kernel);
  return result;
}

function correctOpenEnd(values: Float64Array, kernel: Float64Array): void {
  let mass = 0.5 - (kernel[0] as number) / 2;
  for (let back = 0; back < Math.min(kernel.length, values.length); back += 1) {
    mass += kernel[back] as number;
    const at = values.length - 1 - back;
    values[at] = (values[at] as number) / Math.min(1, Math.max(0.5, mass));
  }
}

/** Tokens/s at a moment: the same bell as the curve, over the content events near it. */
export function rateAt(track: StreamTrack, ms: number, nowMs: number | null): number {
  const reach = smoothingMs * 3;
  let sum = 0;
  for (let index = firstAtOrAfter(track, ms - reach); index < track.length; index += 1) {
    const distance = (track.at[index] as number) - ms;
    if (distance > reach) break;
    if ((track.block[index] as number) < 0) continue;
    sum += (track.tokens[index] as number) * Math.exp(-0.5 * (distance / smoothingMs) ** 2);
  }
  const perSecond = (sum * 1000) / (smoothingMs * Math.sqrt(2 * Math.PI));
  const isAtNow = nowMs !== null && nowMs - ms < smoothingMs;
  return isAtNow ? perSecond * 2 : perSecond;
}

/** The top of the tokens/s scale: grows with the curve, never shrinks by itself. */
export function rateCeiling(curves: readonly Curve[], before: number): number {
  let peak = 0;
  for (const curve of curves) for (const value of curve.perSecond) peak = Math.max(peak, value);
  return Math.max(before, niceCeiling(Math.max(8, peak * 1.08)));
}
