/**
 * A chunk read in turns: events that repeat the last one are known by their bytes, the next one that does not goes through
 * the decoder, and so on. Everything comes out in order, as if the decoder had read all of it.
 */
import type { EventRecord } from '../model/event-record.ts';
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import type { JsonBlock } from '../stream/block-template.ts';
import { viewOf } from '../stream/byte-literal.ts';
import { blockOfEvent } from '../stream/event-block.ts';
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
  /** Bytes of the body before those that are being read. */
  let offset = 0;

  /** Gives the position after the last one. */
  function readRepeats(chunk: DecodedChunk, records: EventRecord[]): number {
    if (!repeats.isLearned() || !turns.isBetweenEvents()) return 0;
    const { bytes } = chunk;
    const view = viewOf(bytes);
    let position = 0;
    let count = 0;
    for (;;) {
      const end = repeats.match(bytes, view, position, options.maxEventBytes);
      if (end === -1) break;
      records.push(takeRepeat(chunk, offset + position, offset + end));
      position = end;
      count += 1;
    }
    if (count > 0) turns.skip(chunk, position, count);
    return position;
  }

  function readPart(part: DecodedChunk, records: EventRecord[]): void {
    for (const event of decoder.feed(part)) records.push(read(event, () => blockOfEvent(event, part.bytes, offset)));
  }

  return {
    read: (chunk) => {
      const records: EventRecord[] = [];
      let rest = chunk;
      while (rest.bytes.length > 0) {
        const taken = readRepeats(rest, records);
        rest = restOf(rest, taken);
        offset += taken;
        const end = repeats.isHopeful() ? turns.firstEnd(rest.bytes) : rest.bytes.length;
        if (end > 0) readPart(partOf(rest, end), records);
        rest = restOf(rest, end);
        offset += end;
      }
      return records;
    },
  };
}

function partOf(chunk: DecodedChunk, end: number): DecodedChunk {
  if (end === chunk.bytes.length) return chunk;
  return { index: chunk.index, receivedAt: chunk.receivedAt, bytes: chunk.bytes.subarray(0, end) };
}

function restOf(chunk: DecodedChunk, start: number): DecodedChunk {
  if (start === 0) return chunk;
  return { index: chunk.index, receivedAt: chunk.receivedAt, bytes: chunk.bytes.subarray(start) };
}
