/** Find in a view whose words are all painted. */
import type { RefObject } from 'react';
import { darkenFound, lightFound, showRange } from './find-lights.ts';
import { countPlaces, useFindTarget } from './find-target.ts';

/** `scroller` holds the words, and scrolls. */
export function useDomFind(scroller: RefObject<HTMLElement | null>): void {
  useFindTarget({
    count: (words) => {
      const root = scroller.current;
      if (root === null) return 0;
      let count = 0;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) count += countPlaces(walker.currentNode.nodeValue ?? '', words);
      return count;
    },
    show: (words, ordinal) => {
      const root = scroller.current;
      if (root !== null) showRange(root, lightFound(root, words, ordinal));
    },
    clear: darkenFound,
  });
}
