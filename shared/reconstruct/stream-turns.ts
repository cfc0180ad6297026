/**
 * A chunk read in turns: events that repeat the last one are known by their bytes, the next one that does not goes through
 * the decoder, and so on. Everything comes out in order, as if the decoder had read all of it.
 */
import type { EventRecord } from '../model/event-record.ts';
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import { viewOf } from '../stream/byte-literal.ts';
import { blockOfEvent, type JsonBlock } from '../stream/event-block.ts';
import type { DecoderTurns, StreamDecoder } from '../stream/stream-decoder.ts';
import type { EventReader } from './event-reader.ts';

export type StreamTurnsOptions = {
  readonly decoder: StreamDecoder;
  readonly turns: DecoderTurns;
  readonly repeats: EventReader['repeats'];
  readonly maxEventBytes: number;
  /** Reads an event that the decoder found. */
  readonly read: (event: StreamEvent, block: () => JsonBlock | null) => EventRecord;
  /** Takes the repeat that has just matched, which stands in these bytes of the body. */
  readonly takeRepeat: (chunk: DecodedChunk, byteStart: number, byteEnd: number) => EventRecord;
};

export type StreamTurns = {
  /** All events that this chunk completed. */
  readonly read: (chunk: DecodedChunk) => readonly EventRecord[];
};

/** For one body, from its first byte on. */
export function createStreamTurns(options: StreamTurnsOptions): StreamTurns {
  const { decoder, turns, repeats, read, takeRepeat } = options;
  /** Bytes of the body before the chunk that is being read. */
  let offset = 0;
  /** The event that is being read, and bytes of the body that may hold it, from `bytesFrom` on. */
  let current: StreamEvent | null = null;
  let bytes = noBytes;
  let bytesFrom = 0;

  /** One function for all events: a closure for each would be garbage. */
  const block = (): JsonBlock | null => (current === null ? null : blockOfEvent(current, bytes, bytesFrom));

  /** Gives the position after the last one. */
  function readRepeats(chunk: DecodedChunk, view: DataView, from: number, records: EventRecord[]): number {
    let position = from;
    let count = 0;
    for (;;) {
      const end = repeats.match(chunk.bytes, view, position, options.maxEventBytes);
      if (end === -1) break;
      records.push(takeRepeat(chunk, offset + position, offset + end));
      position = end;
      count += 1;
    }
    if (count > 0) turns.skip(chunk, position - from, count);
    return position;
  }

  function readEvent(event: StreamEvent, records: EventRecord[]): void {
    current = event;
    records.push(read(event, block));
  }

  /** Lets the decoder read an event or more; gives the position after them. */
  function readByDecoder(chunk: DecodedChunk, from: number, hasReturn: boolean, records: EventRecord[]): number {
    bytes = chunk.bytes;
    bytesFrom = offset;
    const plain = turns.next?.(chunk, from, hasReturn) ?? null;
    if (plain !== null) {
      readEvent(plain, records);
      return plain.byteEnd - offset;
    }
    const isOneByOne = turns.next !== undefined || repeats.isHopeful();
    const end = isOneByOne ? turns.firstEnd(bytes, from) : bytes.length;
    for (const event of decoder.feed(partOf(chunk, from, end))) readEvent(event, records);
    return end;
  }

  return {
    read: (chunk) => {
      const records: EventRecord[] = [];
      const sizeBytes = chunk.bytes.length;
      const view = viewOf(chunk.bytes);
      const hasReturn = turns.next !== undefined && chunk.bytes.includes(carriageReturn);
      let position = 0;
      while (position < sizeBytes) {
        if (repeats.isLearned() && turns.isBetweenEvents()) position = readRepeats(chunk, view, position, records);
        if (position < sizeBytes) position = readByDecoder(chunk, position, hasReturn, records);
      }
      offset += sizeBytes;
      // Lent for the call.
      bytes = noBytes;
      current = null;
      return records;
    },
  };
}

const carriageReturn = 13;
const noBytes: Uint8Array = new Uint8Array(0);

function partOf(chunk: DecodedChunk, start: number, end: number): DecodedChunk {
  if (start === 0 && end === chunk.bytes.length) return chunk;
  return { index: chunk.index, receivedAt: chunk.receivedAt, bytes: chunk.bytes.subarray(start, end) };
}
