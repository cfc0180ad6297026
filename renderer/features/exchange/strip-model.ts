/**
 * What the strip paints, in ms and pixels but without a canvas: the scale that eases, merged ticks and the axis. Pure
 * functions of a track and a width; the curve over the blocks is in rate-curve.ts.
 */
import { roles } from './event-role.ts';
import type { StreamTrack } from './stream-track.ts';

/** The piece of time that the strip shows. */
export type StripView = { readonly startMs: number; readonly spanMs: number };

/** While live, now stands here; when it would pass `nowLimit` the scale eases back. */
export const nowShare = 0.8;
const nowLimit = 0.92;
/** Over this many events ticks merge per pixel. */
const tickMergeLimit = 1500;

const shortestSpanMs = 1000;
const firstWarmRole = roles.indexOf('danger');
/** The share of the height that the smallest piece gets. */
const lowestTick = 0.4;

/** The view of a live stream: stays as it is until now would pass 92 % of it, then has it at 80 % again. */
export function liveView(nowMs: number, before: StripView | null): StripView {
  if (before !== null && before.startMs === 0 && nowMs <= before.spanMs * nowLimit) return before;
  return { startMs: 0, spanMs: Math.max(shortestSpanMs, nowMs / nowShare) };
}

/** The view of an ended exchange: all of it, with room at the right where something is said about its end. */
export function fittedView(endMs: number, hasEndNote: boolean): StripView {
  return { startMs: 0, spanMs: Math.max(50, endMs / (hasEndNote ? 0.8 : 0.985)) };
}

/** Zooms by `factor` (below 1: closer) so that the moment under the pointer stays there; never wider than `full`. */
export function zoomedView(view: StripView, full: StripView, atMs: number, factor: number): StripView {
  const spanMs = Math.min(full.spanMs, Math.max(20, view.spanMs * factor));
  const share = (atMs - view.startMs) / view.spanMs;
  return clampedView({ startMs: atMs - share * spanMs, spanMs }, full);
}

/** Keeps a view inside the full one. */
export function clampedView(view: StripView, full: StripView): StripView {
  const last = full.startMs + full.spanMs - view.spanMs;
  return { startMs: Math.max(full.startMs, Math.min(view.startMs, last)), spanMs: view.spanMs };
}

/** Pixel of a moment. */
export function pixelOf(view: StripView, widthPx: number, ms: number): number {
  return ((ms - view.startMs) / view.spanMs) * widthPx;
}

/** Moment of a pixel. */
export function momentOf(view: StripView, widthPx: number, px: number): number {
  return view.startMs + (px / widthPx) * view.spanMs;
}

/** One tick: x in px, height 0 to 1, role index, and how many events it stands for. */
export type Tick = { readonly x: number; readonly height: number; readonly role: number; readonly events: number };

/** Ticks of the events in view: one each, or merged per pixel over 1,500 events (height: the sum, on a square root). */
export function ticksInView(track: StreamTrack, view: StripView, widthPx: number): readonly Tick[] {
  const [from, to] = eventsInView(track, view);
  const ticks =
    to - from > tickMergeLimit
      ? mergedTicks(track, view, widthPx, from, to)
      : singleTicks(track, view, widthPx, from, to);
  // Every event carries the same envelope: what is above the smallest piece of content makes the difference.
  const content = ticks.filter((tick) => tick.role > 0 && tick.role < firstWarmRole);
  const highest = content.reduce((most, tick) => Math.max(most, tick.height), 1);
  const lowest = content.reduce((least, tick) => Math.min(least, tick.height), highest);
  const span = Math.max(highest - lowest, highest * 0.04);
  return ticks.map((tick) => ({
    ...tick,
    height: Math.min(1, lowestTick + (1 - lowestTick) * Math.sqrt(Math.max(0, tick.height - lowest) / span)),
  }));
}

/** Half-open range of the events that the view shows. */
function eventsInView(track: StreamTrack, view: StripView): readonly [number, number] {
  return [firstAtOrAfter(track, view.startMs), firstAtOrAfter(track, view.startMs + view.spanMs + 0.001)];
}

/** First and last of the events between two moments, both included; null where none came. */
export function eventsBetween(
  track: StreamTrack,
  startMs: number,
  endMs: number,
): { readonly first: number; readonly last: number } | null {
  const first = firstAtOrAfter(track, startMs);
  const last = firstAtOrAfter(track, endMs + 0.001) - 1;
  return last < first ? null : { first, last };
}

/** Index of the first event at or after `ms`; the length when there is none. */
export function firstAtOrAfter(track: StreamTrack, ms: number): number {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.at[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function singleTicks(track: StreamTrack, view: StripView, widthPx: number, from: number, to: number): Tick[] {
  const ticks: Tick[] = [];
  for (let index = from; index < to; index += 1) {
    ticks.push({
      x: pixelOf(view, widthPx, track.at[index] as number),
      height: track.sizeBytes[index] as number,
      role: track.role[index] as number,
      events: 1,
    });
  }
  return ticks;
}

function mergedTicks(track: StreamTrack, view: StripView, widthPx: number, from: number, to: number): Tick[] {
  const columns = Math.max(1, Math.ceil(widthPx));
  const height = new Float64Array(columns);
  const events = new Uint32Array(columns);
  const heaviest = new Float64Array(columns);
  const role = new Uint8Array(columns);
  for (let index = from; index < to; index += 1) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(pixelOf(view, widthPx, track.at[index] as number))));
    const bytes = track.sizeBytes[index] as number;
    height[column] = (height[column] as number) + bytes;
    events[column] = (events[column] as number) + 1;
    // A frame never gives its grey to a pixel that also holds content; trouble always shows.
    const weight =
      track.role[index] === 0 ? 0 : (track.role[index] as number) >= firstWarmRole ? Number.MAX_VALUE : bytes;
    if (weight >= (heaviest[column] as number)) {
      heaviest[column] = weight;
      role[column] = track.role[index] as number;
    }
  }
  const ticks: Tick[] = [];
  for (let column = 0; column < columns; column += 1) {
    const count = events[column] as number;
    if (count > 0)
      ticks.push({ x: column, height: height[column] as number, role: role[column] as number, events: count });
  }
  return ticks;
}

/** Steps of an axis of minutes and hours: a hundred seconds are nobody's measure. */
const longStepsMs: readonly number[] = [60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400].map(
  (seconds) => seconds * 1000,
);

/** Moments of the axis: at least `minimumPx` apart, on 1, 2 or 5 times a power of ten, from half a minute on on whole minutes. */
export function axisMoments(
  view: StripView,
  widthPx: number,
  minimumPx: number,
): { readonly stepMs: number; readonly moments: readonly number[] } {
  const wanted = (view.spanMs / widthPx) * minimumPx;
  const power = 10 ** Math.floor(Math.log10(Math.max(0.001, wanted)));
  const decimal = ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
  const stepMs = wanted > 20_000 ? (longStepsMs.find((step) => step >= wanted) ?? decimal) : decimal;
  const moments: number[] = [];
  for (let step = Math.ceil(view.startMs / stepMs - 1e-9); step * stepMs <= view.startMs + view.spanMs; step += 1) {
    moments.push(step * stepMs + 0);
  }
  return { stepMs, moments };
}
