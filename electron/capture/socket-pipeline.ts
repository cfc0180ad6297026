/**
 * One WebSocket from the bytes of both directions to events: frames cut, compression undone, messages of both sides in one
 * order, adapter asked. The same for a live connection and for a replay of its recorded chunks, so that both give the same.
 */
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ResponseStart } from '../../shared/model/exchange.ts';
import type { DecodedChunk, StreamEvent } from '../../shared/model/stream-event.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { socketAdapterFor } from '../../shared/providers/sockets/socket-adapter.ts';
import { createResponseReader } from '../../shared/reconstruct/response-reader.ts';
import { createWebSocketDecoder, type WebSocketDecoder } from '../../shared/stream/web-socket-decoder.ts';
import { toSocketEvent } from '../../shared/stream/web-socket-event.ts';
import { readExtensions } from '../../shared/stream/web-socket-extensions.ts';
import type { SocketMessage, SocketSide } from '../../shared/stream/web-socket-message.ts';
import { joinedHeader, type ResponsePipeline, responseFacts } from './response-pipeline.ts';
import { createWebSocketInflater } from './web-socket-inflater.ts';

export type SocketPipelineOptions = {
  readonly format: WireFormat;
  /** The 101. */
  readonly response: ResponseStart;
  readonly isLive: boolean;
  /** Every message with its event, before the event is read. What it holds is lent for the call. */
  readonly onMessage?: (message: SocketMessage, event: StreamEvent) => void;
};

/** `feed` takes what the upstream sent, `feedRequest` what the client sent; in the order in which it happened. */
export type SocketPipeline = ResponsePipeline & {
  readonly feedRequest: (chunk: DecodedChunk) => readonly EventRecord[];
  /** Chunks of the client's side are missing before its next one. */
  readonly skipRequest: () => void;
};

/** Was this the answer that made the exchange a WebSocket? */
export function isSocketStart(response: ResponseStart | null): response is ResponseStart {
  return response !== null && response.status === 101 && !response.isOurs;
}

/** A pipeline before the first frame. */
export function createSocketPipeline(options: SocketPipelineOptions): SocketPipeline {
  const { response } = options;
  const adapter = socketAdapterFor(options.format);
  const reader = createResponseReader({
    format: adapter.format,
    adapter,
    framing: 'websocket',
    request: { body: null },
    response: responseFacts(response),
    isLive: options.isLive,
  });
  const extensions = readExtensions(joinedHeader(response.headers, 'sec-websocket-extensions'));
  const { deflate } = extensions;
  const decoderOf = (from: SocketSide, hasNoContextTakeover: boolean): WebSocketDecoder =>
    createWebSocketDecoder({ from, createInflater: deflate && createWebSocketInflater, hasNoContextTakeover });
  const decoders = {
    client: decoderOf('client', deflate?.clientNoContextTakeover ?? false),
    upstream: decoderOf('upstream', deflate?.serverNoContextTakeover ?? false),
  };
  const problems: Problem[] = extensions.unknown.map(unknownExtension);
  let readerProblems = 0;
  let eventCount = 0;
  const toldLost = new Set<SocketSide>();

  const collectProblems = (): void => {
    const fromReader = reader.problems();
    if (fromReader.length > readerProblems) problems.push(...fromReader.slice(readerProblems));
    readerProblems = fromReader.length;
    for (const side of ['client', 'upstream'] as const) {
      const reason = decoders[side].lostReason();
      if (reason === null || toldLost.has(side)) continue;
      toldLost.add(side);
      problems.push({ kind: 'socket-frame', message: `The ${side}'s side: ${reason}`, eventIndex: null });
    }
  };
  const read = (messages: readonly SocketMessage[]): readonly EventRecord[] => {
    const events = messages.map((message) => {
      const event = toSocketEvent(message, eventCount);
      eventCount += 1;
      options.onMessage?.(message, event);
      return event;
    });
    const records = reader.take(events);
    collectProblems();
    return records;
  };

  return {
    reader,
    feed: (chunk) => read(decoders.upstream.feed(chunk)),
    feedRequest: (chunk) => read(decoders.client.feed(chunk)),
    skip: () => decoders.upstream.skip(),
    skipRequest: () => decoders.client.skip(),
    // Nothing of ours is ever written into a socket.
    inject: () => [],
    end: (isCut) => {
      const late = [...read(decoders.client.end()), ...read(decoders.upstream.end())];
      const { events, finalDeltas } = reader.end(isCut);
      collectProblems();
      return { events: [...late, ...events], finalDeltas };
    },
    problems: () => problems,
    eventCount: () => eventCount,
    dispose: () => {
      decoders.client.dispose();
      decoders.upstream.dispose();
    },
  };
}

function unknownExtension(name: string): Problem {
  const message = `The extension “${name}” was agreed on, which Wirelens does not know: its frames may not be readable.`;
  return { kind: 'socket-frame', message, eventIndex: null };
}
