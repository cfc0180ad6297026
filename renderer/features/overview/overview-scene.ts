/** What the overview shows at a moment, and what stands where in it. Pure; painting is paint-overview.ts. */
import type { ExchangeId, ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { fitClock } from '../list/lane-clock.ts';
import {
  type AgentGap,
  type AgentLane,
  type AgentRequest,
  buildLanes,
  type Links,
  latestSession,
} from './agent-lanes.ts';
import { type AgentState, statesOf } from './agent-state.ts';

export type OverviewScene = {
  readonly lanes: readonly AgentLane[];
  /** By key of the lane. */
  readonly states: ReadonlyMap<string, AgentState>;
  readonly range: TimeRange;
  readonly now: number;
  /** Something of it changes with every moment. */
  readonly isLive: boolean;
};

/** Px: a lane, where its band begins in it, and the band itself. */
export const laneHeight = 31;
export const bandTop = 18;
export const bandHeight = 9;

/** `rows` oldest first; `zoom` null: everything of the latest session. */
export function sceneOf(
  rows: readonly ExchangeSummary[],
  links: Links,
  zoom: TimeRange | null,
  now: number,
): OverviewScene {
  const session = latestSession(rows);
  const lanes = buildLanes(session, links);
  const states = statesOf(lanes, now);
  const isLive = [...states.values()].some(({ since }) => since !== null);
  return { lanes, states, range: zoom ?? fitClock(session, now, isLive), now, isLive };
}

/** Where in a lane a track lies, px from the band's top. */
export function trackPlace(track: number, trackCount: number): { readonly top: number; readonly height: number } {
  const height = (bandHeight - (trackCount - 1)) / trackCount;
  return { top: track * (height + 1), height };
}

export function pixelAt({ start, end }: TimeRange, width: number, moment: number): number {
  return ((moment - start) / (end - start)) * width;
}

export type OverviewHit =
  | { readonly kind: 'request'; readonly lane: AgentLane; readonly request: AgentRequest }
  | { readonly kind: 'gap'; readonly lane: AgentLane; readonly gap: AgentGap }
  | { readonly kind: 'lane'; readonly lane: AgentLane };

/** How far beside a short request the hand still means it, px. */
const reach = 4;

/** What stands at a point of the lanes; null: below the last lane. */
export function hitAt(scene: OverviewScene, width: number, x: number, y: number): OverviewHit | null {
  const lane = scene.lanes[Math.floor(y / laneHeight)];
  if (lane === undefined) return null;
  const inBand = (y % laneHeight) - bandTop;
  if (inBand < -3) return { kind: 'lane', lane };
  const request = nearest(scene, lane, width, x, inBand);
  if (request !== null) return { kind: 'request', lane, request };
  const moment = scene.range.start + (x / width) * (scene.range.end - scene.range.start);
  const gap = lane.gaps.find(({ start, end }) => start <= moment && moment <= end);
  return gap === undefined ? { kind: 'lane', lane } : { kind: 'gap', lane, gap };
}

function nearest(scene: OverviewScene, lane: AgentLane, width: number, x: number, y: number): AgentRequest | null {
  let best: AgentRequest | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const request of lane.requests) {
    const { summary, track } = request;
    const left = pixelAt(scene.range, width, summary.startedAt);
    const right = Math.max(left + 2, pixelAt(scene.range, width, endOf(summary, scene.now)));
    const beside = Math.max(0, left - x, x - right);
    if (beside > reach) continue;
    const { top, height } = trackPlace(track, lane.trackCount);
    const away = beside * 2 + Math.max(0, top - y, y - top - height);
    if (away <= least) [best, least] = [request, away];
  }
  return best;
}

/** Its last sign of life, or now. */
export function endOf(summary: ExchangeSummary, now: number): number {
  if (summary.phase !== 'ended') return now;
  return summary.endedAt ?? summary.lastByteAt ?? summary.startedAt;
}

/** The lane and place of an exchange; null: it is not in the overview. */
export function placeOf(
  lanes: readonly AgentLane[],
  id: ExchangeId,
): { readonly lane: number; readonly at: number } | null {
  for (const [lane, { requests }] of lanes.entries()) {
    const at = requests.findIndex(({ summary }) => summary.id === id);
    if (at !== -1) return { lane, at };
  }
  return null;
}
