/** The life of the strip's canvas: size, theme, view (live, fitted or zoomed) and when to paint. */
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import { isShortOfTime, untilBeat } from '../../lib/beat.ts';
import { onThemeChange } from '../../lib/canvas-colors.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { onShowing } from '../../store/paced-open.ts';
import { useStore } from '../../store/store.ts';
import { type EndNote, paintStrip, type StripScene } from './paint-strip.ts';
import type { StreamTrack } from './stream-track.ts';
import { createStripBeat } from './strip-beat.ts';
import { readStripColors } from './strip-colors.ts';
import { clampedView, fittedView, liveView, type StripView, zoomedView } from './strip-model.ts';
import { isRunning, silentUntil, trackOf } from './use-track.ts';

export type StripPainter = {
  /** Paint with the next frame. */
  readonly invalidate: () => void;
  /** Events came: paint with the strip's own beat. */
  readonly grown: () => void;
  readonly hover: (ms: number | null) => void;
  readonly zoom: (atMs: number, factor: number, panPx: number) => void;
  readonly fit: () => void;
  readonly view: () => StripView;
  readonly track: () => StreamTrack | null;
  readonly dispose: () => void;
};

const easeMs = 120;
const reducedBeatMs = 250;
/** A showing takes its time: the strip waits for it so long. */
const showingRoomMs = 150;

