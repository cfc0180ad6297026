/** What the find bar lights: the same custom highlights as the filter's words, over what is painted. */
import './word-highlights.css';
import { placesOf } from './find-target.ts';

const mostRanges = 1_000;

/** Lights `words` in what is painted below `root`, and the range of `ordinal` among them (or `current`) more strongly. */
export function lightFound(root: HTMLElement, words: string, ordinal: number): Range | null {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < mostRanges; node = walker.nextNode()) {
    for (const start of placesOf(node.nodeValue ?? '', words)) ranges.push(rangeOf(node, start, words.length));
  }
  const current = ranges[Math.min(ordinal, ranges.length - 1)] ?? null;
  lightRanges(ranges, current);
  return current;
}

/** Lights these. */
export function lightRanges(ranges: readonly Range[], current: Range | null): void {
  CSS.highlights.set('found', new Highlight(...ranges));
  CSS.highlights.set('found-current', new Highlight(...(current === null ? [] : [current])));
}

/** How many frames a place may take until it is painted: rows come, unfold, and parse their markdown. */
const settlingFrames = 12;
let generation = 0;

/** Lights with every frame until what is sought has settled, or something else is sought. */
export function lightWhileSettling(light: () => void): void {
  generation += 1;
  const own = generation;
  let framesLeft = settlingFrames;
  const step = (): void => {
    if (own !== generation) return;
    light();
    framesLeft -= 1;
    if (framesLeft > 0) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

/** Nothing is lit any more. */
export function darkenFound(): void {
  generation += 1;
  CSS.highlights.delete('found');
  CSS.highlights.delete('found-current');
}

function rangeOf(node: Node, start: number, length: number): Range {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return range;
}

/** Scrolls a range into the middle of `scroller`, where it is out of sight. */
export function showRange(scroller: HTMLElement, range: Range | null): void {
  if (range === null) return;
  const box = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (box.top >= frame.top + 40 && box.bottom <= frame.bottom - 8) return;
  scroller.scrollTop += box.top - frame.top - frame.height / 2;
}
