/**
 * Keeps a growing pane at its end while the moment is now, and only then: scrolling up leaves live, coming back to the
 * end returns to it. What is being read never moves. An exchange that had ended well when it was opened starts at its top.
 */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { setLive } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { isRunning } from './use-track.ts';

const nearEndPx = 28;

export type PinnedScroll = {
  readonly isAtEnd: boolean;
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
  const isLive = open.isLive && open.selection.kind !== 'range';
  const isFollowing = isLive && (wasRunning.current === true || (end !== null && end !== 'complete'));
  const toEnd = (): void => {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || version === undefined) return;
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
      lastTop.current = element.scrollTop;
    }
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx);
  }, [scroller, isFollowing, version]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    if (element.scrollTop < lastTop.current - 2 && !isNear && isRunning(open)) setLive(false);
    else if (isNear && element.scrollTop > lastTop.current && open.selection.kind === 'none') setLive(true);
    lastTop.current = element.scrollTop;
    setAtEnd(isNear);
  };
  return { isAtEnd, onScroll, toEnd };
}
