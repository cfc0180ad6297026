/** A growing text that changes less often the longer it is: what is made from it whole costs in proportion to its length. */
import { useEffect, useReducer, useRef } from 'react';

const longestRestMs = 500;

/**
 * `text`, or how it was a while ago: at most `msPerCharacter` for each of its characters, and never over half a second.
 * Not resting, or no continuation of what it was: the text as it is.
 */
export function useRestedText(text: string, isResting: boolean, msPerCharacter: number): string {
  const shown = useRef({ text, at: 0 });
  const [, showNow] = useReducer((times: number) => times + 1, 0);
  const restMs = Math.min(longestRestMs, text.length * msPerCharacter);
  const waitMs = shown.current.at + restMs - performance.now();
  const isGrown = text.length > shown.current.text.length && text.startsWith(shown.current.text);
  const mustWait = isResting && isGrown && waitMs > 0;
  if (!mustWait && shown.current.text !== text) shown.current = { text, at: performance.now() };
  useEffect(() => {
    if (!mustWait) return;
    const timer = setTimeout(showNow, waitMs);
    return () => clearTimeout(timer);
  });
  return shown.current.text;
}
