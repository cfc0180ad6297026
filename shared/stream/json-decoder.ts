/** A body that is one document: a single event at its end, holding all of it (step 4 of the walk). */
import { decodeUtf8, decodeUtf8Prefix } from '../lib/utf8.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import { type DecoderLimits, defaultDecoderLimits, keptOversizedBytes, type StreamDecoder } from './stream-decoder.ts';

/** A decoder for one body; an empty one has no event. Above the limit only the first 64 KiB are kept. */
export function createJsonDecoder(limits: DecoderLimits = defaultDecoderLimits): StreamDecoder {
  let buffer = new Uint8Array(0);
  let keptBytes = 0;
  let sizeBytes = 0;
  let first: DecodedChunk | null = null;
  let last: DecodedChunk | null = null;

  function hold(bytes: Uint8Array): void {
    const limit = limits.maxEventBytes;
    sizeBytes += bytes.length;
    if (sizeBytes > limit) {
      // The first bytes are all that an oversized event shows, so they are all that stays.
      const missing = bytes.subarray(0, Math.max(0, keptOversizedBytes - keptBytes));
      grow(keptBytes + missing.length);
      buffer.set(missing, keptBytes);
      keptBytes = Math.min(keptBytes + missing.length, keptOversizedBytes);
      if (buffer.length > 2 * keptOversizedBytes) buffer = buffer.slice(0, keptBytes);
      return;
    }
    grow(sizeBytes);
    buffer.set(bytes, keptBytes);
    keptBytes = sizeBytes;
  }

  function grow(wanted: number): void {
    if (buffer.length >= wanted) return;
    const larger = new Uint8Array(Math.max(wanted, 2 * buffer.length));
    larger.set(buffer.subarray(0, keptBytes));
    buffer = larger;
  }

  return {
    framing: 'json',
    feed: (chunk) => {
      if (chunk.bytes.length === 0) return [];
      // Their bytes are not needed again, and would be held until the end.
      const place = { ...chunk, bytes: new Uint8Array(0) };
      first ??= place;
      last = place;
      hold(chunk.bytes);
      return [];
    },
    end: () => {
      if (first === null || last === null) return [];
      return [wholeBody(buffer.subarray(0, keptBytes), sizeBytes, first, last, sizeBytes > limits.maxEventBytes)];
    },
  };
}

function wholeBody(
  bytes: Uint8Array,
  sizeBytes: number,
  first: DecodedChunk,
  last: DecodedChunk,
  isOversized: boolean,
): StreamEvent {
  const { text, isValid } = isOversized ? decodeUtf8Prefix(bytes) : decodeUtf8(bytes);
  const flags: EventFlag[] = [];
  if (isOversized) flags.push('oversized');
  if (!isValid) flags.push('invalid-utf8');
  return {
    index: 0,
    framing: 'json',
    name: null,
    data: text.startsWith('\uFEFF') ? text.slice(1) : text,
    lastEventId: null,
    retryMs: null,
    byteStart: 0,
    byteEnd: sizeBytes,
    chunkStart: first.index,
    chunkEnd: last.index,
    startedAt: first.receivedAt,
    receivedAt: last.receivedAt,
    flags,
  };
}
