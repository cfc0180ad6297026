/**
 * `application/vnd.amazon.eventstream` (step 4 of the walk): binary messages to events. Both checksums are checked; a wrong
 * one makes a malformed event that says so. After a prelude that is none, the next good one is searched for.
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from '../lib/crc32.ts';
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import { createEventMaker } from './aws-event-stream-event.ts';
import { checksumBytes, mayBeginFrame, preludeBytes, preludeFault, readUint32 } from './aws-event-stream-frame.ts';
import { createFrameBuffer, type FrameBuffer } from './frame-buffer.ts';
import type { BytePlace } from './line-splitter.ts';
import { type DecoderLimits, defaultDecoderLimits, keptOversizedBytes, type StreamDecoder } from './stream-decoder.ts';

/** A message that has begun with a good prelude and is not whole yet. */
type OpenFrame = { readonly start: BytePlace; readonly totalLength: number; readonly buffer: FrameBuffer };

/** Bytes that no message can be made of, up to the next good prelude or the body's end. */
type Noise = {
  readonly start: BytePlace;
  readonly fault: string;
  readonly buffer: FrameBuffer;
  readonly end: BytePlace;
};

/** Bytes that are looked at together: a chunk, or the rest of earlier ones with a chunk behind it. */
type Window = { readonly bytes: Uint8Array; readonly placeOf: (index: number) => BytePlace };

/** Up to 11 bytes that may begin a prelude, each with its place. */
type Rest = { readonly bytes: Uint8Array; readonly places: readonly BytePlace[] };

const noRest: Rest = { bytes: new Uint8Array(0), places: [] };
const nowhere: BytePlace = { offset: 0, chunk: 0, at: 0 };

