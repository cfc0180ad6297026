/** The axis over the lanes: ticks, now, and the hand on it: scroll zooms at the pointer, drag filters by time, double click fits. */
import {
  type CSSProperties,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import { setTimeFilter, zoomClock } from '../../store/actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { clockSeconds, startAtNow } from './Lane.tsx';
import styles from './ListAxis.module.css';
import { clockTicks, momentAt, tickText, zoomRange } from './lane-clock.ts';

type ListAxisProps = {
  readonly range: TimeRange;
  /** Everything there is, for the minimap while zoomed. */
  readonly extent: TimeRange;
  readonly isZoomed: boolean;
  readonly isLive: boolean;
  /** As of the last step of the clock, for what must make room for `now`. */
  readonly now: number;
  readonly timeFilter: TimeRange | null;
  /** Where the waterfall has a column of its own; null: the lanes are as wide as the list. */
  readonly place: { readonly width: number; readonly left: number | null; readonly right: number | null } | null;
};

const dragThreshold = 4;
/** A label and the air around it, px. */
const labelRoom = 42;
/** The first label says the hour: nearer to the edge than this it would be cut, and is left out. */
const hourRoom = 20;

/** 26 px high. */
export function ListAxis({ range, extent, isZoomed, isLive, now, timeFilter, place }: ListAxisProps) {
  const axis = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(336);
  const brush = useBrush(range);
  useEffect(() => {
    if (!axis.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(axis.current);
    return () => observer.disconnect();
  }, []);
  const ticks = useMemo(() => clockTicks(range, width), [range, width]);
  const pixelsPerMs = width / (range.end - range.start);
  useLayoutEffect(() => {
    // The lanes are as wide as the axis: their grooves carry the same ticks.
    const style = axis.current?.parentElement?.style;
    const [first = range.start, second = range.end] = ticks;
    style?.setProperty('--tick-offset', `${(first - range.start) * pixelsPerMs}px`);
    style?.setProperty('--tick-step', `${(second - first) * pixelsPerMs}px`);
  }, [ticks, range.start, range.end, pixelsPerMs]);
  const labels = ticks.filter((tick) => {
    const isFree = !isLive || Math.abs(tick - now) * pixelsPerMs > labelRoom;
    return isFree && (tick - range.start) * pixelsPerMs >= hourRoom && (range.end - tick) * pixelsPerMs > labelRoom / 2;
  });
  const shown = brush.range ?? timeFilter;
  const zoomHandlers = {
    onWheel: (event: WheelEvent<HTMLDivElement>) =>
      zoomClock(zoomRange(range, shareOf(event), Math.exp(event.deltaY / 400))),
    onDoubleClick: () => {
      zoomClock(null);
      setTimeFilter(null);
    },
  };
  return (
    <div
      ref={axis}
      className={styles.axis}
      style={place === null ? undefined : placeStyle(place)}
      title="Scroll to zoom, drag to filter by time, double click to fit"
      {...zoomHandlers}
      {...brush.handlers}
    >
      {labels.map((tick, index) => (
        <span key={tick} className={styles.tick} style={{ '--s': clockSeconds(tick) } as CSSProperties}>
          {tickText(tick, index === 0, range)}
        </span>
      ))}
      {isLive && (
        <b ref={startAtNow} data-clock-now className={styles.now}>
          now
        </b>
      )}
      {shown && <i className={styles.brush} style={bandStyle(shown)} />}
      {isZoomed && <Minimap range={range} extent={extent} />}
    </div>
  );
}

/** Right over the column. */
function placeStyle({ width, left, right }: NonNullable<ListAxisProps['place']>): CSSProperties {
  return left === null ? { width, marginLeft: 'auto', marginRight: right ?? 0 } : { width, marginLeft: left };
}

function Minimap({ range, extent }: { readonly range: TimeRange; readonly extent: TimeRange }) {
  const span = Math.max(1, extent.end - extent.start);
  const left = Math.min(100, Math.max(0, ((range.start - extent.start) / span) * 100));
  const right = Math.min(100, Math.max(0, ((extent.end - range.end) / span) * 100));
  return (
    <span className={styles.minimap}>
      <i style={{ left: `${Math.min(left, 98)}%`, right: `${Math.min(right, 98)}%` }} />
    </span>
  );
}

/** Dragging picks a stretch; letting go makes it the filter. */
function useBrush(range: TimeRange) {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number; readonly x: number } | null>(null);
  const [isMoved, setMoved] = useState(false);
  const picked = drag && isMoved ? toRange(drag.from, drag.to) : null;
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const moment = momentAt(range, shareOf(event));
      setDrag({ from: moment, to: moment, x: event.clientX });
      setMoved(false);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (!drag) return;
      if (Math.abs(event.clientX - drag.x) > dragThreshold) setMoved(true);
      setDrag({ ...drag, to: momentAt(range, shareOf(event)) });
    },
    onPointerUp: () => {
      if (picked) setTimeFilter(picked);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  };
  return { range: picked, handlers };
}

function toRange(one: number, other: number): TimeRange {
  return { start: Math.min(one, other), end: Math.max(one, other) };
}

function shareOf(event: PointerEvent<HTMLDivElement> | WheelEvent<HTMLDivElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return (event.clientX - box.left) / Math.max(1, box.width);
}

function bandStyle(range: TimeRange): CSSProperties {
  return { '--s': clockSeconds(range.start), '--e': clockSeconds(range.end) } as CSSProperties;
}
