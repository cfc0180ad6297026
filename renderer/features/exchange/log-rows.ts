/**
 * The event log as rows: events in order, with rows of their own for stalls and for how the stream ended. Nothing is
 * built per event: a row is found from its number by binary search, so 100,000 events cost no memory here.
 */
import type { EventRecord } from '../../../shared/model/event-record.ts';
import type { ExchangeEnd } from '../../../shared/model/exchange.ts';
import type { Stall } from './between-tokens.ts';
import { lastingStall, type StreamTrack } from './stream-track.ts';

export type LogRow =
  | { readonly kind: 'event'; readonly index: number }
  | { readonly kind: 'stall'; readonly stall: Stall }
  | { readonly kind: 'end'; readonly end: ExchangeEnd; readonly atMs: number };

/** A row that is no event; it stands before the event of this index (or last, where that is the count). */
export type Insertion = { readonly beforeEvent: number; readonly row: LogRow };

export type LogShape = {
  readonly eventCount: number;
  /** Sorted by `beforeEvent`. */
  readonly insertions: readonly Insertion[];
  /** Indexes of the events that a filter lets through, rising; null: no filter. Filtered logs have no insertions. */
  readonly matches: readonly number[] | null;
};

/** The shape of a log. `ending`: an end worth a row (anything but `complete`), and when. */
export function logShape(
  track: StreamTrack,
  events: readonly EventRecord[],
  ending: { readonly end: ExchangeEnd; readonly atMs: number } | null,
  matches: readonly number[] | null,
): LogShape {
  if (matches !== null) return { eventCount: track.length, insertions: [], matches };
  const lasting = ending === null ? null : lastingStall(track, ending.atMs);
  const stalls = lasting === null ? track.stalls : [...track.stalls, lasting];
  const insertions: Insertion[] = stalls.map((stall) => ({
    beforeEvent: stall.beforeEvent ?? firstOfOurs(events, track.length),
    row: { kind: 'stall', stall },
  }));
  if (ending !== null && ending.end !== 'complete') {
    const beforeEvent = firstOfOurs(events, track.length);
    // What we wrote is stamped before the end is: a log never goes back in time.
    const atMs = Math.min(ending.atMs, beforeEvent < track.length ? (track.at[beforeEvent] as number) : ending.atMs);
    insertions.push({ beforeEvent, row: { kind: 'end', end: ending.end, atMs } });
  }
  return {
    eventCount: track.length,
    insertions: insertions.toSorted((a, b) => a.beforeEvent - b.beforeEvent),
    matches,
  };
}

/** Ours come last, after the upstream's own events. */
function firstOfOurs(events: readonly EventRecord[], length: number): number {
  let at = length;
  while (at > 0 && events[at - 1]?.origin === 'wirelens') at -= 1;
  return at;
}

/** How many rows there are. */
export function rowCount(shape: LogShape): number {
  return shape.matches?.length ?? shape.eventCount + shape.insertions.length;
}

/** The row of this number, from 0; null beyond the end. */
export function rowAt(shape: LogShape, row: number): LogRow | null {
  if (row < 0 || row >= rowCount(shape)) return null;
  if (shape.matches !== null) return { kind: 'event', index: shape.matches[row] as number };
  const before = insertionsAbove(shape, (insertion, position) => insertion.beforeEvent + position < row);
  const here = shape.insertions[before];
  if (here !== undefined && here.beforeEvent + before === row) return here.row;
  return { kind: 'event', index: row - before };
}

/** The row number of an event; with a filter that of the next match. */
export function rowOfEvent(shape: LogShape, event: number): number {
  if (shape.matches !== null) {
    const matches = shape.matches;
    let low = 0;
    let high = matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[middle] as number) < event) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, Math.max(0, matches.length - 1));
  }
  return event + insertionsAbove(shape, (insertion) => insertion.beforeEvent <= event);
}

