/** Bodies whose chunks are messages already (a turn of a WebSocket conversation): every chunk is one event, whatever it holds. */
import { decodeUtf8 } from '../lib/utf8.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import { type DecoderLimits, keptOversizedBytes, type StreamDecoder } from './stream-decoder.ts';

/** A decoder for one body; holds nothing. */
export function createMessageDecoder(limits: DecoderLimits): StreamDecoder {
  let index = 0;
  let offset = 0;
  const feed = (chunk: DecodedChunk): readonly StreamEvent[] => {
    const size = chunk.bytes.length;
    const isOversized = size > limits.maxEventBytes;
    const { text, isValid } = decodeUtf8(isOversized ? chunk.bytes.subarray(0, keptOversizedBytes) : chunk.bytes);
    const flags: EventFlag[] = [
      ...(isOversized ? (['oversized'] as const) : []),
      ...(isValid ? [] : (['invalid-utf8'] as const)),
    ];
    const event: StreamEvent = {
      index,
      framing: 'websocket',
      name: null,
      data: text,
      lastEventId: null,
      retryMs: null,
      byteStart: offset,
      byteEnd: offset + size,
      chunkStart: chunk.index,
      chunkEnd: chunk.index,
      startedAt: chunk.receivedAt,
      receivedAt: chunk.receivedAt,
      flags,
    };
    index += 1;
    offset += size;
    return [event];
  };
  return { framing: 'websocket', feed, end: () => [] };
}
