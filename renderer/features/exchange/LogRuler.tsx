/** The log's scroll bar: the whole stream in role colours, what is in sight marked on it. Drag or click to go there. */
import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { untilBeat } from '../../lib/beat.ts';
import { onThemeChange } from '../../lib/canvas-colors.ts';
import { setLive } from '../../store/open-actions.ts';
import styles from './EventLog.module.css';
import { type Role, roles } from './event-role.ts';
import { type LogShape, rowAt, rowCount } from './log-rows.ts';
import type { StreamTrack } from './stream-track.ts';
import { readStripColors } from './strip-colors.ts';

type LogRulerProps = {
  readonly track: StreamTrack;
  readonly shape: LogShape;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Changes when the stream grew. */
  readonly version: number;
};

const rowHeight = 26;
/** A long stream is squeezed into a few hundred pixels: a few events more do not show. */
const repaintMs = 250;

/** 8 wide. */
export function LogRuler({ track, shape, scroller, version }: LogRulerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const colors = useRef<ReturnType<typeof readStripColors> | null>(null);
  const { matches } = shape;
  const height = useRef<number | null>(null);
  const latest = useRef(shape);
  latest.current = shape;
  const [themeVersion, setThemeVersion] = useState(0);
  const shownVersion = useRestedVersion(version);
  useEffect(
    () =>
      onThemeChange(() => {
        colors.current = null;
        setThemeVersion((was) => was + 1);
      }),
    [],
  );
  useLayoutEffect(() => {
    // Another stream or filter shows at once; growth when its version is.
    if (shownVersion < 0 || themeVersion < 0 || matches === undefined || canvas.current === null) return;
    colors.current ??= readStripColors(canvas.current.parentElement ?? document.body);
    // Asking for the size would make a layout of whatever waits for the next frame.
    height.current ??= canvas.current.clientHeight;
    paintRuler(canvas.current, height.current, track, latest.current, colors.current);
  }, [track, matches, shownVersion, themeVersion]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let frame = 0;
    const place = (): void => {
      frame = 0;
      const mark = thumb.current;
      if (mark === null || element.scrollHeight === 0) return;
      const ruler = mark.parentElement?.clientHeight ?? 0;
      const size = Math.max(12, (element.clientHeight / element.scrollHeight) * ruler);
      const room = element.scrollHeight - element.clientHeight;
      const top = room <= 0 ? 0 : (element.scrollTop / room) * (ruler - size);
      setStyle(mark, 'height', `${size.toFixed(1)}px`);
      setStyle(mark, 'transform', `translateY(${top.toFixed(1)}px)`);
      setStyle(mark, 'display', room <= 0 ? 'none' : 'block');
    };
    const ask = (): void => {
      if (frame === 0) frame = requestAnimationFrame(place);
    };
    // At once: what is asked for here is drawn with one more frame, and a growing log asks with each of its own.
    const observer = new ResizeObserver((entries) => {
      if (entries.some(({ target }) => target === element)) height.current = canvas.current?.clientHeight ?? null;
      place();
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', ask, { passive: true });
    place();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', ask);
      cancelAnimationFrame(frame);
    };
  }, [scroller]);
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    const element = scroller.current;
    if (element === null || event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    if (share < 0.98) setLive(false);
    element.scrollTop = share * element.scrollHeight - element.clientHeight / 2;
  };
  return (
    <div className={styles.ruler} onPointerDown={go} onPointerMove={go} aria-hidden>
      <canvas ref={canvas} />
      <div ref={thumb} className={styles.thumb} />
    </div>
  );
}

/** A style that is written is worked out anew, also where it is the same. */
function setStyle(element: HTMLElement, name: 'height' | 'transform' | 'display', value: string): void {
  if (element.style[name] !== value) element.style[name] = value;
}

/** `version`, at most four times a second, less where painting is dear; the last one always comes. */
function useRestedVersion(version: number): number {
  const [shown, setShown] = useState(version);
  const shownAt = useRef(0);
  useEffect(() => {
    const now = performance.now();
    const show = (): void => {
      shownAt.current = performance.now();
      setShown(version);
    };
    const timer = setTimeout(show, untilBeat(shownAt.current + repaintMs - now, now));
    return () => clearTimeout(timer);
  }, [version]);
  return shown;
}

function paintRuler(
  canvas: HTMLCanvasElement,
  height: number,
  track: StreamTrack,
  shape: LogShape,
  colors: ReturnType<typeof readStripColors>,
): void {
  if (canvas.height !== height) canvas.height = height;
  if (canvas.width !== 8) canvas.width = 8;
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  brush.clearRect(0, 0, 8, height);
  const rows = rowCount(shape);
  // A log that fits is marked beside its rows; a longer one is squeezed into the height.
  const used = Math.min(height, rows * rowHeight);
  brush.globalAlpha = 0.6;
  // Equal pixels as one: reading a colour's words costs more than painting.
  let role: Role | null = null;
  let from = 0;
  for (let y = 0; y <= used; y += 1) {
    const next =
      y + 1 > used ? null : roleOfRow(track, shape, Math.floor((y / used) * rows), Math.ceil(((y + 1) / used) * rows));
    if (next === role) continue;
    if (role !== null) {
      brush.fillStyle = colors.role[role];
      brush.fillRect(2, from, 6, y - from);
    }
    role = next;
    from = y;
  }
  brush.globalAlpha = 1;
}

/** The role of a pixel: trouble wins, then any content. */
function roleOfRow(track: StreamTrack, shape: LogShape, from: number, to: number): Role | null {
  let best = 0;
  const step = Math.max(1, Math.floor((to - from) / 24));
  const isEventsOnly = shape.matches === null && shape.insertions.length === 0;
  for (let row = from; row < to; row += step) {
    const found = isEventsOnly ? row : eventAtRow(shape, row);
    if (typeof found === 'string') return found;
    const role = track.role[found] ?? 0;
    if (role >= 6) return roles[role] as Role;
    best = Math.max(best, role);
  }
  return best === 0 ? null : (roles[best] as Role);
}

/** The event of a row, or the role of a row that is none. */
function eventAtRow(shape: LogShape, row: number): number | Role {
  const found = rowAt(shape, row);
  if (found === null) return -1;
  if (found.kind === 'event') return found.index;
  return found.kind === 'stall' ? 'warning' : 'danger';
}