/** How many insertions, from the first, hold the (monotone) condition. */
function insertionsAbove(shape: LogShape, holds: (insertion: Insertion, position: number) => boolean): number {
  let low = 0;
  let high = shape.insertions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(shape.insertions[middle] as Insertion, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next (or previous) event from `from` in the order of the log; stays at the ends. */
export function stepEvent(shape: LogShape, from: number | null, step: 1 | -1): number | null {
  if (shape.matches === null) {
    if (shape.eventCount === 0) return null;
    if (from === null) return step === 1 ? 0 : shape.eventCount - 1;
    return Math.min(shape.eventCount - 1, Math.max(0, from + step));
  }
  if (shape.matches.length === 0) return null;
  if (from === null) return (step === 1 ? shape.matches[0] : shape.matches[shape.matches.length - 1]) as number;
  const row = rowOfEvent(shape, from);
  const isOnMatch = shape.matches[row] === from;
  const next = isOnMatch ? row + step : step === 1 ? row : row - 1;
  return shape.matches[Math.min(shape.matches.length - 1, Math.max(0, next))] as number;
}

/** How an event's row joins its neighbours. */
export type RowJoin = {
  /** The role bar begins, ends here. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The event before has the same wire name. */
  readonly isRepeat: boolean;
};

/** Bars join while role and block stay the same; frames never join. */
export function joinOfRow(track: StreamTrack, events: readonly EventRecord[], index: number): RowJoin {
  return {
    isFirst: !isSameRun(track, index - 1, index),
    isLast: !isSameRun(track, index, index + 1),
    isRepeat: index > 0 && events[index - 1]?.type === events[index]?.type,
  };
}

function isSameRun(track: StreamTrack, one: number, other: number): boolean {
  if (one < 0 || other >= track.length) return false;
  const block = track.block[one] as number;
  return block >= 0 && block === track.block[other] && track.role[one] === track.role[other];
}

/** A stretch of a reading: words as they are, or a mark that stands for white space; `at` counts stretches. */
export type ReadingPart = { readonly at: number; readonly text: string; readonly isMark: boolean };

const marks: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\r': '␍', '\t': '⇥', '\u00a0': '⍽' };

/** Makes white space visible: every line end and tab, and spaces at the edges of the piece. */
export function readingParts(reading: string): readonly ReadingPart[] {
  const parts: ReadingPart[] = [];
  const leading = reading.length - reading.trimStart().length;
  const trailing = reading.trimEnd().length;
  let words = '';
  let signs = '';
  const flush = (): void => {
    if (words !== '') parts.push({ at: parts.length, text: words, isMark: false });
    if (signs !== '') parts.push({ at: parts.length, text: signs, isMark: true });
    words = '';
    signs = '';
  };
  for (let at = 0; at < reading.length; at += 1) {
    const character = reading[at] as string;
    const mark = marks[character];
    const isMark = mark !== undefined && (character !== ' ' || at < leading || at >= trailing);
    if (isMark ? words !== '' : signs !== '') flush();
    if (isMark) signs += mark;
    else words += character;
  }
  flush();
  return parts;
}

/** A growing filter result: `seen` events were looked at; `found` is one array that grows while the query stays. */
export type Matches = { readonly query: string; readonly seen: number; readonly found: readonly number[] };

/** Looks at the events that `before` has not seen; starts over when the query changed. */
export function extendMatches(
  before: Matches | null,
  query: string,
  events: readonly EventRecord[],
  length: number,
): Matches {
  const wanted = query.trim().toLowerCase();
  const isSame = before !== null && before.query === wanted && before.seen <= length;
  const found = isSame ? (before.found as number[]) : [];
  const start = isSame ? before.seen : 0;
  for (let index = start; index < length; index += 1) {
    if (isMatch(events[index] as EventRecord, wanted)) found.push(index);
  }
  return { query: wanted, seen: length, found };
}

function isMatch(event: EventRecord, wanted: string): boolean {
  if (wanted.startsWith('type:')) return event.type.toLowerCase().includes(wanted.slice(5).trim());
  if (wanted.startsWith('text:')) return event.reading.toLowerCase().includes(wanted.slice(5).trim());
  if (event.type.toLowerCase().includes(wanted) || event.reading.toLowerCase().includes(wanted)) return true;
  return (
    event.outcome === wanted ||
    event.origin === wanted ||
    event.flags.some((flag) => flag === wanted) ||
    String(event.index) === wanted
  );
}

/** Two rising lists as one, each number once. */
export function mergeRising(one: readonly number[], other: readonly number[]): readonly number[] {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  return [...new Set([...one, ...other])].sort((left, right) => left - right);
}

/** Seconds since the start with as many decimals as fit seven characters. */
export function secondsText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1000) return seconds.toFixed(3);
  return seconds < 10_000 ? seconds.toFixed(2) : seconds.toFixed(1);
}