/** Paints `canvas` from the store until it is disposed of. */
export function createStripPainter(canvas: HTMLCanvasElement): StripPainter {
  const brush = canvas.getContext('2d');
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let colors = readStripColors(canvas.parentElement ?? document.body);
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let hoverMs: number | null = null;
  let zoomed: StripView | null = null;
  let target: StripView | null = null;
  let shown: StripView = { startMs: 0, spanMs: 1000 };
  let easeFrom: { readonly view: StripView; readonly at: number } | null = null;
  let exchangeId: string | null = null;
  let ceiling = 0;
  let paintedAt = 0;
  const beat = createStripBeat();
  /** Asking the canvas for its size would make a layout of everything that changed since the last frame. */
  let size = { width: canvas.clientWidth, height: canvas.clientHeight };

  const invalidate = (): void => {
    frame ??= requestAnimationFrame(paint);
  };

  const moveView = (wanted: StripView, isNew: boolean): void => {
    if (target !== wanted) {
      easeFrom = isNew || reduced.matches ? null : { view: shown, at: performance.now() };
      target = wanted;
    }
    const share = easeFrom === null ? 1 : Math.min(1, (performance.now() - easeFrom.at) / easeMs);
    if (share >= 1) easeFrom = null;
    shown = easeFrom === null ? wanted : between(easeFrom.view, wanted, 1 - (1 - share) ** 3);
  };

  const paint = (): void => {
    frame = null;
    const open = useStore.getState().openExchange;
    if (open === null || brush === null) return;
    const isNew = open.id !== exchangeId;
    if (isNew) {
      exchangeId = open.id;
      zoomed = null;
      target = null;
      ceiling = 0;
    }
    const moments = momentsOf(open);
    const wanted = zoomed ?? wantedView(moments, target);
    moveView(sameView(wanted, target) ? (target ?? wanted) : wanted, isNew);
    fitCanvas(canvas, brush, size);
    const { width, height } = size;
    paintedAt = performance.now();
    beat.began(paintedAt);
    const scene: StripScene = { ...moments, view: shown, width, height, hoverMs, ceiling, ...pickedEvents(open) };
    ceiling = paintStrip(brush, scene, colors);
    beat.painted(performance.now());
    // Where time is short it eases in the steps that everything moves in: each frame of its own costs 7 ms of the window.
    if (easeFrom !== null && (moments.nowMs === null || !isShortOfTime(performance.now()))) invalidate();
    else if (moments.nowMs !== null) again();
  };

  /** Not at all while nobody sees it: no frames come then. */
  const again = (): void => {
    if (timer !== null) return;
    const msPerPixel = shown.spanMs / Math.max(1, size.width);
    const now = performance.now();
    const waitMs = paintedAt + (reduced.matches ? reducedBeatMs : beat.ms(msPerPixel)) - now;
    // With the next showing (`onShowing`), and a beat later where nothing comes to be shown.
    if (isShortOfTime(now)) timer = setTimeout(tick, untilBeat(waitMs, now) + showingRoomMs);
    // Less than a timer can tell: the next frame.
    else if (waitMs <= 4) tick();
    else timer = setTimeout(tick, waitMs);
  };

  const tick = (): void => {
    timer = null;
    beat.asked(performance.now());
    invalidate();
  };

  const withShowing = (): void => {
    const now = performance.now();
    if (!isShortOfTime(now) || (reduced.matches && now < paintedAt + reducedBeatMs)) return;
    if (timer !== null) clearTimeout(timer);
    tick();
  };
  const offShowing = onShowing(withShowing);
  const offTheme = onThemeChange(() => {
    colors = readStripColors(canvas.parentElement ?? document.body);
    invalidate();
  });
  const observer = new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    invalidate();
  });
  observer.observe(canvas);
  void document.fonts.ready.then(invalidate);
  invalidate();

  return {
    invalidate,
    grown: again,
    hover: (ms) => {
      hoverMs = ms;
      invalidate();
    },
    zoom: (atMs, factor, panPx) => {
      const open = useStore.getState().openExchange;
      if (open === null) return;
      const full = fullView(momentsOf(open));
      const closer = zoomedView(shown, full, atMs, factor);
      const panMs = (panPx / Math.max(1, size.width)) * closer.spanMs;
      const moved = clampedView({ ...closer, startMs: closer.startMs + panMs }, full);
      zoomed = moved.spanMs >= full.spanMs * 0.999 ? null : moved;
      easeFrom = null;
      if (zoomed !== null) target = zoomed;
      invalidate();
    },
    fit: () => {
      zoomed = null;
      invalidate();
    },
    view: () => shown,
    track: () => {
      const open = useStore.getState().openExchange;
      return open === null ? null : trackOf(open);
    },
    dispose: () => {
      offShowing();
      offTheme();
      observer.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function between(from: StripView, to: StripView, share: number): StripView {
  const mix = (one: number, other: number): number => one + (other - one) * share;
  return { startMs: mix(from.startMs, to.startMs), spanMs: mix(from.spanMs, to.spanMs) };
}

function sameView(one: StripView, other: StripView | null): boolean {
  return other !== null && one.startMs === other.startMs && one.spanMs === other.spanMs;
}

type Moments = Pick<
  StripScene,
  'momentMs' | 'silentUntilMs' | 'track' | 'nowMs' | 'endMs' | 'firstByteMs' | 'firstTokenMs' | 'endNote'
>;

function momentsOf(open: OpenExchange): Moments {
  const track = trackOf(open);
  const summary = open.detail?.summary;
  const since = (at: number | null | undefined): number | null => (at == null ? null : at - track.startedAt);
  const lastMs = track.length > 0 ? (track.at[track.length - 1] as number) : 0;
  const nowMs = isRunning(open) && track.startedAt > 0 ? Math.max(lastMs, Date.now() - track.startedAt) : null;
  const endMs = Math.max(lastMs, since(summary?.endedAt) ?? 0);
  return {
    track,
    nowMs,
    endMs,
    momentMs: since(open.momentAt),
    silentUntilMs: nowMs === null ? endMs : silentUntil(open),
    firstByteMs: since(summary?.firstByteAt),
    firstTokenMs: track.firstContentMs ?? since(summary?.firstTokenAt),
    endNote: open.detail === null ? null : endNoteOf(open.detail, endMs),
  };
}

/** A word at the end of everything that did not end well. */
function endNoteOf(detail: ExchangeDetail, endMs: number): EndNote | null {
  const { end, status, providerError, injectedBytes } = detail.summary;
  const isBadStatus = status !== null && status >= 400;
  if (end === null || (end === 'complete' && !isBadStatus && providerError === null)) return null;
  const words = {
    complete: 'error',
    truncated: 'cut',
    failed: 'failed',
    'client-aborted': 'aborted',
    interrupted: 'interrupted',
  };
  const cause = isBadStatus ? String(status) : providerError?.status ? String(providerError.status) : null;
  const text = [cause, words[end]].filter(Boolean).join(', ');
  const role = end === 'client-aborted' || end === 'interrupted' ? 'warning' : 'danger';
  return { atMs: endMs, text, ours: injectedBytes > 0 ? 'error, ours' : null, role };
}

function wantedView(moments: Moments, before: StripView | null): StripView {
  return moments.nowMs === null ? fullView(moments) : liveView(moments.nowMs, before);
}

function fullView(moments: Moments): StripView {
  if (moments.nowMs !== null) return liveView(moments.nowMs, null);
  return fittedView(moments.endMs, moments.endNote !== null);
}

function pickedEvents(open: OpenExchange): Pick<StripScene, 'selectedEvent' | 'hoveredEvent' | 'range'> {
  const { selection } = open;
  const selectedEvent =
    selection.kind === 'event' ? selection.index : selection.kind === 'range' ? selection.first : null;
  return { selectedEvent, hoveredEvent: open.hoveredEvent, range: rangeOf(open) };
}

function rangeOf(open: OpenExchange): StripScene['range'] {
  const { selection } = open;
  if (selection.kind !== 'range') return null;
  const { at } = trackOf(open);
  return { startMs: at[selection.first] ?? 0, endMs: at[selection.last] ?? 0 };
}

function fitCanvas(
  canvas: HTMLCanvasElement,
  brush: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  brush.setTransform(scale, 0, 0, scale, 0, 0);
}
