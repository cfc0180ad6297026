/** Lights what the picked and the hovered event wrote, and the newest piece; scrolls to what was picked elsewhere. */
import { type RefObject, useEffect, useRef } from 'react';
import { asAtMoment, shownCount } from '../../store/completion-at.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { pacedText, usePacedText } from '../../store/paced-open.ts';
import { useStore } from '../../store/store.ts';
import { roleOfBlock } from './event-role.ts';
import { darken, light } from './lit-highlights.ts';
import { type BlockRange, type EventRange, findBlock, rangesOfEvents } from './provenance.ts';
import { isRunning } from './use-track.ts';

/** A whole block is lit by its role bar already; more than this is not lit piece by piece. */
const mostEvents = 5_000;

/** `form` changes the elements under the lights. */
export function useLights(scroller: RefObject<HTMLElement | null>, form: string): { readonly keepScroll: () => void } {
  const isScrollKept = useRef(false);
  const selection = useStore((state) => state.openExchange?.selection);
  const hovered = useStore((state) => state.openExchange?.hoveredEvent ?? null);
  // Of the text that is on the screen, not of what came since.
  const completion = usePacedText()?.completion;
  useEffect(() => {
    const root = scroller.current;
    const open = pacedText();
    if (root === null || open === null || form === '' || completion === undefined) return;
    light(root, 'lit', withRoles(open, selectedRanges(open)));
    const newest = open.momentAt !== null ? shownCount(open) - 1 : isRunning(open) ? open.events.length - 1 : -1;
    light(
      root,
      'fresh',
      newest < 0 ? [] : withRoles(open, rangesOfEvents(open.completion, { first: newest, last: newest })),
    );
  }, [scroller, form, completion]);
  useEffect(() => {
    const root = scroller.current;
    const open = openNow();
    if (root === null || open === null || selection === undefined) return;
    const ranges = light(root, 'lit', withRoles(open, selectedRanges(open)));
    const isKept = isScrollKept.current;
    isScrollKept.current = false;
    if (!isKept && selection.kind === 'event') reveal(root, ranges[0]);
  }, [scroller, selection]);
  useEffect(() => {
    const root = scroller.current;
    const open = openNow();
    if (root === null || open === null) return;
    light(
      root,
      'soft',
      hovered === null ? [] : withRoles(open, rangesOfEvents(open.completion, { first: hovered, last: hovered })),
    );
  }, [scroller, hovered]);
  useEffect(() => darken, []);
  return {
    keepScroll: () => {
      isScrollKept.current = true;
    },
  };
}

function openNow(): OpenExchange | null {
  const open = useStore.getState().openExchange;
  return open === null ? null : asAtMoment(open);
}

function selectedRanges(open: OpenExchange): readonly BlockRange[] {
  const { selection } = open;
  if (selection.kind === 'none') return [];
  if (selection.kind === 'range' && selection.text !== null) {
    const { choice, block, start, end } = selection.text;
    return [{ choice, key: block, start, end }];
  }
  const events: EventRange =
    selection.kind === 'event'
      ? { first: selection.index, last: selection.index }
      : { first: selection.first, last: selection.last };
  return events.last - events.first > mostEvents ? [] : rangesOfEvents(open.completion, events);
}

function withRoles(open: OpenExchange, ranges: readonly BlockRange[]) {
  return ranges.map((range) => {
    const block = findBlock(open.completion, range.choice, range.key);
    return { ...range, role: block === null ? ('text' as const) : roleOfBlock(block.kind) };
  });
}

/** Scrolls only when the range is out of sight, to the middle. */
function reveal(root: HTMLElement, range: Range | undefined): void {
  if (range === undefined) return;
  const box = range.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  if (box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8) return;
  root.scrollTop += box.top - frame.top - frame.height / 2;
}