/** A decoder for one body. Linear in its bytes; holds one message, at most `limits.maxEventBytes` of it. */
export function createAwsEventStreamDecoder(limits: DecoderLimits = defaultDecoderLimits): StreamDecoder {
  const make = createEventMaker(limits);
  let events: StreamEvent[] = [];
  let chunkOffset = 0;
  let lastPlace = nowhere;
  let frame: OpenFrame | null = null;
  let noise: Noise | null = null;
  let rest = noRest;

  /** Reads from `from` on, where a message should begin or noise goes on; what may begin a prelude waits. */
  function readFrames(window: Window, from: number): void {
    const { bytes, placeOf } = window;
    let offset = from;
    while (offset + preludeBytes <= bytes.length) {
      offset = noise === null ? readFrame(window, offset) : skipNoise(noise, window, offset);
    }
    if (offset >= bytes.length) return;
    const left = bytes.slice(offset);
    rest = { bytes: left, places: Array.from(left, (_, index) => placeOf(offset + index)) };
  }

  function readFrame(window: Window, offset: number): number {
    const { bytes, placeOf } = window;
    const fault = preludeFault(bytes, offset);
    const start = placeOf(offset);
    if (fault !== null) {
      return skipNoise({ start, fault, buffer: createFrameBuffer(keptOversizedBytes, 0), end: start }, window, offset);
    }
    const totalLength = readUint32(bytes, offset);
    const keptBytes = keptOf(totalLength, readUint32(bytes, offset + 4), limits);
    const end = offset + totalLength;
    if (end > bytes.length) {
      return fillFrame(
        { start, totalLength, buffer: createFrameBuffer(keptBytes, totalLength - checksumBytes) },
        window,
        offset,
      );
    }
    const kept = bytes.subarray(offset, offset + keptBytes);
    const sum = crc32(bytes, offset, end - checksumBytes);
    const range = { start, end: placeAfter(window, end) };
    events.push(make.whole({ range, totalLength, kept, sum, told: readUint32(bytes, end - checksumBytes) }));
    return end;
  }

  /** Gives the open message what it lacks; a whole one becomes an event. Returns the position after what it took. */
  function fillFrame(open: OpenFrame, window: Window, offset: number): number {
    const { buffer, totalLength, start } = open;
    const end = Math.min(window.bytes.length, offset + totalLength - buffer.sizeBytes());
    buffer.add(window.bytes, offset, end);
    frame = buffer.sizeBytes() < totalLength ? open : null;
    if (frame !== null) return end;
    const range = { start, end: placeAfter(window, end) };
    const told = buffer.lastUint32();
    events.push(make.whole({ range, totalLength, kept: buffer.bytes(), sum: buffer.sum(), told }));
    return end;
  }

  /** Goes on to the next good prelude; the last 11 bytes stay undecided. */
  function skipNoise(open: Noise, window: Window, offset: number): number {
    const { bytes } = window;
    const last = bytes.length - preludeBytes;
    let end = offset;
    while (end <= last && !mayBeginFrame(bytes, end)) end += 1;
    open.buffer.add(bytes, offset, end);
    const skipped = { ...open, end: end === offset ? open.end : placeAfter(window, end) };
    noise = end <= last ? null : skipped;
    if (noise === null) events.push(make.noise(skipped, skipped.buffer.bytes(), skipped.fault, false));
    return end;
  }

  function feed(chunk: DecodedChunk): readonly StreamEvent[] {
    const { bytes } = chunk;
    if (bytes.length === 0) return [];
    const before = chunkOffset;
    const placeIn = (index: number): BytePlace => ({
      offset: before + index,
      chunk: chunk.index,
      at: chunk.receivedAt,
    });
    chunkOffset += bytes.length;
    lastPlace = placeIn(bytes.length);
    const window = rest.bytes.length === 0 ? { bytes, placeOf: placeIn } : joined(rest, bytes, placeIn);
    rest = noRest;
    readFrames(window, frame === null ? 0 : fillFrame(frame, window, 0));
    return takeEvents();
  }

  /** One event for what is left: a message or a prelude that the body's end cut off, or noise that never ended. */
  function end(): readonly StreamEvent[] {
    const left = rest;
    rest = noRest;
    if (frame !== null) {
      const { start, buffer } = frame;
      events.push(make.cut({ start, end: lastPlace }, buffer.bytes(), buffer.sizeBytes()));
    } else if (noise !== null) {
      const { start, buffer, fault } = noise;
      buffer.add(left.bytes, 0, left.bytes.length);
      events.push(make.noise({ start, end: lastPlace }, buffer.bytes(), `${fault} No message follows.`, true));
    } else if (left.bytes.length > 0) {
      const fault = `The body ended inside a prelude, after ${left.bytes.length} of its ${preludeBytes} bytes.`;
      events.push(make.noise({ start: left.places[0] ?? nowhere, end: lastPlace }, left.bytes, fault, true));
    }
    frame = null;
    noise = null;
    return takeEvents();
  }

  function takeEvents(): readonly StreamEvent[] {
    const taken = events;
    events = [];
    return taken;
  }
  return { framing: 'aws-eventstream', feed, end };
}

/** How many bytes of a message are needed: all, or up to the first 64 KiB of the payload of one that is too large. */
function keptOf(totalLength: number, headersLength: number, limits: DecoderLimits): number {
  if (totalLength <= limits.maxEventBytes) return totalLength;
  return Math.min(totalLength, preludeBytes + headersLength + keptOversizedBytes);
}

/** The place after the byte before `end`. */
function placeAfter(window: Window, end: number): BytePlace {
  const { offset, chunk, at } = window.placeOf(end - 1);
  return { offset: offset + 1, chunk, at };
}

function joined(rest: Rest, bytes: Uint8Array, placeIn: (index: number) => BytePlace): Window {
  const { length } = rest.bytes;
  const all = new Uint8Array(length + bytes.length);
  all.set(rest.bytes);
  all.set(bytes, length);
  return {
    bytes: all,
    placeOf: (index) => (index < length ? (rest.places[index] ?? nowhere) : placeIn(index - length)),
  };
}
