/** Find in page: the view on the sheet says how often words stand in it, also where nothing is painted, and shows each place. */
import { createContext, useContext, useEffect, useRef } from 'react';

/** Letters as they are typed, in any case; -1 places: nothing is searched. */
export type FindTarget = {
  /** How often the words stand in the view, folded parts included. */
  readonly count: (words: string) => number;
  /** Lights the words and brings the place of this number (from 0) into sight, unfolding what hides it. */
  readonly show: (words: string, ordinal: number) => void;
  readonly clear: () => void;
};

/** Takes the target of the view that is on the sheet; null: none. */
export const FindContext = createContext<(target: FindTarget | null) => void>(() => undefined);

/** The view that calls this is searched by the sheet's find bar while it is there. */
export function useFindTarget(target: FindTarget): void {
  const register = useContext(FindContext);
  const latest = useRef(target);
  latest.current = target;
  useEffect(() => {
    register({
      count: (words) => latest.current.count(words),
      show: (words, ordinal) => latest.current.show(words, ordinal),
      clear: () => latest.current.clear(),
    });
    return () => register(null);
  }, [register]);
}

const most = 10_000;

/** Starts of the places of `words` in a text, in any case. */
export function placesOf(text: string, words: string): readonly number[] {
  if (words === '') return [];
  const found: number[] = [];
  const pattern = new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  for (const match of text.matchAll(pattern)) {
    found.push(match.index);
    if (found.length >= most) break;
  }
  return found;
}
