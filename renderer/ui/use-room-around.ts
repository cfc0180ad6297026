/** How many items a long list makes beyond those in sight: few with the paint that brings many, the others right after it. */
import { useEffect, useReducer, useRef } from 'react';

const usual = 8;
const atFirst = 1;
/** So many items more or less at once: a list that opens, a group that unfolds. */
const leap = 12;
/** Until the first ones are on the screen. */
const soonMs = 40;

export type RoomAround = {
  /** To be made ahead at either end. */
  readonly room: number;
  /** Many have just come or gone: where the list stands is not known yet. */
  readonly isLeap: boolean;
};

/** Of `count` items in all. A row takes 2 ms to make, and whoever unfolds 50 waits for those in sight only. */
export function useRoomAround(count: number): RoomAround {
  const settled = useRef(0);
  const [, paintAgain] = useReducer((times: number) => times + 1, 0);
  const isLeap = Math.abs(count - settled.current) >= leap;
  useEffect(() => {
    if (!isLeap) {
      settled.current = count;
      return;
    }
    const timer = setTimeout(() => {
      settled.current = count;
      paintAgain();
    }, soonMs);
    return () => clearTimeout(timer);
  }, [count, isLeap]);
  return { room: isLeap ? atFirst : usual, isLeap };
}
