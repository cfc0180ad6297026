/** Paints the bands of all lanes: waiting thin, what was streamed in its colours, work of the agent dotted, trouble warm. */
import type { ExchangeId, ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { isFailure } from '../../store/selectors.ts';
import type { AgentLane } from './agent-lanes.ts';
import type { OverviewColors } from './overview-colors.ts';
import { bandHeight, bandTop, endOf, laneHeight, type OverviewScene, pixelAt, trackPlace } from './overview-scene.ts';

export type OverviewMarks = {
  readonly ticks: readonly number[];
  /** The stretch that the list is filtered to, or that is being drawn. */
  readonly brush: TimeRange | null;
  readonly openId: ExchangeId | null;
  readonly hoveredId: ExchangeId | null;
};

type Brush = CanvasRenderingContext2D;

/** One whole picture, `width` x `height` px. */
export function paintOverview(
  brush: Brush,
  { width, height }: { readonly width: number; readonly height: number },
  scene: OverviewScene,
  marks: OverviewMarks,
  colors: OverviewColors,
): void {
  brush.clearRect(0, 0, width, height);
  const x = (moment: number): number => pixelAt(scene.range, width, moment);
  for (const [index, lane] of scene.lanes.entries()) {
    brush.save();
    brush.translate(0, index * laneHeight + bandTop);
    // Only within the bands: a line through words makes both hard to read.
    brush.fillStyle = colors.tick;
    for (const tick of marks.ticks) brush.fillRect(Math.round(x(tick)), -2, 1, bandHeight + 4);
    paintWork(brush, lane, scene, colors, x);
    paintRequests(brush, lane, scene, colors, x, width);
    paintMarked(brush, lane, scene, marks, colors, x);
    brush.fillStyle = colors.now;
    if (scene.isLive) brush.fillRect(Math.min(width - 1.5, x(scene.now)), -2, 1.5, bandHeight + 4);
    if (marks.brush !== null) paintVeil(brush, x(marks.brush.start), x(marks.brush.end), width, colors);
    brush.restore();
  }
}

type Place = (moment: number) => number;

/** Dots from the end of an answer that asked for work to the next request; of the last one up to now. */
function paintWork(brush: Brush, lane: AgentLane, scene: OverviewScene, colors: OverviewColors, x: Place): void {
  const state = scene.states.get(lane.key);
  const isAtWork = state?.kind === 'working' && state.since !== null;
  const gaps = isAtWork ? [...lane.gaps, { start: state.since ?? 0, end: scene.now }] : lane.gaps;
  brush.fillStyle = colors.work;
  for (const gap of gaps) {
    const left = Math.ceil(Math.max(0, x(gap.start)) / 4) * 4;
    for (let at = left; at < x(gap.end) - 1; at += 4) brush.fillRect(at, bandHeight / 2 - 0.75, 1.5, 1.5);
  }
}

function paintRequests(
  brush: Brush,
  lane: AgentLane,
  scene: OverviewScene,
  colors: OverviewColors,
  x: Place,
  width: number,
): void {
  for (const { summary, track } of lane.requests) {
    const left = x(summary.startedAt);
    const right = Math.max(left + 2, x(endOf(summary, scene.now)));
    if (right < 0 || left > width) continue;
    const { top, height } = trackPlace(track, lane.trackCount);
    const thin = Math.max(1, height / 4);
    brush.fillStyle = colors.wait;
    brush.fillRect(left, top + (height - thin) / 2, right - left, thin);
    paintSegments(brush, summary, colors, x, { top, height });
    const cut = cutColor(summary, colors);
    if (cut === null) continue;
    brush.fillStyle = cut;
    brush.fillRect(Math.max(left, right - 3), top - 1, 3, height + 2);
  }
}

/** Segments thinner than half a pixel are left out where the one before is at the same place. */
function paintSegments(
  brush: Brush,
  { startedAt, lane }: ExchangeSummary,
  colors: OverviewColors,
  x: Place,
  { top, height }: { readonly top: number; readonly height: number },
): void {
  let painted = Number.NEGATIVE_INFINITY;
  for (const { kind, startMs, endMs } of lane) {
    const color = colors.segment[kind];
    if (color === null) continue;
    const left = x(startedAt + startMs);
    const right = Math.max(left + 1, x(startedAt + endMs));
    if (right - painted < 0.5) continue;
    brush.fillStyle = color;
    brush.fillRect(left, top, right - left, height);
    painted = right;
  }
}

function cutColor(summary: ExchangeSummary, colors: OverviewColors): string | null {
  if (summary.phase !== 'ended') return null;
  if (summary.end === 'client-aborted') return colors.warning;
  return isFailure(summary) ? colors.danger : null;
}

/** A frame around the open request, and one around what the hand is on. */
function paintMarked(
  brush: Brush,
  lane: AgentLane,
  scene: OverviewScene,
  { openId, hoveredId }: OverviewMarks,
  colors: OverviewColors,
  x: Place,
): void {
  for (const { summary, track } of lane.requests) {
    if (summary.id !== openId && summary.id !== hoveredId) continue;
    const { top, height } = trackPlace(track, lane.trackCount);
    const left = x(summary.startedAt);
    const right = Math.max(left + 2, x(endOf(summary, scene.now)));
    brush.strokeStyle = summary.id === hoveredId ? colors.wait : colors.picked;
    brush.lineWidth = 1;
    brush.strokeRect(left - 1.5, top - 1.5, right - left + 3, height + 3);
  }
}

/** Over what the list does not show. */
function paintVeil(brush: Brush, left: number, right: number, width: number, colors: OverviewColors): void {
  const [top, height] = [-4, bandHeight + 8];
  brush.fillStyle = colors.veil;
  brush.fillRect(0, top, Math.max(0, left), height);
  brush.fillRect(right, top, Math.max(0, width - right), height);
  brush.fillStyle = colors.picked;
  brush.fillRect(left - 1, top, 1, height);
  brush.fillRect(right, top, 1, height);
}
