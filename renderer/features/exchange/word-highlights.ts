/** Lights words in what is painted, by CSS custom highlights: no element is touched, so React never notices. */
import './word-highlights.css';
import { findWords } from '../../../shared/conversation/find-words.ts';

/** Painted text beyond this is not searched: a view of that size is read by its own search. */
const maxCharacters = 500_000;
const maxRanges = 2_000;

/** The place that is lit more strongly: the `ordinal`th (from 0; -1: none), or the first in `row`, where that is painted. */
export type CurrentPlace = { readonly ordinal: number } | { readonly row: string };

/** Lights every place of `texts` below `root`; gives the element of the current one. */
export function lightWords(root: HTMLElement, texts: readonly string[], place: CurrentPlace): HTMLElement | null {
  const ranges = texts.length === 0 ? [] : rangesOf(root, texts);
  const current = 'row' in place ? inRow(root, ranges, place.row) : ranges[Math.min(place.ordinal, ranges.length - 1)];
  setHighlight('found', ranges);
  setHighlight('found-current', current === undefined ? [] : [current]);
  return current?.startContainer.parentElement ?? null;
}

function inRow(root: HTMLElement, ranges: readonly Range[], selector: string): Range | undefined {
  const row = root.querySelector(selector);
  return row === null ? undefined : ranges.find(({ startContainer }) => row.contains(startContainer));
}

function setHighlight(name: string, ranges: readonly Range[]): void {
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

function rangesOf(root: HTMLElement, texts: readonly string[]): readonly Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[aria-label="Search hits"], header, button')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  let characters = 0;
  for (let node = walker.nextNode(); node !== null && characters < maxCharacters; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    characters += text.length;
    for (const words of texts) {
      for (const { start, end } of findWords(text, words, 100)) {
        if (ranges.length >= maxRanges) return ranges;
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
