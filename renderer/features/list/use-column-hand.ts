/** Hand and keys on the heads of columns: a drag moves, the edge makes wider, a double click on the edge fits. */
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import { changeListView } from '../../store/actions.ts';
import { clampWidth, columnFacts, columnWidth, type ListColumn, moveColumn } from '../../store/list-columns.ts';
import type { ListView } from '../../store/list-preferences.ts';
import { fittingWidth } from './column-fit.ts';

const dragThreshold = 5;
const keyStep = 8;

type Grip = { readonly column: ListColumn; readonly x: number; readonly width: number; readonly isEdge: boolean };

/** `columns`: those that are shown; `say`: for assistive technology. */
export function useColumnHand(columns: readonly ListColumn[], view: ListView, say: (words: string) => void) {
  const grip = useRef<Grip | null>(null);
  const isDragged = useRef(false);
  const [moving, setMoving] = useState<ListColumn | null>(null);
  const resize = (column: ListColumn, width: number): void => {
    if (column === 'summary') return;
    changeListView({ widths: { ...view.widths, [column]: clampWidth(width) } });
  };
  const move = (column: ListColumn, to: number): void => {
    const next = moveColumn(columns, column, to);
    if (next.every((other, index) => other === columns[index])) return;
    changeListView({ columns: next });
  };
  /** Columns behind the summary grow to their left, since it takes what is left. */
  const sign = (column: ListColumn): 1 | -1 => (columns.indexOf(column) > columns.indexOf('summary') ? -1 : 1);
  const begin = (event: PointerEvent<HTMLElement>, column: ListColumn, isEdge: boolean): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { column, x: event.clientX, width: columnWidth(column, view.widths), isEdge };
    isDragged.current = false;
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const held = grip.current;
    if (held === null) return;
    const by = event.clientX - held.x;
    if (!isDragged.current && Math.abs(by) < dragThreshold) return;
    isDragged.current = true;
    if (held.isEdge) {
      resize(held.column, held.width + by * sign(held.column));
      return;
    }
    setMoving(held.column);
    move(held.column, placeUnder(event, held.column));
  };
  const end = (): void => {
    grip.current = null;
    setMoving(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, column: ListColumn): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { title } = columnFacts[column];
    if (event.altKey) {
      const to = Math.min(columns.length - 1, Math.max(0, columns.indexOf(column) + step));
      move(column, to);
      say(`${title}, column ${to + 1} of ${columns.length}`);
    } else if (event.shiftKey) {
      const width = clampWidth(columnWidth(column, view.widths) + step * keyStep);
      resize(column, width);
      if (column !== 'summary') say(`${title}, ${width} wide`);
    } else neighbour(event.currentTarget, step)?.focus();
  };
  return {
    moving,
    /** True for the click that ends a drag. */
    wasDragged: () => isDragged.current,
    begin,
    /** Everything of the edge of a head. */
    edge: (column: ListColumn) => ({
      'data-side': sign(column) === 1 ? 'right' : 'left',
      onPointerDown: (event: PointerEvent<HTMLElement>) => begin(event, column, true),
      onDoubleClick: ({ currentTarget }: MouseEvent<HTMLElement>) => {
        const list = currentTarget.closest('aside');
        if (list !== null) resize(column, fittingWidth(list, column));
      },
      onPointerMove,
      onPointerUp: end,
      onPointerCancel: end,
    }),
    handlers: { onPointerMove, onPointerUp: end, onPointerCancel: end },
    onKeyDown,
  };
}

/** The place among the heads that the pointer is over: past the middle of a neighbour changes places with it. */
function placeUnder(event: PointerEvent<HTMLElement>, column: ListColumn): number {
  const heads = [
    ...(event.currentTarget.closest('[role="toolbar"]')?.querySelectorAll<HTMLElement>('[data-column]') ?? []),
  ];
  const others = heads.filter(({ dataset }) => dataset.column !== column);
  return others.filter((head) => {
    const { left, width } = head.getBoundingClientRect();
    return event.clientX > left + width / 2;
  }).length;
}

function neighbour(head: HTMLElement, step: number): HTMLElement | undefined {
  const heads = [...(head.closest('[role="toolbar"]')?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
  return heads[heads.indexOf(head) + step];
}
