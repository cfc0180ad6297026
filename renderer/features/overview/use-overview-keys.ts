/** Keys of the overview: up and down go through the agents, left and right through the requests of one, Shift draws a stretch. */
import { type KeyboardEvent, useRef } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { showStretch } from '../../store/actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { openExchange } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import type { AgentLane } from './agent-lanes.ts';
import { endOf, type OverviewScene } from './overview-scene.ts';

/** `laneKey`: of the lane that the keys act in. */
export function useOverviewKeys(
  scene: OverviewScene,
  laneKey: string | null,
  onLane: (key: string) => void,
  onZoom: (zoom: TimeRange | null) => void,
) {
  const anchor = useRef<ExchangeSummary | null>(null);
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = scene.lanes.findIndex(({ key }) => key === laneKey);
    const lane = scene.lanes[at] ?? scene.lanes[0];
    if (lane === undefined) return;
    const laneStep = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const requestStep = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (laneStep !== undefined) {
      const next = scene.lanes[Math.max(0, Math.min(scene.lanes.length - 1, at + laneStep))];
      if (next) onLane(next.key);
    } else if (requestStep !== undefined) {
      const before = openIn(lane);
      const next = stepped(lane, requestStep);
      if (event.shiftKey) {
        anchor.current ??= before ?? next;
        showStretch(stretchOf(anchor.current, next, scene.now));
      } else anchor.current = null;
      onLane(lane.key);
      void openExchange(next.id);
    } else if (event.key === 'Enter') document.querySelector<HTMLElement>('[data-sheet]')?.focus();
    else if (event.key === 'Escape' && useStore.getState().timeFilter !== null) {
      anchor.current = null;
      onZoom(null);
      showStretch(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function openIn({ requests }: AgentLane): ExchangeSummary | null {
  const id = useStore.getState().openExchange?.id;
  return requests.find(({ summary }) => summary.id === id)?.summary ?? null;
}

/** From the open request of the lane; else its last one. */
function stepped(lane: AgentLane, step: number): ExchangeSummary {
  const open = openIn(lane);
  const last = lane.requests.length - 1;
  const at = open === null ? last : lane.requests.findIndex(({ summary }) => summary === open) + step;
  const found = lane.requests[Math.max(0, Math.min(last, at))] ?? lane.requests[last];
  return (found as AgentLane['requests'][number]).summary;
}

function stretchOf(one: ExchangeSummary, other: ExchangeSummary, now: number): TimeRange {
  const start = Math.min(one.startedAt, other.startedAt);
  const end = Math.max(endOf(one, now), endOf(other, now), start + 1);
  return { start, end };
}
