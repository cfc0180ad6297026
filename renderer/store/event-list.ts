/**
 * The events of the open exchange: an append-only list that behaves as a value, like shared/model/piece-list.ts. All
 * versions share one growing array; a version sees only its own `length` of it. Copying per batch would make a stream of
 * n events cost n squared.
 */
import type { EventRecord } from '../../shared/model/event-record.ts';

/** Read only the first `length` items; item n is the event with index n. */
export type EventList = {
  readonly items: readonly EventRecord[];
  readonly length: number;
};

export const emptyEventList: EventList = { items: [], length: 0 };

/** `list` with `events` after it; `list` itself stays as it was. The first of `events` must have index `list.length`. */
export function appendEvents(list: EventList, events: readonly EventRecord[]): EventList {
  if (events.length === 0) return list;
  const isTip = list.length > 0 && list.items.length === list.length;
  const items = (isTip ? list.items : list.items.slice(0, list.length)) as EventRecord[];
  for (const event of events) items.push(event);
  return { items, length: items.length };
}

/** The event at `index`, or null outside the list. */
export function eventAt(list: EventList, index: number): EventRecord | null {
  return index >= 0 && index < list.length ? (list.items[index] ?? null) : null;
}

/** Index of the last event that was complete at `time` (epoch ms), by binary search; -1 before the first. */
export function lastEventBefore(list: EventList, time: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.items[middle] as EventRecord).receivedAt <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
