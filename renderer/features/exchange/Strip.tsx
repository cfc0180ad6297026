/**
 * The strip: time under glass. A canvas that repaints by itself while the exchange runs and only on change after it;
 * the pointer shows the moment, a click selects the nearest event, the wheel zooms.
 */
import { type PointerEvent, useEffect, useRef } from 'react';
import { hoverEvent, selectEvent, selectRange } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { useStore } from '../../store/store.ts';
import styles from './Strip.module.css';
import { StripGutter } from './StripGutter.tsx';
import { nearestEvent } from './stream-track.ts';
import { momentOf } from './strip-model.ts';
import { createStripPainter, type StripPainter } from './strip-painter.ts';

/** A pick is seen with the next frame; events come with the strip's own beat. */
function hasNewPick(open: OpenExchange, before: OpenExchange): boolean {
  return open.id !== before.id || open.selection !== before.selection || open.hoveredEvent !== before.hoveredEvent;
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
  const onPointerMove = (event: PointerEvent): void => {
    const moment = momentAt(event);
    painter.current?.hover(moment);
    const track = painter.current?.track();
    if (track) hoverEvent(nearestEvent(track, moment));
  };
  const onClick = (event: { readonly clientX: number; readonly clientY: number }): void => {
    const track = painter.current?.track();
    const box = canvas.current?.getBoundingClientRect();
    if (!track || !box) return;
    const moment = momentAt(event);
    const y = event.clientY - box.top;
    const block = y < 30 ? track.blocks.find((one) => one.startMs <= moment && moment <= one.endMs) : undefined;
    if (block) selectRange({ first: block.firstEvent, last: block.lastEvent, text: null });
    else selectEvent(nearestEvent(track, moment));
  };
  return (
    <section className={styles.strip} aria-label="Time of the open exchange">
      <StripGutter />
      <canvas
        ref={canvas}
        className={styles.canvas}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          painter.current?.hover(null);
          hoverEvent(null);
        }}
        onClick={onClick}
        onKeyDown={() => undefined}
        onDoubleClick={() => painter.current?.fit()}
        onWheel={(event) => painter.current?.zoom(momentAt(event), Math.exp(event.deltaY * 0.0016), event.deltaX)}
      />
    </section>
  );
}
