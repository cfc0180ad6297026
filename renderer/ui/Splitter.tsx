/**
 * The gap between two panes as something to take hold of: it takes the pointer, shows a line on hover, moves with the arrow
 * keys, and a double click or Enter puts it back as drawn.
 */
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import styles from './Splitter.module.css';

type SplitterProps = {
  readonly label: string;
  /** `columns`: it stands upright between two columns. */
  readonly between: 'columns' | 'rows';
  /** Of the pane that it sizes, px, and on which side of it that pane stands. */
  readonly size: number;
  readonly sized: 'before' | 'after';
  readonly minimum: number;
  /** Asked when it is moved. */
  readonly maximum: () => number;
  /** Null: as drawn. */
  readonly onResize: (size: number | null) => void;
  readonly className?: string;
  readonly style?: CSSProperties;
};

const keyStep = 16;

/** 8 px of hand, wherever `style` or `className` puts it. */
export function Splitter(props: SplitterProps) {
  const { label, between, size, sized, minimum, maximum, onResize, className = '', style } = props;
  const hold = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const isUpright = between === 'columns';
  const resize = (wanted: number): void => onResize(Math.max(minimum, Math.min(Math.round(wanted), maximum())));
  const placeOf = (event: PointerEvent): number => (isUpright ? event.clientX : event.clientY);
  const grow = (by: number): number => (sized === 'before' ? by : -by);
  const separator = {
    role: 'separator',
    tabIndex: 0,
    'aria-label': label,
    'aria-orientation': isUpright ? ('vertical' as const) : ('horizontal' as const),
    'aria-valuenow': Math.round(size),
    'aria-valuemin': minimum,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      hold.current = { at: placeOf(event), size };
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (hold.current) resize(hold.current.size + grow(placeOf(event) - hold.current.at));
    },
    onLostPointerCapture: () => {
      hold.current = null;
    },
    onDoubleClick: () => onResize(null),
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      const action = keyAction(event.key, isUpright);
      if (action === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (action === 'reset') onResize(null);
      else if (action === 'least') resize(minimum);
      else if (action === 'most') resize(maximum());
      else resize(size + grow(action * (event.shiftKey ? 4 : 1) * keyStep));
    },
  };
  return <div className={`${styles.splitter} ${className}`} data-between={between} style={style} {...separator} />;
}

function keyAction(key: string, isUpright: boolean): -1 | 1 | 'reset' | 'least' | 'most' | null {
  if (key === (isUpright ? 'ArrowLeft' : 'ArrowUp')) return -1;
  if (key === (isUpright ? 'ArrowRight' : 'ArrowDown')) return 1;
  if (key === 'Enter') return 'reset';
  if (key === 'Home') return 'least';
  return key === 'End' ? 'most' : null;
}
