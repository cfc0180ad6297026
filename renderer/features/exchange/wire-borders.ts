/** Where the borders of network chunks fall among the events of a body: what was glued together, what was torn apart. Pure. */
import type { WireChunk } from '../../../shared/ipc/bodies.ts';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { lastAtOrBefore } from '../../ui/hex-lines.ts';
import type { EventRange } from './provenance.ts';

/** The events of one body in the order of its bytes, as columns. */
export type EventPlaces = {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly indexes: readonly number[];
};

/** The events that lie in the body of this origin. */
export function eventPlaces(
  events: readonly EventRecord[],
  length: number,
  origin: EventRecord['origin'],
): EventPlaces {
  const starts: number[] = [];
  const ends: number[] = [];
  const indexes: number[] = [];
  for (let at = 0; at < length; at += 1) {
    const event = events[at] as EventRecord;
    if (event.origin !== origin) continue;
    starts.push(event.byteStart);
    ends.push(event.byteEnd);
    indexes.push(event.index);
  }
  return { starts, ends, indexes };
}

/** The events of which bytes lie in [start, end); null where none do. */
export function eventsInBytes(places: EventPlaces, start: number, end: number): EventRange | null {
  if (end <= start) return null;
  const from = firstEndingAfter(places, start);
  const to = lastAtOrBefore(places.starts, end - 1);
  const first = places.indexes[from];
  const last = places.indexes[to];
  return first === undefined || last === undefined || to < from ? null : { first, last };
}

function firstEndingAfter({ starts, ends }: EventPlaces, offset: number): number {
  const at = Math.max(0, lastAtOrBefore(starts, offset));
  return (ends[at] ?? 0) > offset ? at : at + 1;
}

export type ChunkContent = {
  /** `2 to 5`, `rest of 3, start of 4`, `inside 7`. */
  readonly words: string;
  /** The network cut an event at one of the chunk's borders. */
  readonly isTorn: boolean;
  readonly events: EventRange | null;
};

/** What a chunk holds, in events. */
export function contentOfChunk(places: EventPlaces, chunk: WireChunk): ChunkContent {
  const start = chunk.decodedOffset;
  const end = start + chunk.decodedBytes;
  if (end === start) return { words: 'held back', isTorn: false, events: null };
  const events = eventsInBytes(places, start, end);
  if (events === null) return { words: 'no event', isTorn: false, events };
  const from = firstEndingAfter(places, start);
  const to = lastAtOrBefore(places.starts, end - 1);
  const isRest = (places.starts[from] as number) < start;
  const isStart = (places.ends[to] as number) > end;
  if (from === to) return { words: singleWords(events.first, isRest, isStart), isTorn: isRest || isStart, events };
  const whole = wholeWords(places, from + (isRest ? 1 : 0), to - (isStart ? 1 : 0));
  const parts = [isRest ? `rest of ${events.first}` : '', whole, isStart ? `start of ${events.last}` : ''];
  return { words: parts.filter((part) => part !== '').join(', '), isTorn: isRest || isStart, events };
}

function singleWords(event: number, isRest: boolean, isStart: boolean): string {
  if (isRest && isStart) return `inside ${event}`;
  return isRest ? `rest of ${event}` : isStart ? `start of ${event}` : `${event}`;
}

function wholeWords({ indexes }: EventPlaces, from: number, to: number): string {
  if (from > to) return '';
  return from === to ? `${indexes[from]}` : `${indexes[from]} to ${indexes[to]}`;
}
