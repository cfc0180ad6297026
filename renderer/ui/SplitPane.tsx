/** Two panes side by side, one of fixed width; the splitter is the gap between them. */
import { type CSSProperties, type ReactNode, useRef } from 'react';
import styles from './SplitPane.module.css';
import { Splitter } from './Splitter.tsx';

type SplitPaneProps = {
  /** Which side has the fixed width. */
  readonly fixed: 'start' | 'end';
  /** As drawn. */
  readonly size: number;
  /** As the user left it; null: as drawn. */
  readonly chosen: number | null;
  readonly onChoose: (size: number | null) => void;
  readonly minimum: number;
  /** What is left to the other side at least. */
  readonly minimumRest: number;
  readonly label: string;
  readonly start: ReactNode;
  readonly end: ReactNode;
};

/** A width that no longer fits the frame is narrowed, not forgotten. */
export function SplitPane(props: SplitPaneProps) {
  const { fixed, size, chosen, onChoose, minimum, minimumRest, label, start, end } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = chosen ?? size;
  const most = (): number => (frame.current?.clientWidth ?? 0) - minimumRest;
  const side = `min(${width}px, max(${minimum}px, calc(100% - ${minimumRest}px)))`;
  const columns = fixed === 'start' ? `${side} minmax(0, 1fr)` : `minmax(0, 1fr) ${side}`;
  return (
    <div ref={frame} className={styles.frame} style={{ gridTemplateColumns: columns }}>
      {start}
      {end}
      <Splitter
        label={label}
        between="columns"
        size={frame.current === null ? width : Math.min(width, Math.max(minimum, most()))}
        sized={fixed === 'start' ? 'before' : 'after'}
        minimum={minimum}
        maximum={most}
        onResize={onChoose}
        className={styles.bar ?? ''}
        style={barPlace(fixed, side)}
      />
    </div>
  );
}

function barPlace(fixed: 'start' | 'end', side: string): CSSProperties {
  const edge = `calc(${side} - 4px)`;
  return fixed === 'start' ? { left: edge } : { right: edge };
}
