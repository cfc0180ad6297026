/** Find in the completion: counted in the text of its blocks; the places are found by their offsets, painted or folded. */
import type { RefObject } from 'react';
import type { Completion } from '../../../shared/model/completion.ts';
import { darkenFound, lightRanges, lightWhileSettling, showRange } from './find-lights.ts';
import { placesOf, useFindTarget } from './find-target.ts';
import { domRanges } from './lit-highlights.ts';
import type { BlockRange } from './provenance.ts';
import { toggleReasoning } from './reasoning-fold.ts';

/** Places lit around the one that is shown. */
const litAround = 200;

/** `scroller` holds the painted blocks. */
export function useCompletionFind(scroller: RefObject<HTMLElement | null>, completion: Completion): void {
  const placesIn = (words: string): readonly BlockRange[] =>
    completion.choices.flatMap((choice) =>
      choice.blocks.flatMap((block) =>
        block.kind === 'image' || block.kind === 'audio'
          ? []
          : placesOf(block.text, words).map((start) => ({
              choice: choice.index,
              key: block.key,
              start,
              end: start + words.length,
            })),
      ),
    );
  useFindTarget({
    count: (words) => placesIn(words).length,
    show: (words, ordinal) => {
      const places = placesIn(words);
      const wanted = places[ordinal];
      if (wanted === undefined || scroller.current === null) return;
      if (isFoldedReasoning(completion, wanted, scroller.current)) toggleReasoning();
      const near = places.slice(Math.max(0, ordinal - litAround), ordinal + litAround);
      lightWhileSettling(() => {
        const root = scroller.current;
        if (root === null) return;
        const current = domRanges(root, wanted)[0] ?? null;
        lightRanges(
          near.flatMap((place) => domRanges(root, place)),
          current,
        );
        showRange(root, current);
      });
    },
    clear: darkenFound,
  });
}

function isFoldedReasoning(completion: Completion, place: BlockRange, root: HTMLElement): boolean {
  const block = completion.choices
    .find(({ index }) => index === place.choice)
    ?.blocks.find(({ key }) => key === place.key);
  return block?.kind === 'reasoning' && domRanges(root, place).length === 0;
}
