/** Pointer on the bands: hover tells, a click opens, a drag draws the stretch that the list then shows, the wheel zooms. */
import { type PointerEvent, type RefObject, useRef, useState, type WheelEvent } from 'react';
import { showStretch } from '../../store/actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { openExchange } from '../../store/open-actions.ts';
import { zoomRange } from '../list/lane-clock.ts';
import { hintExchange } from './hinted-exchange.ts';
import { hitAt, type OverviewHit, type OverviewScene } from './overview-scene.ts';

const dragThreshold = 4;

export type Pointed = { readonly hit: OverviewHit; readonly x: number; readonly y: number };

type Drag = { readonly x: number; readonly moment: number; readonly isMoved: boolean };

/** `area` is as wide as the bands and as high as all lanes. */
export function useOverviewHand(
  area: RefObject<HTMLElement | null>,
  scene: OverviewScene,
  onZoom: (zoom: TimeRange | null) => void,
  onPick: (lane: string) => void,
) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [drawn, setDrawn] = useState<TimeRange | null>(null);
  const drag = useRef<Drag | null>(null);
  const placeOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = area.current?.getBoundingClientRect();
    return {
      x: event.clientX - (box?.left ?? 0),
      y: event.clientY - (box?.top ?? 0),
      width: Math.max(1, box?.width ?? 1),
    };
  };
  const momentAt = (x: number, width: number): number =>
    scene.range.start + Math.min(1, Math.max(0, x / width)) * (scene.range.end - scene.range.start);
  const leave = (): void => {
    setPointed(null);
    hintExchange(null);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const { x, width } = placeOf(event);
      drag.current = { x, moment: momentAt(x, width), isMoved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y, width } = placeOf(event);
      const from = drag.current;
      if (from !== null && (from.isMoved || Math.abs(x - from.x) > dragThreshold)) {
        drag.current = { ...from, isMoved: true };
        setDrawn(between(from.moment, momentAt(x, width)));
        leave();
        return;
      }
      const hit = hitAt(scene, width, x, y);
      setPointed(hit === null || hit.kind === 'lane' ? null : { hit, x, y });
      hintExchange(hit?.kind === 'request' ? hit.request.summary.id : null);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { x, y, width } = placeOf(event);
      const from = drag.current;
      drag.current = null;
      setDrawn(null);
      if (from?.isMoved) {
        showStretch(between(from.moment, momentAt(x, width)));
        return;
      }
      const hit = hitAt(scene, width, x, y);
      if (hit !== null) onPick(hit.lane.key);
      if (hit?.kind === 'request') void openExchange(hit.request.summary.id);
    },
    onPointerCancel: () => {
      drag.current = null;
      setDrawn(null);
    },
    onPointerLeave: leave,
    onDoubleClick: () => {
      onZoom(null);
      showStretch(null);
    },
    onWheel: (event: WheelEvent<HTMLElement>) => {
      // The plain wheel scrolls the lanes where there are many.
      const canScroll = event.currentTarget.scrollHeight > event.currentTarget.clientHeight;
      if (canScroll && !event.ctrlKey && !event.metaKey) return;
      const { x, width } = placeOf(event);
      onZoom(zoomRange(scene.range, x / width, Math.exp(event.deltaY / 400)));
    },
  };
  return { pointed, drawn, handlers };
}

function between(one: number, other: number): TimeRange {
  return { start: Math.min(one, other), end: Math.max(one, other, Math.min(one, other) + 1) };
}
