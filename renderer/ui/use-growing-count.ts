/** Many parts that are made by and by: a thousand in one go would hold up the window. */
import { useEffect, useReducer, useRef } from 'react';

/** `count`, reached by steps of `atOnce` where it begins larger; what is added later in pieces is there at once. */
export function useGrowingCount(count: number, atOnce: number): number {
  // No state: what grows in pieces must not be painted twice for each.
  const made = useRef(atOnce);
  const [, goOn] = useReducer((goes: number) => goes + 1, 0);
  const isBehind = count > made.current + atOnce;
  if (!isBehind) made.current = Math.max(made.current, count);
  const shown = isBehind ? made.current : count;
  useEffect(() => {
    if (!isBehind) return;
    // A frame between two goes, and what the user does comes first.
    const timer = setTimeout(() => {
      made.current = shown + atOnce;
      goOn();
    }, 4);
    return () => clearTimeout(timer);
  }, [isBehind, shown, atOnce]);
  return shown;
}
