/** The keys of the sheet (NOTES.md, Keys). They act unless something is being typed or another pane takes the key. */
import { type RefObject, useEffect, useRef } from 'react';
import { selectEvent } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { pacedText } from '../../store/paced-open.ts';
import { changeSpeed, showNow, stepMoment, togglePlaying } from '../../store/playback.ts';
import { useStore } from '../../store/store.ts';
import type { ExchangeTab } from './ExchangeHead.tsx';
import { roles } from './event-role.ts';
import { toggleReasoning } from './reasoning-fold.ts';
import { trackOf } from './use-track.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey'>;
type KeyActions = { readonly setTab: (tab: ExchangeTab) => void; readonly toggleInspector: () => void };

/** Of the sheet that is on the screen; null without one. */
let mounted: KeyActions | null = null;

/** Does what a key of the sheet does, wherever the focus is: for commands with a name. */
export function pressInSheet(key: string): void {
  const open = useStore.getState().openExchange;
  if (open !== null && mounted !== null) actionOf({ key, altKey: false, shiftKey: false }, open, mounted)?.();
}

/** Listens at the window, since the strip and the log act on the same moment. */
export function useExchangeKeys(sheet: RefObject<HTMLElement | null>, actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  mounted = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event) || event.metaKey || event.ctrlKey) return;
      if (event.key === ' ' && isPressable(event.target)) return;
      const isInside = sheet.current?.contains(document.activeElement) || document.activeElement === document.body;
      if (isGlobal(event.key) || isInside) handle(event, latest.current);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      // The next exchange's sheet is rendered before this one goes.
      if (mounted === latest.current) mounted = null;
    };
  }, [sheet]);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Space presses what has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, summary, a, [role="radio"], [role="tab"]') !== null;
}

function isGlobal(key: string): boolean {
  return ['1', '2', '3', '4', 'i', 'r', 's', 'e'].includes(key.toLowerCase());
}

function handle(event: KeyboardEvent, actions: KeyActions): void {
  const open = useStore.getState().openExchange;
  if (open === null) return;
  const run = actionOf(event, open, actions);
  if (run === null) return;
  event.preventDefault();
  run();
}

function actionOf(event: Pressed, open: OpenExchange, actions: KeyActions): (() => void) | null {
  const step = event.shiftKey ? stepPlayhead : event.altKey ? stepBlock : stepEvents;
  switch (event.key) {
    case '1':
      return () => actions.setTab('stream');
    case '2':
      return () => actions.setTab('request');
    case '3':
      return () => actions.setTab('conversation');
    case '4':
      return () => actions.setTab('wire');
    case 'i':
      return actions.toggleInspector;
    case 'r':
      return toggleReasoning;
    case 's':
      return () => selectEvent(nextStall(open));
    case 'e':
      return () => selectEvent(nextTrouble(open));
    case 'ArrowLeft':
      return () => step(open, -1);
    case 'ArrowRight':
      return () => step(open, 1);
    case 'Home':
      return () => selectEvent(open.events.length > 0 ? 0 : null);
    case 'End':
      return showNow;
    case ' ':
      return togglePlaying;
    case ',':
      return () => changeSpeed(-1);
    case '.':
      return () => changeSpeed(1);
    case 'Escape':
      if (open.selection.kind !== 'none') return () => selectEvent(null);
      return open.momentAt === null ? null : showNow;
    default:
      return null;
  }
}

function stepPlayhead(_open: OpenExchange, by: 1 | -1): void {
  stepMoment(by);
}

function currentEvent(open: OpenExchange): number | null {
  if (open.selection.kind === 'event') return open.selection.index;
  return open.selection.kind === 'range' ? open.selection.first : null;
}

function stepEvents(open: OpenExchange, by: 1 | -1): void {
  const last = open.events.length - 1;
  if (last < 0) return;
  const from = currentEvent(open);
  selectEvent(from === null ? (by === 1 ? 0 : lastShown(open)) : Math.max(0, Math.min(last, from + by)));
}

/** The last event that stands on the screen: of a fast stream more have come already. */
function lastShown(open: OpenExchange): number {
  const shown = pacedText();
  const count = shown?.id === open.id && open.momentAt === null ? shown.events.length : open.events.length;
  return Math.max(0, Math.min(count, open.events.length) - 1);
}

function stepBlock(open: OpenExchange, by: 1 | -1): void {
  const starts = trackOf(open)
    .blocks.map((block) => block.firstEvent)
    .sort((one, other) => one - other);
  const from = currentEvent(open) ?? (by === 1 ? -1 : open.events.length);
  const next = by === 1 ? starts.find((start) => start > from) : starts.findLast((start) => start < from);
  if (next !== undefined) selectEvent(next);
}

/** The event that ended the next stall after the selected one; from the start again after the last. */
function nextStall(open: OpenExchange): number | null {
  const ends = trackOf(open).stalls.flatMap((stall) => stall.beforeEvent ?? []);
  const from = currentEvent(open) ?? -1;
  return ends.find((end) => end > from) ?? ends[0] ?? currentEvent(open);
}

/** The next event that is an error, malformed, unknown or ours, or that a finding points at. */
function nextTrouble(open: OpenExchange): number | null {
  const track = trackOf(open);
  const from = currentEvent(open) ?? -1;
  const findings = new Set(open.problems.flatMap((problem) => problem.eventIndex ?? []));
  const firstWarm = roles.indexOf('danger');
  const isTrouble = (index: number): boolean => (track.role[index] as number) >= firstWarm || findings.has(index);
  for (let index = from + 1; index < track.length; index += 1) if (isTrouble(index)) return index;
  for (let index = 0; index <= from; index += 1) if (isTrouble(index)) return index;
  return currentEvent(open);
}
