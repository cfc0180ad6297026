/**
 * Keeps a growing pane at its end while the moment is now, and only then: scrolling up leaves live, coming back to the
 * end returns to it. What is being read never moves. An exchange that had ended well when it was opened starts at its top.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { setLive } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { isRunning } from './use-track.ts';

const nearEndPx = 28;

export type PinnedScroll = {
  readonly isAtEnd: boolean;
  /** The end is being followed: the next version will be scrolled to it. */
  readonly isFollowing: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
};

/** `version` changes when the content may have grown. */
export function usePinnedScroll(
  scroller: RefObject<HTMLElement | null>,
  open: OpenExchange,
  version: unknown,
): PinnedScroll {
  const [isAtEnd, setAtEnd] = useState(true);
  const lastTop = useRef(0);
  const wasRunning = useRef<boolean | null>(null);
  if (wasRunning.current === null && open.detail !== null) wasRunning.current = isRunning(open);
  const end = open.detail?.summary.end ?? null;
  // A picked run of events is being read: the end must not pull it away.
  const isLive = open.isLive && open.selection.kind !== 'range' && open.momentAt === null;
  const isFollowing = isLive && (wasRunning.current === true || (end !== null && end !== 'complete'));
  // Scrolled up by hand: an exchange that has ended no longer leaves live, and still must not be pulled down.
  const isHeld = useRef(false);
  useLayoutEffect(() => {
    if (isFollowing) isHeld.current = false;
  }, [isFollowing]);
  const toEnd = (): void => {
    const element = scroller.current;
    if (element === null) return;
    isHeld.current = false;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  };
  const latestToEnd = useRef(toEnd);
  latestToEnd.current = toEnd;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || version === undefined) return;
    if (isFollowing && !isHeld.current) latestToEnd.current();
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx);
  }, [scroller, isFollowing, version]);
  // What comes into sight gets its true height only then, after the version that brought it. A pane that is made lower
  // keeps its top, and so loses its end.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isFollowing) return;
    const observer = new ResizeObserver(() => {
      if (!isHeld.current) latestToEnd.current();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    const children = new MutationObserver(() => {
      for (const child of element.children) observer.observe(child);
    });
    children.observe(element, { childList: true });
    return () => {
      observer.disconnect();
      children.disconnect();
    };
  }, [scroller, isFollowing]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    const isUp = element.scrollTop < lastTop.current - 2 && !isNear;
    if (isUp) isHeld.current = true;
    else if (isNear) isHeld.current = false;
    if (isUp && isRunning(open)) setLive(false);
    else if (open.momentAt === null && isNear && element.scrollTop > lastTop.current && open.selection.kind === 'none')
      setLive(true);
    lastTop.current = element.scrollTop;
    setAtEnd(isNear);
  };
  return { isAtEnd, isFollowing: isFollowing && !isHeld.current, onScroll, toEnd };
}
