/** Find in the Request view: counted in the data, since most messages are not painted and long ones are clamped. */
import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useState } from 'react';
import type { RequestMessage, RequestPart } from '../../../shared/model/request-reading.ts';
import { darkenFound, lightFound, lightWhileSettling, showRange } from './find-lights.ts';
import { placesOf, useFindTarget } from './find-target.ts';

/** The words of a part that can be read in the view. */
export function wordsOfPart(part: RequestPart): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'tool-result':
      return part.text;
    case 'tool-call':
      return `${part.name}\n${inputText(part.input)}`;
    case 'other':
      return JSON.stringify(part.native) ?? '';
    default:
      return '';
  }
}

/** A tool call's arguments as text. */
export function inputText(input: unknown): string {
  return typeof input === 'string' ? input : (JSON.stringify(input, null, 2) ?? '');
}

/** The message that is shown unfolded for the words in it; null: none. `messages[n]` stands in row n + 1. */
export function useRequestFind(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  messages: readonly RequestMessage[],
): { readonly unfolded: number | null } {
  const [unfolded, setUnfolded] = useState<number | null>(null);
  const counts = (words: string): readonly number[] =>
    messages.map(({ parts }) => parts.reduce((sum, part) => sum + placesOf(wordsOfPart(part), words).length, 0));
  useFindTarget({
    count: (words) => counts(words).reduce((sum, count) => sum + count, 0),
    show: (words, ordinal) => {
      const perMessage = counts(words);
      let within = ordinal;
      const index = perMessage.findIndex((count) => {
        if (within < count) return true;
        within -= count;
        return false;
      });
      if (index === -1) return;
      setUnfolded(index);
      virtualizer.scrollToIndex(index + 1, { align: 'start' });
      lightWhenPainted(scroller, { index, words, ordinal: within });
    },
    clear: () => {
      setUnfolded(null);
      darkenFound();
    },
  });
  return { unfolded };
}

type Wanted = { readonly index: number; readonly words: string; readonly ordinal: number };

function lightWhenPainted(scroller: RefObject<HTMLElement | null>, { index, words, ordinal }: Wanted): void {
  lightWhileSettling(() => {
    const root = scroller.current;
    const row = root?.querySelector<HTMLElement>(`[data-index="${index + 1}"]`);
    const found = row ? lightFound(row, words, ordinal) : null;
    if (root && found !== null) showRange(root, found);
  });
}
