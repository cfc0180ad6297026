/** The gap between list and sheet: dragging sets the list's width, double click puts it back as drawn. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { changeListView } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import styles from './ListSplitter.module.css';

const drawnWidth = 360;
const narrowest = 280;
const widest = 900;
const keyStep = 16;

/** 2 px of layout, 8 px of hand. Only where the list is not narrowed by the window. */
export function ListSplitter() {
  const width = useStore((state) => state.listView.width ?? drawnWidth);
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const resize = (wanted: number) =>
    changeListView({ width: Math.round(Math.min(widest, Math.max(narrowest, wanted))) });
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current) resize(start.current.width + event.clientX - start.current.x);
  };
  const separator = {
    role: 'separator',
    'aria-orientation': 'vertical' as const,
    'aria-label': 'Width of the list',
    'aria-valuenow': width,
    'aria-valuemin': narrowest,
    'aria-valuemax': widest,
    tabIndex: 0,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, width };
    },
    onPointerMove,
    onPointerUp: () => {
      start.current = null;
    },
    onDoubleClick: () => changeListView({ width: null }),
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      if (event.key === 'ArrowLeft') resize(width - keyStep);
      if (event.key === 'ArrowRight') resize(width + keyStep);
    },
  };
  return <div className={styles.splitter} {...separator} />;
}
