/**
 * The strip: time under glass. A canvas that repaints by itself while the exchange runs and only on change after it;
 * the pointer shows the moment, a drag moves the playhead, a click selects the nearest event, the wheel zooms.
 */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { hoverEvent, selectEvent, selectRange } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { skipMoment, stepMoment } from '../../store/playback.ts';
import { type State, useStore } from '../../store/store.ts';
import { momentText } from './figures.ts';
import styles from './Strip.module.css';
import { StripGutter } from './StripGutter.tsx';
import { nearestEvent } from './stream-track.ts';
import { momentOf } from './strip-model.ts';
import { createStripPainter, type StripPainter } from './strip-painter.ts';
import { useStripDrag } from './use-strip-drag.ts';
import { trackOf, useSlowly } from './use-track.ts';

/** A pick is seen with the next frame; events come with the strip's own beat. */
function hasNewPick(open: OpenExchange, before: OpenExchange): boolean {
  return (
    open.id !== before.id ||
    open.selection !== before.selection ||
    open.hoveredEvent !== before.hoveredEvent ||
    open.momentAt !== before.momentAt
  );
}

/** 148 high (132 in narrow windows). */
export function Strip() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<StripPainter | null>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const made = createStripPainter(canvas.current);
    painter.current = made;
    const unsubscribe = useStore.subscribe((state, before) => {
      const { openExchange: open } = state;
      if (open === before.openExchange) return;
      if (open === null || before.openExchange === null || hasNewPick(open, before.openExchange)) made.invalidate();
      else made.grown();
    });
    return () => {
      unsubscribe();
      made.dispose();
      painter.current = null;
    };
  }, []);
  const momentAt = (event: { readonly clientX: number }): number => {
    const box = canvas.current?.getBoundingClientRect();
    const view = painter.current?.view();
    if (!box || !view) return 0;
    return momentOf(view, box.width, event.clientX - box.left);
  };
  const drag = useStripDrag(momentAt);
  const onClick = (event: { readonly clientX: number; readonly clientY: number }): void => {
    const track = painter.current?.track();
    const box = canvas.current?.getBoundingClientRect();
    if (!track || !box || drag.wasDragged()) return;
    const moment = momentAt(event);
    const y = event.clientY - box.top;
    const block = y < 30 ? track.blocks.find((one) => one.startMs <= moment && moment <= one.endMs) : undefined;
    if (block) selectRange({ first: block.firstEvent, last: block.lastEvent, text: null });
    else selectEvent(nearestEvent(track, moment));
  };
  const playhead = useSlowly(selectPlayhead);
  return (
    <section className={styles.strip} aria-label="Time of the open exchange">
      <StripGutter />
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="slider"
        tabIndex={0}
        aria-label="Moment that is shown"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={playhead === 'now' ? 100 : Number(playhead.split(' ')[0])}
        aria-valuetext={playhead === 'now' ? 'now' : playhead.slice(playhead.indexOf(' ') + 1)}
        onPointerDown={drag.onPointerDown}
        onPointerMove={(event) => {
          const moment = momentAt(event);
          painter.current?.hover(drag.isDragging() ? null : moment);
          if (drag.onPointerMove(event)) return;
          const track = painter.current?.track();
          if (track) hoverEvent(nearestEvent(track, moment));
        }}
        onPointerUp={drag.onPointerUp}
        onPointerCancel={drag.onPointerUp}
        onPointerLeave={() => {
          painter.current?.hover(null);
          hoverEvent(null);
        }}
        onClick={onClick}
        onKeyDown={onSliderKey}
        onDoubleClick={() => painter.current?.fit()}
        onWheel={(event) => painter.current?.zoom(momentAt(event), Math.exp(event.deltaY * 0.0016), event.deltaX)}
      />
    </section>
  );
}

/** With the focus in the strip, the arrows move the playhead; what is left goes to the sheet's keys. */
function onSliderKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') stepMoment(-1);
  else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') stepMoment(1);
  else if (event.key === 'PageUp') skipMoment(0.1);
  else if (event.key === 'PageDown') skipMoment(-0.1);
  else if (event.key === 'Home') skipMoment(-1);
  else return;
  event.preventDefault();
}

/** `now`, or percent and words of where the playhead stands. */
function selectPlayhead({ openExchange: open }: State): string {
  if (open === null || open.momentAt === null) return 'now';
  const track = trackOf(open);
  const ms = open.momentAt - track.startedAt;
  const whole = Math.max(1, ms, track.at[track.length - 1] ?? 0);
  return `${Math.round((ms / whole) * 100)} ${momentText(ms)}`;
}
