/**
 * Two panes side by side, one of fixed width. The splitter is the gap between them: it takes the pointer, shows a line
 * on hover, moves with the arrow keys, and a double click puts it back.
 */
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import styles from './SplitPane.module.css';

type SplitPaneProps = {
  /** Which side has the fixed width. */
  readonly fixed: 'start' | 'end';
  readonly size: number;
  readonly minimum: number;
  /** What is left to the other side at least. */
  readonly minimumRest: number;
  /** Width of the gap, 0 to 8 px; the splitter takes the pointer over 8. */
  readonly gap: number;
  readonly label: string;
  readonly start: ReactNode;
  readonly end: ReactNode;
};

/** Remembers the width that the user gave it for as long as it is mounted. */
export function SplitPane({ fixed, size, minimum, minimumRest, gap, label, start, end }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const width = chosen ?? size;
  const choose = (wanted: number): void => {
    const whole = frame.current?.clientWidth ?? 0;
    setChosen(Math.round(Math.max(minimum, Math.min(wanted, whole - minimumRest - gap))));
  };
  const drag = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = event.clientX;
    const move = (moved: globalThis.PointerEvent): void =>
      choose(width + (fixed === 'start' ? moved.clientX - from : from - moved.clientX));
    const bar = event.currentTarget;
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), { once: true });
  };
  const nudge = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    choose(width + (fixed === 'start' ? step : -step));
  };
  const side = `min(${width}px, calc(100% - ${minimumRest + gap}px))`;
  const columns = fixed === 'start' ? `${side} minmax(0, 1fr)` : `minmax(0, 1fr) ${side}`;
  return (
    <div ref={frame} className={styles.frame} style={{ gridTemplateColumns: columns, columnGap: gap }}>
      {start}
      {end}
      <button
        type="button"
        className={styles.bar}
        style={barPlace(fixed, side, gap)}
        aria-label={label}
        onPointerDown={drag}
        onDoubleClick={() => setChosen(null)}
        onKeyDown={nudge}
      />
    </div>
  );
}

function barPlace(fixed: 'start' | 'end', side: string, gap: number): CSSProperties {
  const edge = `calc(${side} + ${gap / 2 - 4}px)`;
  return fixed === 'start' ? { left: edge } : { right: edge };
}
