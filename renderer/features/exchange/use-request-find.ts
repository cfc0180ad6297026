/** Find in the Request view: counted in the data, since most messages are not painted and long ones are clamped. */

import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef, useState } from 'react';
import { prettyValue } from '../../../shared/lib/pretty-json.ts';
import type { RequestMessage, RequestPart } from '../../../shared/model/request-reading.ts';
import { darkenFound, lightFound, lightWhileSettling, showRange } from './find-lights.ts';
import { countPlaces, useFindTarget } from './find-target.ts';

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
  return typeof input === 'string' ? input : prettyValue(input);
}

/** The message that is shown unfolded for the words in it; null: none. `messages[n]` stands in row n + 1. */
export function useRequestFind(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  messages: readonly RequestMessage[],
): { readonly unfolded: number | null } {
  const [unfolded, setUnfolded] = useState<number | null>(null);
  const counts = useRef<Counts | null>(null);
  const countsOf = (words: string): Counts => {
    if (counts.current?.messages !== messages || counts.current.words !== words)
      counts.current = countWords(messages, words);
    return counts.current;
  };
  useFindTarget({
    count: (words) => countsOf(words).total,
    show: (words, ordinal) => {
      let within = ordinal;
      const index = countsOf(words).perMessage.findIndex((count) => {
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

/** How often the words stand in each message: counted once, shown many times. */
type Counts = {
  readonly messages: readonly RequestMessage[];
  readonly words: string;
  readonly perMessage: readonly number[];
  readonly total: number;
};

function countWords(messages: readonly RequestMessage[], words: string): Counts {
  const perMessage = messages.map(({ parts }) =>
    parts.reduce((sum, part) => sum + countPlaces(wordsOfPart(part), words), 0),
  );
  return { messages, words, perMessage, total: perMessage.reduce((sum, count) => sum + count, 0) };
}

type Wanted = { readonly index: number; readonly words: string; readonly ordinal: number };

function lightWhenPainted(scroller: RefObject<HTMLElement | null>, { index, words, ordinal }: Wanted): void {
  lightWhileSettling(
    () => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index + 1}"]`);
      return row ? lightFound(row, words, ordinal) : null;
    },
    (range) => showRange(scroller.current, range),
  );
}
