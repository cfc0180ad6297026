/** What the find bar lights: the same custom highlights as the filter's words, over what is painted. */
import './word-highlights.css';
import { placesOf } from './find-target.ts';

/** Places lit before and after the one that is shown. */
const litAround = 400;

/** Lights `words` in what is painted below `root`, around the place of `ordinal`, and that one more strongly; gives its range. */
export function lightFound(root: HTMLElement, words: string, ordinal: number): Range | null {
  const ranges: Range[] = [];
  let current: Range | null = null;
  let passed = 0;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && passed <= ordinal + litAround; node = walker.nextNode()) {
    const places = placesOf(node.nodeValue ?? '', words);
    places.forEach((start, index) => {
      if (Math.abs(passed + index - ordinal) > litAround) return;
      const range = rangeOf(node, start, words.length);
      ranges.push(range);
      if (passed + index <= ordinal) current = range;
    });
    passed += places.length;
  }
  // Fewer are painted than counted (links, escapes): the last one stands for those behind it.
  if (passed <= ordinal) current = ranges.at(-1) ?? null;
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
/** Frames in which all is lit anew, however good it looks: what stands around the place may have been made meanwhile. */
const certainFrames: readonly number[] = [0, 3, settlingFrames - 1];
let generation = 0;

/**
 * Lights until what is sought has settled, or something else is sought. `light` gives the range that is shown; `show`
 * brings it into sight with every frame, since what is above it may still grow.
 */
export function lightWhileSettling(light: () => Range | null, show: (range: Range) => void): void {
  generation += 1;
  const own = generation;
  let frame = 0;
  let shown: Range | null = null;
  const step = (): void => {
    if (own !== generation) return;
    // A range whose words were made anew has nothing in it.
    if (shown === null || shown.collapsed || certainFrames.includes(frame)) shown = light();
    if (shown !== null) show(shown);
    frame += 1;
    if (frame < settlingFrames) requestAnimationFrame(step);
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
export function showRange(scroller: HTMLElement | null, range: Range | null): void {
  if (scroller === null || range === null) return;
  const box = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (box.top >= frame.top + 40 && box.bottom <= frame.bottom - 8) return;
  scroller.scrollTop += box.top - frame.top - frame.height / 2;
}
