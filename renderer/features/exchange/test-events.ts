/** Events for tests of this folder: made by hand, with times and deltas as a stream would have them. */
import type { Delta } from '../../../shared/model/delta.ts';
import type { EventRecord } from '../../../shared/model/event-record.ts';

/** Epoch ms at which the exchanges of the tests start. */
export const testStart = 1_700_000_000_000;

/** An event at `atMs` after the start that made these deltas. */
export function eventAt(
  index: number,
  atMs: number,
  deltas: readonly Delta[],
  rest: Partial<EventRecord> = {},
): EventRecord {
  return {
    index,
    receivedAt: testStart + atMs,
    type: deltas[0]?.type ?? 'ping',
    reading: '',
    origin: 'upstream',
    outcome: deltas.length === 0 ? 'ignored' : 'used',
    flags: [],
    byteStart: index * 100,
    byteEnd: index * 100 + 100,
    chunkStart: index,
    chunkEnd: index,
    deltas,
    ...rest,
  };
}

/** A piece of text of block "0". */
export function textEvent(index: number, atMs: number, text = 'four'): EventRecord {
  return eventAt(index, atMs, [{ type: 'text-delta', choice: 0, block: '0', text }]);
}
