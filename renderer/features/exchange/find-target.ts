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

/** Starts of the places of `words` in a text, in any case. */
export function placesOf(text: string, words: string): readonly number[] {
  const found: number[] = [];
  eachPlace(text, words, (start) => found.push(start));
  return found;
}

/** How many places `placesOf` would find. */
export function countPlaces(text: string, words: string): number {
  let count = 0;
  eachPlace(text, words, () => {
    count += 1;
  });
  return count;
}

/** A search for lower-cased words takes 10 ms for 5 MB with 100,000 places; matches of a pattern take a second. */
function eachPlace(text: string, words: string, onPlace: (start: number) => void): void {
  if (words === '') return;
  const lower = text.toLowerCase();
  if (lower.length !== text.length) {
    for (const match of text.matchAll(patternOf(words))) onPlace(match.index);
    return;
  }
  const wanted = words.toLowerCase();
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) onPlace(at);
}

/** A few letters change their length with their case: then places in the lower-cased text are others. */
function patternOf(words: string): RegExp {
  return new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
}
