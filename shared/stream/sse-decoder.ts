/**
 * Server-sent events from bytes, by the letter of the WHATWG standard, and nothing lost (step 4 of the walk): comments,
 * lines that are no field and blocks without data, which a browser drops, become flagged events of their own.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
import { decodeUtf8, decodeUtf8Prefix } from '../lib/utf8.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import { type BytePlace, createLineSplitter, type Line } from './line-splitter.ts';
import { createSimpleBlock, endOfOpenBlock, findSimpleBlock } from './simple-block.ts';
import { type DecoderLimits, defaultDecoderLimits, keptOversizedBytes, type StreamDecoder } from './stream-decoder.ts';

/** What a block has gathered since its first line; one lives from the first field line to the blank line. */
type OpenBlock = {
  readonly start: BytePlace;
  name: string | null;
  /** Null: no `data` line yet, which is not the same as an empty one. Further data lines wait in `moreData`. */
  data: string | null;
  moreData: string[] | null;
  lastEventId: string | null;
  retryMs: number | null;
  isOversized: boolean;
  hasInvalidUtf8: boolean;
};

const colon = 58;
const carriageReturn = 13;
const space = 32;

/** Longer names are left to the line by line reading. */
const maxSimpleName = 256;

/** A decoder for one body. Linear in its bytes; holds one block, at most `limits.maxEventBytes` of it. */
export function createSseDecoder(limits: DecoderLimits = defaultDecoderLimits): StreamDecoder {
  let events: StreamEvent[] = [];
  let nextIndex = 0;
  let isFirstLine = true;
  /** Bytes of the body that were read. */
  let offset = 0;
  let block: OpenBlock | null = null;
  /** Bytes of the open block's field lines so far. */
  let blockBytes = 0;

  const splitter = createLineSplitter({
    lineEnds: 'any',
    // The block's earlier lines count too; comments within it are events of their own.
    maxLineBytes: (firstByte) => (firstByte === colon ? limits.maxEventBytes : limits.maxEventBytes - blockBytes),
    keptLineBytes: keptOversizedBytes + 64,
  });

  function push(
    fields: Pick<StreamEvent, 'name' | 'data' | 'lastEventId' | 'retryMs' | 'flags'>,
    start: BytePlace,
    end: BytePlace,
  ): void {
    events.push({
      index: nextIndex,
      framing: 'sse',
      name: fields.name,
      data: fields.data,
      lastEventId: fields.lastEventId,
      retryMs: fields.retryMs,
      byteStart: start.offset,
      byteEnd: end.offset,
      chunkStart: start.chunk,
      chunkEnd: end.chunk,
      startedAt: start.at,
      receivedAt: end.at,
      flags: fields.flags,
    });
    nextIndex += 1;
  }

  function pushLine(line: Line, bytes: Uint8Array, flag: 'comment' | 'malformed'): void {
    const isOversized = line.sizeBytes > Math.min(limits.maxEventBytes, line.bytes.length);
    const { text, isValid } = isOversized ? decodeUtf8Prefix(bytes.subarray(0, keptOversizedBytes)) : decodeUtf8(bytes);
    const flags: EventFlag[] = [flag];
    if (!line.isTerminated) flags.push('unterminated');
    if (isOversized) flags.push('oversized');
    if (!isValid) flags.push('invalid-utf8');
    push({ name: null, data: text, lastEventId: null, retryMs: null, flags }, line.start, line.end);
  }

  function dispatch(end: BytePlace, isTerminated: boolean): void {
    if (block === null) return;
    const flags = blockFlags(block, isTerminated);
    const { name, lastEventId, retryMs, start } = block;
    push({ name, data: blockData(block), lastEventId, retryMs, flags }, start, end);
    block = null;
    blockBytes = 0;
  }

  function readLine(line: Line): void {
    let { bytes } = line;
    if (isFirstLine) {
      isFirstLine = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    if (bytes.length === 0) dispatch(line.end, true);
    else if (bytes[0] === colon) pushLine(line, valueAfter(bytes, 0), 'comment');
    else if (!readField(line, bytes)) pushLine(line, bytes, 'malformed');
  }

  /** Takes a field line into the block; false when it is none that the standard knows or lets through. */
  function readField(line: Line, bytes: Uint8Array): boolean {
    const field = fieldOf(bytes);
    if (field === null) return false;
    const value = valueAfter(bytes, fieldLengths[field]);
    if (field === 'data') {
      const target = openBlock(line);
      addData(target, value, blockBytes > limits.maxEventBytes);
      return true;
    }
    const { text, isValid } = decodeUtf8(value.subarray(0, keptOversizedBytes));
    if (field === 'id' && text.includes('\0')) return false;
    if (field === 'retry' && !/^[0-9]+$/.test(text)) return false;
    const target = openBlock(line);
    if (!isValid) target.hasInvalidUtf8 = true;
    if (blockBytes > limits.maxEventBytes) target.isOversized = true;
    if (field === 'event') target.name = text;
    else if (field === 'id') target.lastEventId = text;
    else target.retryMs = Number(text);
    return true;
  }

  function openBlock(line: Line): OpenBlock {
    blockBytes += line.sizeBytes;
    block ??= {
      start: line.start,
      name: null,
      data: null,
      moreData: null,
      lastEventId: null,
      retryMs: null,
      isOversized: false,
      hasInvalidUtf8: false,
    };
    return block;
  }

  const simple = createSimpleBlock();
  /** The last `event` field of a simple block: a stream repeats a few names thousands of times. */
  let lastName = '';
  let lastNameBytes = new Uint8Array(0);

  function nameOf(bytes: Uint8Array): string | null {
    if (simple.nameStart === 0 || simple.nameEnd - simple.nameStart > maxSimpleName) return null;
    if (isSame(bytes, simple.nameStart, simple.nameEnd, lastNameBytes)) return lastName;
    const { text, isValid } = decodeUtf8(bytes.subarray(simple.nameStart, simple.nameEnd));
    if (!isValid) return null;
    lastName = text;
    lastNameBytes = bytes.slice(simple.nameStart, simple.nameEnd);
    return text;
  }

  /** The simple block at `position` of a chunk, as it was just found; null where its letters are not. */
  function simpleEvent({ bytes, index, receivedAt }: DecodedChunk, position: number): StreamEvent | null {
    const { text, isValid } = decodeUtf8(bytes.subarray(simple.dataStart, simple.dataEnd));
    const name = nameOf(bytes);
    if (!isValid || (name === null && simple.nameStart !== 0)) return null;
    const eventIndex = nextIndex;
    nextIndex += 1;
    return {
      index: eventIndex,
      framing: 'sse',
      name,
      data: text,
      lastEventId: null,
      retryMs: null,
      byteStart: offset,
      byteEnd: offset + simple.end - position,
      chunkStart: index,
      chunkEnd: index,
      startedAt: receivedAt,
      receivedAt,
      flags: noFlags,
    };
  }

  /** Nothing is unfinished, and no line end before counts differently than most. */
  function isBetweenEvents(): boolean {
    return block === null && !isFirstLine && splitter.isBetweenLines() && !splitter.isAfterLoneReturn();
  }

  /** Reads a simple block; null where there is none, or the line by line reading must see it. */
  function readSimple(chunk: DecodedChunk, position: number, hasReturn: boolean): StreamEvent | null {
    if (!isBetweenEvents() || !findSimpleBlock(chunk.bytes, position, hasReturn, simple)) return null;
    const sizeBytes = simple.end - position;
    const event = sizeBytes > limits.maxEventBytes ? null : simpleEvent(chunk, position);
    if (event === null) return null;
    splitter.skip(chunk, sizeBytes);
    offset += sizeBytes;
    return event;
  }

  /** A BOM may stand before the first line, and only there. */
  function lookForMark(bytes: Uint8Array): void {
    if (offset === 0 && bytes.length > 0 && bytes[0] !== 0xef) isFirstLine = false;
  }

  function next(chunk: DecodedChunk, position: number, hasReturn: boolean): StreamEvent | null {
    lookForMark(chunk.bytes);
    return readSimple(chunk, position, hasReturn);
  }

  /** Simple blocks at once, everything else line by line. Both see the same events, however the bytes are cut. */
  function readChunk(chunk: DecodedChunk): void {
    const { bytes } = chunk;
    lookForMark(bytes);
    const hasReturn = bytes.includes(carriageReturn);
    let position = 0;
    while (position < bytes.length) {
      const event = readSimple(chunk, position, hasReturn);
      if (event === null) {
        const end = endOfOpenBlock(bytes, position);
        feedLines(partOf(chunk, position, end));
        position = end;
      } else {
        events.push(event);
        position += event.byteEnd - event.byteStart;
      }
    }
  }

  function feedLines(chunk: DecodedChunk): void {
    offset += chunk.bytes.length;
    splitter.feed(chunk, onLine);
  }

  function takeEvents(): readonly StreamEvent[] {
    const taken = events;
    events = [];
    return taken;
  }

  let lastEnd: BytePlace | null = null;
  const onLine = (line: Line): void => {
    lastEnd = line.end;
    readLine(line);
  };
  return {
    framing: 'sse',
    feed: (chunk: DecodedChunk) => {
      readChunk(chunk);
      return takeEvents();
    },
    end: () => {
      splitter.end(onLine);
      if (lastEnd !== null) dispatch(lastEnd, false);
      return takeEvents();
    },
    turns: {
      isBetweenEvents,
      skip: (chunk, sizeBytes, count) => {
        splitter.skip(chunk, sizeBytes);
        offset += sizeBytes;
        nextIndex += count;
      },
      firstEnd: endOfOpenBlock,
      next,
    },
  };
}

function partOf(chunk: DecodedChunk, start: number, end: number): DecodedChunk {
  if (start === 0 && end === chunk.bytes.length) return chunk;
  return { index: chunk.index, receivedAt: chunk.receivedAt, bytes: chunk.bytes.subarray(start, end) };
}

function isSame(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  if (end - start !== other.length) return false;
  for (let index = 0; index < other.length; index += 1) if (bytes[start + index] !== other[index]) return false;
  return true;
}

type Field = 'data' | 'event' | 'id' | 'retry';
const fieldLengths: Readonly<Record<Field, number>> = { data: 4, event: 5, id: 2, retry: 5 };

/** The field that a line names, by bytes: exactly the name, then a colon or the end of the line. */
function fieldOf(bytes: Uint8Array): Field | null {
  const field = fieldByFirstByte(bytes[0] as number);
  if (field === null) return null;
  const length = fieldLengths[field];
  if (bytes.length > length && bytes[length] !== colon) return null;
  for (let index = 0; index < length; index += 1) if (bytes[index] !== field.charCodeAt(index)) return null;
  return field;
}

function fieldByFirstByte(byte: number): Field | null {
  if (byte === 0x64) return 'data';
  if (byte === 0x65) return 'event';
  if (byte === 0x69) return 'id';
  return byte === 0x72 ? 'retry' : null;
}

/** What follows the colon at `position`, less one leading space. */
function valueAfter(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.subarray(bytes[position + 1] === space ? position + 2 : position + 1);
}

function addData(block: OpenBlock, value: Uint8Array, isOverLimit: boolean): void {
  if (block.isOversized) return;
  const { text, isValid } = isOverLimit ? decodeUtf8Prefix(value.subarray(0, keptOversizedBytes)) : decodeUtf8(value);
  if (!isValid) block.hasInvalidUtf8 = true;
  if (block.data === null) block.data = text;
  else if (block.moreData === null) block.moreData = [text];
  else block.moreData.push(text);
  if (!isOverLimit) return;
  block.isOversized = true;
  block.data = blockData(block).slice(0, keptOversizedBytes);
  block.moreData = null;
}

function blockData(block: OpenBlock): string {
  if (block.moreData === null) return block.data ?? '';
  return `${block.data ?? ''}\n${block.moreData.join('\n')}`;
}

const noFlags: readonly EventFlag[] = [];

function blockFlags(block: OpenBlock, isTerminated: boolean): readonly EventFlag[] {
  if (isTerminated && block.data !== null && !block.isOversized && !block.hasInvalidUtf8) return noFlags;
  const flags: EventFlag[] = [];
  if (block.data === null) flags.push('undispatched');
  if (!isTerminated) flags.push('unterminated');
  if (block.isOversized) flags.push('oversized');
  if (block.hasInvalidUtf8) flags.push('invalid-utf8');
  return flags;
}
