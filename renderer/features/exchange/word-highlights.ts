/** Lights words in what is painted, by CSS custom highlights: no element is touched, so React never notices. */
import './word-highlights.css';
import { findWords } from '../../../shared/conversation/find-words.ts';

/** Painted text beyond this is not searched: a view of that size is read by its own search. */
const maxCharacters = 500_000;
const maxRanges = 2_000;

/** Lights every place of `texts` below `root`; gives the element of the `ordinal`th (from 0), which is lit more strongly. */
export function lightWords(root: HTMLElement, texts: readonly string[], ordinal: number): HTMLElement | null {
  const ranges = texts.length === 0 ? [] : rangesOf(root, texts);
  const current = ordinal < 0 ? undefined : (ranges[Math.min(ordinal, ranges.length - 1)] ?? undefined);
  setHighlight('found', ranges);
  setHighlight('found-current', current === undefined ? [] : [current]);
  return current?.startContainer.parentElement ?? null;
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
