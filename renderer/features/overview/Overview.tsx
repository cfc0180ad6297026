/**
 * All agents on one axis of time with the list: who waits for whom, what ran at once, where the agent itself was at
 * work. A drag shows the list only what happened then. The bands are one canvas; words and roles are elements.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { onThemeChange } from '../../lib/canvas-colors.ts';
import { formatClock, formatSeconds } from '../../lib/format.ts';
import { changeListView, showStretch } from '../../store/actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Hint } from '../../ui/Hint.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { clockTicks, tickText } from '../list/lane-clock.ts';
import type { AgentLane } from './agent-lanes.ts';
import { type AgentState, sumWords } from './agent-state.ts';
import { hintedExchange, onHint } from './hinted-exchange.ts';
import styles from './Overview.module.css';
import { OverviewTip } from './OverviewTip.tsx';
import { type OverviewColors, readOverviewColors } from './overview-colors.ts';
import { laneHeight, type OverviewScene, pixelAt, placeOf } from './overview-scene.ts';
import { paintOverview } from './paint-overview.ts';
import { useOverview } from './use-overview.ts';
import { useOverviewHand } from './use-overview-hand.ts';
import { useOverviewKeys } from './use-overview-keys.ts';

/** Nothing while there is no request to show. */
export function Overview() {
  const [zoom, setZoom] = useState<TimeRange | null>(null);
  const scene = useOverview(zoom);
  const isOpen = useStore((state) => state.listView.isOverviewOpen);
  const stretch = useStore((state) => state.timeFilter);
  if (scene.lanes.length === 0) return null;
  const words = sumWords(scene.lanes, scene.states);
  return (
    <section className={styles.overview} data-part="overview" data-open={isOpen} aria-label="Overview">
      <header className={styles.head}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isOpen}
          onClick={() => changeListView({ isOverviewOpen: !isOpen })}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
          <strong>Agents</strong>
          <small className="cut">{words ?? agentCount(scene.lanes.length)}</small>
        </button>
        <Hint term="Agents">
          One lane per program and sub-agent. A thin line waits for the model, colours stream (violet reasons, blue
          writes, green calls a tool), green dots are the agent at work on a tool, red and amber are trouble. Drag to
          see only that time in the list; double click shows all.
        </Hint>
        <span className="spacer" />
        {stretch !== null && (
          <Button size="tiny" title="Show all times again" onClick={() => showStretch(null)}>
            {formatClock(stretch.start)} to {formatClock(stretch.end)}
            <Icon name="close" size={10} />
          </Button>
        )}
      </header>
      {isOpen && <Lanes scene={scene} onZoom={setZoom} />}
    </section>
  );
}

function agentCount(count: number): string {
  return count === 1 ? 'none at work' : `${count}, none at work`;
}

/** Half of a label, px. */
const labelRoom = 24;
type LanesProps = { readonly scene: OverviewScene; readonly onZoom: (zoom: TimeRange | null) => void };

function Lanes({ scene, onZoom }: LanesProps) {
  const area = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const openId = useStore((state) => state.openExchange?.id ?? null);
  const openLane = openId === null ? undefined : scene.lanes[placeOf(scene.lanes, openId)?.lane ?? -1];
  const activeKey = picked ?? openLane?.key ?? scene.lanes[0]?.key ?? null;
  const activeIndex = scene.lanes.findIndex(({ key }) => key === activeKey);
  const hand = useOverviewHand(area, scene, onZoom, setPicked);
  const onKeyDown = useOverviewKeys(scene, activeKey, setPicked, onZoom);
  const width = useWidth(area);
  const ticks = clockTicks(scene.range, width);
  const hourAt = ticks.findIndex((tick) => pixelAt(scene.range, width, tick) > labelRoom);
  useEffect(() => {
    document.getElementById(`agent-${activeIndex}`)?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);
  return (
    <>
      <div
        className={styles.lanes}
        role="listbox"
        aria-label="Agents"
        aria-activedescendant={`agent-${activeIndex}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...hand.handlers}
      >
        <div ref={area} className={styles.area} style={{ height: scene.lanes.length * laneHeight }}>
          <Bands scene={scene} width={width} ticks={ticks} drawn={hand.drawn} openId={openId} />
          {scene.lanes.map((lane, index) => (
            <Lane
              key={lane.key}
              index={index}
              lane={lane}
              state={scene.states.get(lane.key)}
              now={scene.now}
              isActive={lane.key === activeKey}
            />
          ))}
        </div>
      </div>
      {hand.pointed && <OverviewTip pointed={hand.pointed} scene={scene} />}
      <div className={styles.axis} aria-hidden="true">
        {ticks.map((tick, index) => {
          const left = pixelAt(scene.range, width, tick);
          if (left <= labelRoom || left > width - labelRoom) return null;
          return (
            <span key={tick} style={{ left }}>
              {tickText(tick, index === hourAt, scene.range)}
            </span>
          );
        })}
      </div>
    </>
  );
}

const tones: Readonly<Record<AgentState['kind'], string>> = {
  waiting: 'role-frame',
  streaming: 'role-text',
  working: 'role-tool',
  agents: 'role-frame',
  done: 'role-frame',
  failed: 'tone-danger',
  aborted: 'tone-warning',
};

type LaneProps = {
  readonly index: number;
  readonly lane: AgentLane;
  readonly state: AgentState | undefined;
  readonly now: number;
  readonly isActive: boolean;
};

function Lane({ index, lane, state, now, isActive }: LaneProps) {
  const since = state?.since ?? null;
  return (
    <div
      id={`agent-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-label={`${lane.title}, ${lane.requests.length} requests, ${state?.words ?? ''}`}
      className={styles.lane}
      data-state={state?.kind}
    >
      {lane.parent !== null && <Icon name="hook" size={11} />}
      <strong className="cut">{lane.title}</strong>
      <span className={`${styles.state} ${tones[state?.kind ?? 'done']} cut`}>
        {since !== null && <i />}
        {state?.words}
      </span>
      {since !== null && <span className={styles.since}>{formatSeconds(now - since)}</span>}
    </div>
  );
}

type BandsProps = {
  readonly scene: OverviewScene;
  readonly width: number;
  readonly ticks: readonly number[];
  readonly drawn: TimeRange | null;
  readonly openId: string | null;
};

function Bands({ scene, width, ticks, drawn, openId }: BandsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useRef<OverviewColors | null>(null);
  const stretch = useStore((state) => state.timeFilter);
  const height = scene.lanes.length * laneHeight;
  const paint = useRef(() => {});
  paint.current = () => {
    const element = canvas.current;
    const brush = element?.getContext('2d');
    if (!element || !brush || width === 0) return;
    const scale = devicePixelRatio;
    if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
    }
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    colors.current ??= readOverviewColors(element.parentElement ?? document.body);
    const marks = { ticks, brush: drawn ?? stretch, openId, hoveredId: hintedExchange() };
    paintOverview(brush, { width, height }, scene, marks, colors.current);
  };
  useLayoutEffect(() => paint.current());
  useEffect(() => {
    const offHint = onHint(() => paint.current());
    const offTheme = onThemeChange(() => {
      colors.current = null;
      paint.current();
    });
    return () => {
      offHint();
      offTheme();
    };
  }, []);
  return <canvas ref={canvas} className={styles.bands} />;
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
