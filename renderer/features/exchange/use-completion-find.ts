/** Find in the completion: counted in the text of its blocks; the places are found by their offsets, painted or folded. */
import { type RefObject, useRef } from 'react';
import type { Completion } from '../../../shared/model/completion.ts';
import { darkenFound, lightRanges, lightWhileSettling, showRange } from './find-lights.ts';
import { placesOf, useFindTarget } from './find-target.ts';
import { domRanges, manyDomRanges } from './lit-highlights.ts';
import type { BlockRange } from './provenance.ts';
import { toggleReasoning } from './reasoning-fold.ts';

/** Places lit around the one that is shown. */
const litAround = 200;

/** `scroller` holds the painted blocks. */
export function useCompletionFind(scroller: RefObject<HTMLElement | null>, completion: Completion): void {
  const known = useRef<Places | null>(null);
  const placesIn = (words: string): Places => {
    if (known.current?.completion !== completion || known.current.words !== words)
      known.current = findPlaces(completion, words);
    return known.current;
  };
  useFindTarget({
    count: (words) => placesIn(words).count,
    show: (words, ordinal) => {
      const places = placesIn(words);
      const wanted = placeAt(places, ordinal);
      if (wanted === null || scroller.current === null) return;
      if (isFoldedReasoning(completion, wanted, scroller.current)) toggleReasoning();
      const near: BlockRange[] = [];
      for (let at = Math.max(0, ordinal - litAround); at < Math.min(places.count, ordinal + litAround); at += 1)
        near.push(placeAt(places, at) as BlockRange);
      lightWhileSettling(
        () => {
          const root = scroller.current;
          if (root === null) return null;
          const current = domRanges(root, wanted)[0] ?? null;
          lightRanges(manyDomRanges(root, near), current);
          return current;
        },
        (range) => showRange(scroller.current, range),
      );
    },
    clear: darkenFound,
  });
}

/** Starts by block: 100,000 places are as many numbers. */
type Places = {
  readonly completion: Completion;
  readonly words: string;
  readonly blocks: readonly { readonly choice: number; readonly key: string; readonly starts: readonly number[] }[];
  readonly count: number;
};

function findPlaces(completion: Completion, words: string): Places {
  const blocks = completion.choices.flatMap((choice) =>
    choice.blocks
      .filter(({ kind }) => kind !== 'image' && kind !== 'audio')
      .map(({ key, text }) => ({ choice: choice.index, key, starts: placesOf(text, words) })),
  );
  return { completion, words, blocks, count: blocks.reduce((sum, { starts }) => sum + starts.length, 0) };
}

function placeAt({ blocks, words }: Places, ordinal: number): BlockRange | null {
  let within = ordinal;
  for (const { choice, key, starts } of blocks) {
    const start = starts[within];
    if (start !== undefined) return { choice, key, start, end: start + words.length };
    within -= starts.length;
  }
  return null;
}

function isFoldedReasoning(completion: Completion, place: BlockRange, root: HTMLElement): boolean {
  const block = completion.choices
    .find(({ index }) => index === place.choice)
    ?.blocks.find(({ key }) => key === place.key);
  return block?.kind === 'reasoning' && domRanges(root, place).length === 0;
}
