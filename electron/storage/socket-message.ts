/** One message of a recorded WebSocket as its sender meant it: unmasked, inflated, put together from its frames. */
import type { ExportedMessage } from '../../shared/export/exported-exchange.ts';
import type { BodySlice } from '../../shared/ipc/bodies.ts';
import type { StreamEvent } from '../../shared/model/stream-event.ts';
import type { SocketMessage } from '../../shared/stream/web-socket-message.ts';
import { createSocketPipeline, isSocketStart } from '../capture/socket-pipeline.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { readSocketChunks } from './socket-replay.ts';
import { maxSliceBytes } from './stored-bodies.ts';

/**
 * The message that is event `index` of a connection; null when there is none. `totalBytes` is its whole size, `bytes` at
 * most 4 MiB of it. Reads everything before it too: a compressed message may refer to any of that.
 */
export function readSocketMessage(reader: ExchangeReader, found: FoundExchange, index: number): BodySlice | null {
  let slice: BodySlice | null = null;
  readMessages(reader, found, (message, at) => {
    if (at !== index) return true;
    slice = { bytes: new Uint8Array(message.bytes.subarray(0, maxSliceBytes)), totalBytes: message.sizeBytes };
    return false;
  });
  return slice;
}

/** Every message of a connection in order, for exports; null where the exchange is no WebSocket connection. */
export function readAllMessages(reader: ExchangeReader, found: FoundExchange): readonly ExportedMessage[] | null {
  const messages: ExportedMessage[] = [];
  const isSocket = readMessages(reader, found, ({ from, kind, receivedAt, bytes }) => {
    messages.push({ from, kind, receivedAt, bytes: new Uint8Array(bytes) });
    return true;
  });
  return isSocket ? messages : null;
}

/** Gives messages until `take` wants no more. False: there are none to give. */
function readMessages(
  reader: ExchangeReader,
  found: FoundExchange,
  take: (message: SocketMessage, index: number) => boolean,
): boolean {
  const { response, start } = found.detail;
  if (!isSocketStart(response) || start.turnOf !== undefined) return false;
  let isWanted = true;
  const onMessage = (message: SocketMessage, event: StreamEvent): void => {
    if (isWanted) isWanted = take(message, event.index);
  };
  const pipeline = createSocketPipeline({ format: 'unknown', response, isLive: true, onMessage });
  try {
    for (const { chunk, isAfterGap, direction } of readSocketChunks(reader, found.number)) {
      const isRequest = direction === 'request';
      if (isAfterGap) (isRequest ? pipeline.skipRequest : pipeline.skip)();
      if (isRequest) pipeline.feedRequest(chunk);
      else pipeline.feed(chunk);
      if (!isWanted) return true;
    }
    if (found.detail.summary.end !== null) pipeline.end(true);
    return true;
  } finally {
    pipeline.dispose();
  }
}
