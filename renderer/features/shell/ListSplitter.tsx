/** The gap between list and sheet: beside each other it sets the list's width, below each other its height. */
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { useStore } from '../../store/store.ts';
import { usePaneSize } from '../../store/use-pane-size.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import styles from './ListSplitter.module.css';

/** As drawn; below 1180 the list is narrower. */
const drawnList = { width: 360, narrowWidth: 296, height: 232 } as const;
const least = { width: 280, narrowWidth: 220, height: 120 } as const;
/** What is left to the sheet. */
const restOf = { width: 520, height: 380 } as const;
/** Title bar and status bar. */
const barsHeight = 66;

/** 2 px of layout, 8 px of hand. */
export function ListSplitter() {
  const isBelow = useStore((state) => state.layout.detail === 'below');
  const isNarrow = useMediaQuery('(max-width: 1179px)');
  return isBelow ? <HeightSplitter /> : <WidthSplitter key={String(isNarrow)} isNarrow={isNarrow} />;
}

function WidthSplitter({ isNarrow }: { readonly isNarrow: boolean }) {
  const [width, setWidth] = usePaneSize(isNarrow ? 'list-narrow' : 'list');
  return (
    <Splitter
      label="Width of the list"
      between="columns"
      size={width ?? (isNarrow ? drawnList.narrowWidth : drawnList.width)}
      sized="before"
      minimum={isNarrow ? least.narrowWidth : least.width}
      maximum={() => innerWidth - restOf.width}
      onResize={setWidth}
      className={styles.upright ?? ''}
    />
  );
}

function HeightSplitter() {
  const [height, setHeight] = usePaneSize('list-height');
  return (
    <Splitter
      label="Height of the list"
      between="rows"
      size={height ?? drawnList.height}
      sized="before"
      minimum={least.height}
      maximum={() => innerHeight - barsHeight - restOf.height}
      onResize={setHeight}
      className={styles.flat ?? ''}
    />
  );
}
