/** An event's JSON within its own bytes, where the framing around it is the plain one. */
import type { StreamEvent } from '../model/stream-event.ts';
import { createSimpleBlock, findSimpleBlock } from './simple-block.ts';

/** A framed event: all its bytes, lent with the chunk that they stand in, and where its JSON text stands in them. */
export type JsonBlock = {
  readonly bytes: Uint8Array;
  readonly data: string;
  readonly dataStart: number;
  readonly dataEnd: number;
};

const lineFeed = 10;
const carriageReturn = 13;
const openBrace = 123;
const closeBrace = 125;

/**
 * The block of an event; `bytes` are those from `offset` of the body on. Null where they do not hold all of it, and
 * where it is framed in any other way than most are: what is not known to be one event by itself must be left to the decoder.
 */
export function blockOfEvent(event: StreamEvent, bytes: Uint8Array, offset: number): JsonBlock | null {
  const start = event.byteStart - offset;
  const end = event.byteEnd - offset;
  if (start < 0 || end > bytes.length) return null;
  const own = bytes.subarray(start, end);
  if (event.framing === 'ndjson') return blockOfLine(event.data, own);
  return event.framing === 'sse' ? blockOfBlock(event, own) : null;
}

function blockOfBlock({ name, data }: StreamEvent, bytes: Uint8Array): JsonBlock | null {
  const found = createSimpleBlock();
  if (!findSimpleBlock(bytes, 0, true, found) || found.end !== bytes.length) return null;
  if ((name === null) !== (found.nameStart === 0)) return null;
  return { bytes, data, dataStart: found.dataStart, dataEnd: found.dataEnd };
}

/** An object and its line end, no blank before or after it. */
function blockOfLine(data: string, bytes: Uint8Array): JsonBlock | null {
  const feed = bytes.length - 1;
  const dataEnd = bytes[feed - 1] === carriageReturn ? feed - 1 : feed;
  const isPlain = bytes[0] === openBrace && bytes[dataEnd - 1] === closeBrace && bytes[feed] === lineFeed;
  return isPlain ? { bytes, data, dataStart: 0, dataEnd } : null;
}
