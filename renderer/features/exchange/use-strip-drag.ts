/** A drag in the strip: moves the playhead, or with Shift picks the events of a stretch. At most one step per frame. */
import { type PointerEvent, useRef } from 'react';
import { hoverEvent, selectRange } from '../../store/open-actions.ts';
import { showMoment } from '../../store/playback.ts';
import { useStore } from '../../store/store.ts';
import { eventsBetween } from './strip-model.ts';
import { trackOf } from './use-track.ts';

/** Pixels within which a press is a click. */
const clickPx = 3;

type Drag = { readonly x: number; readonly fromMs: number; readonly isRange: boolean; hasMoved: boolean };

export type StripDrag = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  /** True while a drag takes the move. */
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => boolean;
  readonly onPointerUp: () => void;
  readonly isDragging: () => boolean;
  /** Was the last press a drag? Then its click means nothing. */
  readonly wasDragged: () => boolean;
};

/** `momentAt`: ms since the start under the pointer. */
export function useStripDrag(momentAt: (event: { readonly clientX: number }) => number): StripDrag {
  const drag = useRef<Drag | null>(null);
  const wasDragged = useRef(false);
  const frame = useRef(0);
  return {
    onPointerDown: (event) => {
      wasDragged.current = false;
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, fromMs: momentAt(event), isRange: event.shiftKey, hasMoved: false };
    },
    onPointerMove: (event) => {
      const { current } = drag;
      if (current === null) return false;
      if (!current.hasMoved && Math.abs(event.clientX - current.x) <= clickPx) return false;
      if (!current.hasMoved) hoverEvent(null);
      current.hasMoved = true;
      wasDragged.current = true;
      const ms = momentAt(event);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => (current.isRange ? pickBetween(current.fromMs, ms) : scrubTo(ms)));
      return true;
    },
    onPointerUp: () => {
      drag.current = null;
    },
    isDragging: () => drag.current?.hasMoved === true,
    wasDragged: () => wasDragged.current,
  };
}

function scrubTo(ms: number): void {
  const open = useStore.getState().openExchange;
  if (open === null) return;
  useStore.setState({ isPlaying: false });
  showMoment(trackOf(open).startedAt + ms);
}

function pickBetween(oneMs: number, otherMs: number): void {
  const open = useStore.getState().openExchange;
  if (open === null) return;
  const range = eventsBetween(trackOf(open), Math.min(oneMs, otherMs), Math.max(oneMs, otherMs));
  selectRange(range === null ? null : { ...range, text: null });
}
