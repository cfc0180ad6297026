/**
 * One JSON array streamed element by element (step 4 of the walk): each element is an event the moment its last byte is
 * there, as Gemini streams without `alt=sse`. Brackets, strings and escapes are followed in bytes; nothing is parsed here.
 * @see https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
 */
import { decodeUtf8, decodeUtf8Prefix } from '../lib/utf8.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import { createHeldBytes, type TakenBytes } from './held-bytes.ts';
import type { BytePlace } from './line-splitter.ts';
import { type DecoderLimits, defaultDecoderLimits, type StreamDecoder } from './stream-decoder.ts';

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** What kind of element is being read: `nested` ends with its own bracket, `string` with its quote, `bare` before what follows. */
type ElementKind = 'nested' | 'string' | 'bare';

const noBytes = new Uint8Array(0);

/**
 * A decoder for one body. An element's byte range is the element alone: white space, commas and the array's own brackets
 * belong to no event. A body that is no array is tolerated: its values are events all the same (an error document). What
 * follows the array's end is flagged `malformed`.
 */
export function createJsonArrayDecoder(limits: DecoderLimits = defaultDecoderLimits): StreamDecoder {
  const held = createHeldBytes(limits);
  let events: StreamEvent[] = [];
  let nextIndex = 0;
  let chunkOffset = 0;
  let lastPlace: BytePlace = { offset: 0, chunk: 0, at: 0 };
  /** Before the array's `[`, inside it, or after its `]`. */
  let phase: 'before' | 'inside' | 'after' = 'before';
  /** The open element's first byte; null between elements. The four below mean something only while it is set. */
  let start: BytePlace | null = null;
  let kind: ElementKind = 'bare';
  let depth = 0;
  let isInString = false;
  /** The last byte was a backslash that escapes the next one: a cut may fall between the two. */
  let isEscaped = false;

  function placeAt(chunk: DecodedChunk, position: number): BytePlace {
    return { offset: chunkOffset + position, chunk: chunk.index, at: chunk.receivedAt };
  }

  /** Skips what stands between elements and opens the next one; gives the position of its second byte, or the end. */
  function openElement(chunk: DecodedChunk, from: number): number {
    const { bytes } = chunk;
    for (let position = from; position < bytes.length; position += 1) {
      const byte = bytes[position] as number;
      if (isBlank(byte) || isByteOrderMark(byte, chunkOffset + position)) continue;
      if (phase === 'before' && byte === openBracket) phase = 'inside';
      else if (phase === 'inside' && byte === closeBracket) phase = 'after';
      else if (phase !== 'inside' || byte !== comma) {
        begin(byte, placeAt(chunk, position));
        return position + 1;
      }
    }
    return bytes.length;
  }

  function begin(byte: number, place: BytePlace): void {
    start = place;
    isEscaped = false;
    isInString = byte === quote;
    depth = byte === openBrace || byte === openBracket ? 1 : 0;
    kind = depth === 1 ? 'nested' : isInString ? 'string' : 'bare';
  }

  /** Position after the open element's last byte, or -1: it goes on in the next chunk. */
  function findEnd(bytes: Uint8Array, from: number): number {
    if (kind === 'bare') return findBareEnd(bytes, from);
    for (let position = from; position < bytes.length; position += 1) {
      const byte = bytes[position] as number;
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) {
          isInString = false;
          if (kind === 'string') return position + 1;
        }
      } else if (byte === quote) isInString = true;
      else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth === 0) return position + 1;
      }
    }
    return -1;
  }

  function finish(tail: Uint8Array, end: BytePlace, isTerminated: boolean): void {
    if (start === null) return;
    events.push(
      toEvent(held.take(tail), { index: nextIndex, start, end, isTerminated, isAfterEnd: phase === 'after' }),
    );
    nextIndex += 1;
    start = null;
  }

  function feed(chunk: DecodedChunk): void {
    const { bytes } = chunk;
    if (bytes.length === 0) return;
    let elementStart = 0;
    let position = 0;
    while (position < bytes.length || start !== null) {
      if (start === null) {
        position = openElement(chunk, position);
        if (start === null) break;
        elementStart = position - 1;
      }
      const end = findEnd(bytes, position);
      if (end === -1) {
        held.hold(bytes.subarray(elementStart));
        break;
      }
      // A bare value may end with the chunk before: its end is then where that chunk's bytes ended.
      finish(bytes.subarray(elementStart, end), end === 0 ? lastPlace : placeAt(chunk, end), true);
      position = end;
    }
    chunkOffset += bytes.length;
    lastPlace = { offset: chunkOffset, chunk: chunk.index, at: chunk.receivedAt };
  }

  function takeEvents(): readonly StreamEvent[] {
    const taken = events;
    events = [];
    return taken;
  }

  return {
    framing: 'json-array',
    feed: (chunk) => {
      feed(chunk);
      return takeEvents();
    },
    end: () => {
      finish(noBytes, lastPlace, false);
      return takeEvents();
    },
  };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The bytes EF BB BF, in their places at the very beginning. */
function isByteOrderMark(byte: number, offset: number): boolean {
  return (offset === 0 && byte === 0xef) || (offset === 1 && byte === 0xbb) || (offset === 2 && byte === 0xbf);
}

function findBareEnd(bytes: Uint8Array, from: number): number {
  for (let position = from; position < bytes.length; position += 1) {
    const byte = bytes[position] as number;
    if (byte === comma || byte === closeBracket || isBlank(byte)) return position;
  }
  return -1;
}

type ElementFacts = {
  readonly index: number;
  readonly start: BytePlace;
  readonly end: BytePlace;
  readonly isTerminated: boolean;
  readonly isAfterEnd: boolean;
};

function toEvent(taken: TakenBytes, facts: ElementFacts): StreamEvent {
  const { text, isValid } = taken.isOversized ? decodeUtf8Prefix(taken.bytes) : decodeUtf8(taken.bytes);
  const { start, end } = facts;
  return {
    index: facts.index,
    framing: 'json-array',
    name: null,
    data: text,
    lastEventId: null,
    retryMs: null,
    byteStart: start.offset,
    byteEnd: end.offset,
    chunkStart: start.chunk,
    chunkEnd: end.chunk,
    startedAt: start.at,
    receivedAt: end.at,
    flags: flagsOf(text, taken.isOversized, isValid, facts),
  };
}

const noFlags: readonly EventFlag[] = [];

function flagsOf(text: string, isOversized: boolean, isValid: boolean, facts: ElementFacts): readonly EventFlag[] {
  const isBroken = facts.isAfterEnd || (!isOversized && !/^[[{"\-0-9tfn]/.test(text));
  if (!isBroken && facts.isTerminated && !isOversized && isValid) return noFlags;
  const flags: EventFlag[] = [];
  if (isBroken) flags.push('malformed');
  if (!facts.isTerminated) flags.push('unterminated');
  if (isOversized) flags.push('oversized');
  if (!isValid) flags.push('invalid-utf8');
  return flags;
}
