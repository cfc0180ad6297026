/**
 * Bodies of stored exchanges, a segment at a time: raw or with their content-encoding undone, whole or a slice. A body of
 * any size passes through without ever being whole in memory.
 */
import type { BodyDirection, BodySlice } from '../../shared/ipc/bodies.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { type HeaderList, headerValue } from '../../shared/model/headers.ts';
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import { createBodyDecoder, isPlainEncoding } from '../capture/body-decoder.ts';
import { parseJsonBytes } from '../capture/request-body.ts';
import { joinedHeader } from '../capture/response-pipeline.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { type RecordedChunk, type Segment, visitChunks } from './segment.ts';

/** A body slice holds at most this many bytes (contract.ts). */
export const maxSliceBytes = 4 * 1024 * 1024;

/** A stored chunk, or word that chunks before it were lost. */
export type StoredPiece = { readonly chunk: DecodedChunk; readonly isAfterGap: boolean };

/** The chunks of a body in order, one segment in memory at a time. */
export function* readStoredChunks(
  reader: ExchangeReader,
  number: number,
  direction: BodyDirection,
  firstChunk = 0,
): Generator<StoredPiece> {
  let next = firstChunk;
  for (;;) {
    const segment = reader.nextSegment(number, direction, next);
    if (segment === null) return;
    for (const { index, receivedAt, bytes } of chunksFrom(segment, next)) {
      yield { chunk: { index, receivedAt, bytes }, isAfterGap: index > next };
      next = index + 1;
    }
  }
}

/** Segments are joined when capture rests, so one may begin before the chunk that was asked for. */
function chunksFrom(segment: Segment, from: number): readonly RecordedChunk[] {
  const chunks: RecordedChunk[] = [];
  visitChunks(segment, from, (chunk) => chunks.push(chunk));
  return chunks;
}

/** The headers that describe a body. */
function bodyHeaders(detail: ExchangeDetail, direction: BodyDirection): HeaderList {
  return direction === 'request' ? detail.start.requestHeaders : (detail.response?.headers ?? []);
}

/** Decoded pieces of a body in order. What we injected was never encoded. */
export function* readDecodedChunks(
  reader: ExchangeReader,
  { number, detail }: FoundExchange,
  direction: BodyDirection,
): Generator<DecodedChunk> {
  const headers = bodyHeaders(detail, direction);
  const contentEncoding = direction === 'injected' ? null : joinedHeader(headers, 'content-encoding');
  const decoder = createBodyDecoder({ contentEncoding, contentType: headerValue(headers, 'content-type') });
  try {
    for (const { chunk, isAfterGap } of readStoredChunks(reader, number, direction)) {
      if (isAfterGap) decoder.skip();
      yield* decoder.push(chunk);
    }
    yield* decoder.end(true);
  } finally {
    decoder.dispose();
  }
}

/** The parsed request body; null when it is no JSON or larger than `maxBytes` decoded. */
export function readRequestJson(reader: ExchangeReader, found: FoundExchange, maxBytes: number): unknown {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const { bytes } of readDecodedChunks(reader, found, 'request')) {
    size += bytes.length;
    if (size > maxBytes) return null;
    parts.push(bytes);
  }
  return size === 0 ? null : parseJsonBytes(Buffer.concat(parts));
}

/** Bytes [start, end) of a body as on the wire. */
export function readRawSlice(
  reader: ExchangeReader,
  found: FoundExchange,
  direction: BodyDirection,
  start: number,
  end: number,
): BodySlice {
  const totalBytes = reader.bodyBytes(found.number, direction);
  const slice = sliceCollector(start, end, totalBytes);
  const first = reader.chunkAtOffset(found.number, direction, start);
  let next = first;
  for (;;) {
    const segment = reader.nextSegment(found.number, direction, next);
    if (segment === null || segment.byteOffset >= end) break;
    slice.add(segment.byteOffset, segment.bytes);
    next = segment.firstChunk + segment.chunkCount;
  }
  return { bytes: slice.bytes(), totalBytes };
}

/**
 * Bytes [start, end) of a body with its encoding undone. `knownTotal` saves decoding what lies behind the slice; without
 * it the whole body is decoded once, to learn its size.
 */
export function readDecodedSlice(
  reader: ExchangeReader,
  found: FoundExchange,
  direction: BodyDirection,
  range: { readonly start: number; readonly end: number; readonly knownTotal: number | null },
): BodySlice {
  const slice = sliceCollector(range.start, range.end, range.knownTotal ?? Number.POSITIVE_INFINITY);
  let offset = 0;
  for (const { bytes } of readDecodedChunks(reader, found, direction)) {
    slice.add(offset, bytes);
    offset += bytes.length;
    if (range.knownTotal !== null && offset >= range.end) break;
  }
  return { bytes: slice.bytes(), totalBytes: range.knownTotal ?? offset };
}

/** Do raw and decoded offsets agree? Then a decoded slice needs no decoding. */
export function isStoredPlain(detail: ExchangeDetail, direction: BodyDirection): boolean {
  const headers = bodyHeaders(detail, direction);
  const mediaType = headerValue(headers, 'content-type')?.toLowerCase() ?? '';
  // An event stream may be gzip without saying so.
  if (direction === 'response' && mediaType.startsWith('text/event-stream')) return false;
  return direction === 'injected' || isPlainEncoding(joinedHeader(headers, 'content-encoding'));
}

type SliceCollector = {
  readonly add: (offset: number, bytes: Uint8Array) => void;
  readonly bytes: () => Uint8Array;
};

/** Collects what falls into [start, end); holes stay zero bytes, as raw offsets count them. */
function sliceCollector(start: number, end: number, totalBytes: number): SliceCollector {
  const from = Math.max(0, start);
  const to = Math.max(from, Math.min(end, from + maxSliceBytes, totalBytes));
  const collected = new Uint8Array(to - from);
  let reached = 0;
  return {
    add: (offset, bytes) => {
      const first = Math.max(from, offset);
      const last = Math.min(to, offset + bytes.length);
      if (last <= first) return;
      collected.set(bytes.subarray(first - offset, last - offset), first - from);
      reached = Math.max(reached, last - from);
    },
    bytes: () => collected.subarray(0, reached).slice(),
  };
}
