/** Bytes that Wirelens wrote into a running stream, as events of their own: marked as ours, never part of the completion. */
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { DecodedChunk, StreamEvent } from '../../shared/model/stream-event.ts';
import type { Framing } from '../../shared/model/wire-format.ts';
import { readingOf } from '../../shared/providers/reading-line.ts';
import { createDecoder } from '../../shared/stream/pick-decoder.ts';

/** Events of our bytes, numbered from `firstIndex`; their offsets and chunks are those of the direction `injected`. */
export function readInjectedEvents(
  chunks: readonly DecodedChunk[],
  framing: Framing | null,
  firstIndex: number,
): readonly EventRecord[] {
  const decoder = createDecoder(framing ?? 'sse');
  if (decoder === null || chunks.length === 0) return [];
  const events = [...chunks.flatMap((chunk) => decoder.feed(chunk)), ...decoder.end()];
  return events.map((event) => toRecord(event, firstIndex));
}

function toRecord(event: StreamEvent, firstIndex: number): EventRecord {
  return {
    index: firstIndex + event.index,
    receivedAt: event.receivedAt,
    type: event.name ?? 'injected',
    reading: readingOf(event.data),
    origin: 'wirelens',
    outcome: 'ignored',
    flags: event.flags,
    byteStart: event.byteStart,
    byteEnd: event.byteEnd,
    chunkStart: event.chunkStart,
    chunkEnd: event.chunkEnd,
    deltas: [],
  };
}
