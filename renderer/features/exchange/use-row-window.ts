/** The rows of the log that exist right now: follows the scroll position, the size of the view and the height of an unfolded row. */
import { type RefObject, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { heightOfRows, type RowRun, rowAtHeight, runAtEnd, runInSight, scrollTopFor, topOfRow } from './row-window.ts';

export type RowWindow = {
  readonly run: RowRun;
  readonly topOf: (row: number) => number;
  /** Of all rows and the room below them, px. */
  readonly height: number;
  /** To be called by the scroller's `onScroll`. */
  readonly onScroll: () => void;
  /** Brings a row into sight, if it is not. */
  readonly reveal: (row: number) => void;
  /** For the element of the tall row: its height is measured. */
  readonly measureTall: (element: HTMLElement | null) => void;
};

export type RowWindowOptions = {
  readonly count: number;
  readonly rowHeight: number;
  /** -1: none. */
  readonly tallRow: number;
  /** Below the last row, px. */
  readonly paddingEnd: number;
  /** Kept free below a revealed row, px. */
  readonly roomBelow: number;
  /** The end is being followed: its rows are there with the paint that scrolls to them. */
  readonly isFollowing: boolean;
};

/** For rows of equal height but one. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, options: RowWindowOptions): RowWindow {
  const { count, rowHeight, tallRow, paddingEnd, roomBelow, isFollowing } = options;
  const [viewHeight, setViewHeight] = useState(600);
  const [tallHeight, setTallHeight] = useState(rowHeight);
  const [, paintAgain] = useReducer((times: number) => times + 1, 0);
  // As of the last scroll: no state, since most scrolling stays within the rows that exist.
  const top = useRef(0);
  const heights = { count, rowHeight, tallRow, tallBy: tallRow < 0 ? 0 : tallHeight - rowHeight };
  const height = heightOfRows(heights) + paddingEnd;
  const run = isFollowing ? runAtEnd(heights, viewHeight) : runInSight(heights, top.current, viewHeight);
  const shown = useRef({ heights, run, isFollowing });
  useLayoutEffect(() => {
    shown.current = { heights, run, isFollowing };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      top.current = element.scrollTop;
      // With the paint that shows the new size, not with the one after it.
      flushSync(() => setViewHeight(element.clientHeight));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  const onScroll = (): void => {
    if (scroller.current === null) return;
    top.current = scroller.current.scrollTop;
    const { heights: now, run: there, isFollowing: isAtEnd } = shown.current;
    // Scrolled by the showing itself.
    if (isAtEnd && rowAtHeight(now, top.current) >= there.first) return;
    const wanted = runInSight(now, top.current, viewHeight);
    if (wanted.first === there.first && wanted.end === there.end) return;
    const isSomethingMissing =
      rowAtHeight(now, top.current) < there.first || rowAtHeight(now, top.current + viewHeight) >= there.end;
    // A jump would show nothing for a frame: what is missing comes with this one.
    if (isSomethingMissing) flushSync(paintAgain);
    else paintAgain();
  };
  const tallObserver = useRef<ResizeObserver | null>(null);
  const measureTall = useRef((element: HTMLElement | null): void => {
    tallObserver.current?.disconnect();
    if (element === null) return;
    tallObserver.current = new ResizeObserver(() => setTallHeight(element.offsetHeight));
    tallObserver.current.observe(element);
  });
  const reveal = (row: number): void => {
    const element = scroller.current;
    if (element === null) return;
    const sight = { top: element.scrollTop, height: element.clientHeight };
    const wanted = scrollTopFor(shown.current.heights, row, sight, roomBelow);
    if (wanted === null) return;
    element.scrollTop = wanted;
    top.current = element.scrollTop;
    paintAgain();
  };
  return { run, topOf: (row) => topOfRow(heights, row), height, onScroll, reveal, measureTall: measureTall.current };
}
