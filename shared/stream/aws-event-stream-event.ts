/** Messages of an AWS event stream as events: whole ones, ones that the body's end cut off, and bytes that are none. */
import { decodeUtf8, decodeUtf8Prefix } from '../lib/utf8.ts';
import type { EventFlag, EventHeader, StreamEvent } from '../model/stream-event.ts';
import {
  checksumBytes,
  eventHeaderText,
  hexOf,
  type ParsedHeaders,
  parseHeaders,
  preludeBytes,
  readUint32,
} from './aws-event-stream-frame.ts';
import type { BytePlace } from './line-splitter.ts';
import { type DecoderLimits, keptOversizedBytes } from './stream-decoder.ts';

/** Half-open: `end.offset` is behind the last byte, `end.chunk` and `end.at` are those of the last byte. */
export type ByteRange = { readonly start: BytePlace; readonly end: BytePlace };

export type WholeFrame = {
  readonly range: ByteRange;
  /** As its prelude tells; `kept` may hold less, but prelude and headers always. */
  readonly totalLength: number;
  readonly kept: Uint8Array;
  /** CRC-32 of all but the last four bytes, and what those four say it is. */
  readonly sum: number;
  readonly told: number;
};

export type EventMaker = {
  readonly whole: (frame: WholeFrame) => StreamEvent;
  /** `kept` begins with a good prelude; `sizeBytes` of the message came. */
  readonly cut: (range: ByteRange, kept: Uint8Array, sizeBytes: number) => StreamEvent;
  /** `kept` is no message at all. */
  readonly noise: (range: ByteRange, kept: Uint8Array, fault: string, isAtEnd: boolean) => StreamEvent;
};

type Content = Pick<StreamEvent, 'name' | 'data' | 'flags'> & {
  readonly headers: readonly EventHeader[];
  readonly fault: string | null;
};

const noFlags: readonly EventFlag[] = [];
const noBytes: Uint8Array = new Uint8Array(0);
const noHeaders: ParsedHeaders = { headers: [], fault: null };

/** Numbers the events of one body. */
export function createEventMaker(limits: DecoderLimits): EventMaker {
  let nextIndex = 0;
  /** Consecutive messages mostly repeat their header block byte by byte. */
  let lastBlock = noBytes;
  let lastHeaders = noHeaders;

  function headersOf(kept: Uint8Array): ParsedHeaders {
    const block = kept.subarray(preludeBytes, preludeBytes + readUint32(kept, 4));
    if (isSame(block, lastBlock)) return lastHeaders;
    lastBlock = block.slice();
    lastHeaders = parseHeaders(block);
    return lastHeaders;
  }

  function eventOf(range: ByteRange, content: Content): StreamEvent {
    const index = nextIndex;
    nextIndex += 1;
    const { start, end } = range;
    const event: StreamEvent = {
      index,
      framing: 'aws-eventstream',
      name: content.name,
      data: content.data,
      lastEventId: null,
      retryMs: null,
      byteStart: start.offset,
      byteEnd: end.offset,
      chunkStart: start.chunk,
      chunkEnd: end.chunk,
      startedAt: start.at,
      receivedAt: end.at,
      flags: content.flags,
      headers: content.headers,
    };
    return content.fault === null ? event : { ...event, fault: content.fault };
  }

  function whole(frame: WholeFrame): StreamEvent {
    const { kept, totalLength, sum, told, range } = frame;
    const { headers, fault: headersFault } = headersOf(kept);
    const payloadStart = preludeBytes + readUint32(kept, 4);
    const payloadEnd = totalLength - checksumBytes;
    const isOversized = totalLength > limits.maxEventBytes;
    const { text, isValid } = isOversized
      ? decodeUtf8Prefix(kept.subarray(payloadStart, Math.min(payloadEnd, payloadStart + keptOversizedBytes)))
      : decodeUtf8(kept.subarray(payloadStart, payloadEnd));
    const fault = sum === told ? headersFault : sumFault(told, sum);
    const isGood = fault === null && !isOversized && isValid;
    const flags = isGood ? noFlags : flagsOf(fault !== null, isOversized, isValid);
    return eventOf(range, { name: nameOf(headers), data: text, flags, headers, fault });
  }

  function cut(range: ByteRange, kept: Uint8Array, sizeBytes: number): StreamEvent {
    const total = readUint32(kept, 0);
    const payloadStart = preludeBytes + readUint32(kept, 4);
    // Headers that are not all there say nothing sure.
    const { headers } = kept.length < payloadStart ? noHeaders : headersOf(kept);
    const payload = kept.subarray(payloadStart, Math.min(total - checksumBytes, payloadStart + keptOversizedBytes));
    const fault = `The body ended inside a message, after ${sizeBytes} of its ${total} bytes.`;
    const flags: readonly EventFlag[] = ['unterminated', 'malformed'];
    return eventOf(range, { name: nameOf(headers), data: decodeUtf8Prefix(payload).text, flags, headers, fault });
  }

  function noise(range: ByteRange, kept: Uint8Array, fault: string, isAtEnd: boolean): StreamEvent {
    const flags: readonly EventFlag[] = isAtEnd ? ['unterminated', 'malformed'] : ['malformed'];
    return eventOf(range, { name: null, data: decodeUtf8Prefix(kept).text, flags, headers: [], fault });
  }
  return { whole, cut, noise };
}

/** @see https://smithy.io/2.0/aws/amazon-eventstream.html (event, exception and error messages) */
function nameOf(headers: readonly EventHeader[]): string | null {
  return (
    eventHeaderText(headers, ':event-type') ??
    eventHeaderText(headers, ':exception-type') ??
    eventHeaderText(headers, ':error-code')
  );
}

function sumFault(told: number, sum: number): string {
  return `The message's checksum does not match: it says ${hexOf(told)}, its bytes give ${hexOf(sum)}.`;
}

function flagsOf(isBroken: boolean, isOversized: boolean, isValid: boolean): readonly EventFlag[] {
  const flags: EventFlag[] = [];
  if (isBroken) flags.push('malformed');
  if (isOversized) flags.push('oversized');
  if (!isValid) flags.push('invalid-utf8');
  return flags;
}

function isSame(first: Uint8Array, second: Uint8Array): boolean {
  if (first.length !== second.length) return false;
  for (let index = 0; index < first.length; index += 1) if (first[index] !== second[index]) return false;
  return true;
}
