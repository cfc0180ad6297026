/** The clock that all lanes share: which stretch of time it shows, its ticks, and zooming. Pure; epoch ms throughout. */
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { formatClock } from '../../lib/format.ts';
import type { TimeRange } from '../../store/filter-slice.ts';

/** Spans that the clock takes by itself, seconds: it changes scale rarely, in steps that the eye can follow. */
const spansSeconds = [
  5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200,
  10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
];
/** Now stands at most here while something runs, so that there is room for it to move. */
const nowShare = 0.92;
/** A silence longer than this divides sessions; the clock shows the latest one only. */
const sessionGapMs = 10 * 60_000;
const stepsSeconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800,
];
const minimumSpanMs = 200;

/** The stretch that fits the latest session among `summaries`; `now` joins in while `isLive`. */
export function fitClock(summaries: readonly ExchangeSummary[], now: number, isLive: boolean): TimeRange {
  const extents = summaries.map((summary) => extentOf(summary, now)).sort((left, right) => right.start - left.start);
  const latest = extents[0];
  if (!latest) return { start: floorTo(now - 55_000, 1_000), end: floorTo(now - 55_000, 1_000) + 60_000 };
  let start = latest.start;
  let end = isLive ? now : latest.end;
  for (const extent of extents) {
    if (start - extent.end > sessionGapMs) break;
    start = Math.min(start, extent.start);
    end = Math.max(end, extent.end);
  }
  // The margin hangs on the span, which changes in steps: it must not creep with now.
  const span = niceSpan((end - start) / nowShare);
  start = floorTo(start - span * 0.015, 100);
  return { start, end: start + span };
}

/** How often now moves, ms: in steps of about a pixel of a lane 340 wide, 10 to 1 times a second. */
export function clockStepMs(range: TimeRange): number {
  return Math.round(Math.min(1_000, Math.max(100, (range.end - range.start) / 340)));
}

/** From its start to its last sign of life. */
export function extentOf(summary: ExchangeSummary, now: number): TimeRange {
  const end = summary.phase === 'ended' ? (summary.endedAt ?? summary.lastByteAt ?? summary.startedAt) : now;
  return { start: summary.startedAt, end };
}

/** Where the ticks stand, at least 66 px apart. */
export function clockTicks(range: TimeRange, width: number): readonly number[] {
  const span = range.end - range.start;
  const most = Math.max(1, Math.floor(width / 66));
  const stepSeconds = stepsSeconds.find((seconds) => span / (seconds * 1_000) <= most) ?? 604_800;
  const step = stepSeconds * 1_000;
  const offset = new Date(range.start).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let tick = Math.ceil((range.start - offset) / step) * step + offset; tick <= range.end; tick += step)
    ticks.push(tick);
  return ticks;
}

/** What a tick is labelled with: the clock with its hour, or only what moves. */
export function tickText(tick: number, hasHour: boolean, range: TimeRange): string {
  const span = range.end - range.start;
  const clock = formatClock(tick);
  if (span < 4_000) return `${clock.slice(6)}.${String(Math.floor((tick % 1_000) / 100))}`;
  if (span > 86_400_000) return new Date(tick).toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
  if (span > 1_200_000) return clock.slice(0, 5);
  return hasHour ? clock : clock.slice(3);
}

/** `range` made smaller or larger around the moment at `share` (0 to 1) of its width. */
export function zoomRange(range: TimeRange, share: number, factor: number): TimeRange {
  const span = Math.max(minimumSpanMs, (range.end - range.start) * factor);
  const pivot = range.start + (range.end - range.start) * share;
  const start = pivot - span * share;
  return { start, end: start + span };
}

/** The moment at `share` of the width. */
export function momentAt(range: TimeRange, share: number): number {
  return range.start + (range.end - range.start) * Math.min(1, Math.max(0, share));
}

function niceSpan(spanMs: number): number {
  const seconds = spansSeconds.find((candidate) => candidate * 1_000 >= spanMs);
  return seconds ? seconds * 1_000 : Math.ceil(spanMs / 604_800_000) * 604_800_000;
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
