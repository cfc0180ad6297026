/**
 * One response from wire bytes to events (steps 3 and 4 of the walk): content-encoding undone, framing cut, adapter asked.
 * The same for a live exchange and for a replay of its recorded chunks, so that both give the same events.
 */
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ResponseStart } from '../../shared/model/exchange.ts';
import { type HeaderList, headerValue } from '../../shared/model/headers.ts';
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import type { ResponseFacts } from '../../shared/providers/adapter.ts';
import { createResponseReader } from '../../shared/reconstruct/response-reader.ts';
import type { ResponseReader } from '../../shared/reconstruct/response-reader-api.ts';
import { readFacts } from '../../shared/reconstruct/summary-reducer.ts';
import { createBodyDecoder } from './body-decoder.ts';
import { readInjectedEvents } from './injected-events.ts';

export type ResponsePipelineOptions = {
  readonly format: WireFormat;
  /** The parsed request body; null when it is no JSON, incomplete or too large. */
  readonly requestBody: unknown;
  readonly response: ResponseStart;
  /** See ResponseReaderOptions. */
  readonly isLive?: boolean;
  /** A turn of a WebSocket: every chunk is a message. */
  readonly isTurn?: boolean;
};

export type ResponsePipeline = {
  readonly reader: ResponseReader;
  /** Wire bytes of one chunk; the events they complete. `bytes` is lent for the call. */
  readonly feed: (chunk: DecodedChunk) => readonly EventRecord[];
  /** Chunks are missing before the next one. */
  readonly skip: () => void;
  /** Bytes of ours. They are the whole body of a response that Wirelens wrote, else shown after the upstream's events. */
  readonly inject: (chunk: DecodedChunk) => readonly EventRecord[];
  readonly end: (isCut: boolean) => {
    readonly events: readonly EventRecord[];
    readonly finalDeltas: readonly Delta[];
  };
  /** In the order in which they were noticed; only grows. */
  readonly problems: () => readonly Problem[];
  readonly eventCount: () => number;
  readonly dispose: () => void;
};

/** What we write into a stream is small; more than this is not kept for the event list. */
const maxInjectedBytes = 1024 * 1024;

/** A pipeline before the response's first body byte. */
export function createResponsePipeline(options: ResponsePipelineOptions): ResponsePipeline {
  const { response } = options;
  const reader = createResponseReader({
    format: options.format,
    request: { body: options.requestBody },
    response: responseFacts(response),
    isLive: options.isLive ?? false,
    withLossReport: !(options.isLive ?? false),
    ...(options.isTurn ? { framing: 'websocket' } : {}),
  });
  const decoder = createBodyDecoder({
    contentEncoding: joinedHeader(response.headers, 'content-encoding'),
    contentType: headerValue(response.headers, 'content-type'),
  });
  const problems: Problem[] = [];
  let decoderProblems = 0;
  let readerProblems = 0;
  let injected: DecodedChunk[] = [];
  let injectedBytes = 0;
  let injectedEvents = 0;

  const collectProblems = (): void => {
    const fromDecoder = decoder.problems();
    const fromReader = reader.problems();
    if (fromDecoder.length > decoderProblems) problems.push(...fromDecoder.slice(decoderProblems));
    if (fromReader.length > readerProblems) problems.push(...fromReader.slice(readerProblems));
    decoderProblems = fromDecoder.length;
    readerProblems = fromReader.length;
  };
  const read = (chunks: readonly DecodedChunk[]): readonly EventRecord[] => {
    const first = chunks.length === 1 ? chunks[0] : undefined;
    const events = first !== undefined ? reader.feed(first) : chunks.flatMap((chunk) => reader.feed(chunk));
    collectProblems();
    return events;
  };
  const keepInjected = (chunk: DecodedChunk): void => {
    injectedBytes += chunk.bytes.length;
    if (injectedBytes <= maxInjectedBytes) injected.push({ ...chunk, bytes: chunk.bytes.slice() });
  };
  const end: ResponsePipeline['end'] = (isUnfinished) => {
    // What Wirelens wrote itself is whole, though the exchange failed.
    const isCut = isUnfinished && !response.isOurs;
    const late = read(decoder.end(isCut));
    const { events, finalDeltas } = reader.end(isCut);
    const ours = response.isOurs ? [] : readInjectedEvents(injected, reader.framing(), reader.tally().total);
    injectedEvents = ours.length;
    injected = [];
    collectProblems();
    decoder.dispose();
    return { events: [...asOurs([...late, ...events], response.isOurs), ...ours], finalDeltas };
  };

  return {
    reader,
    feed: (chunk) => read(decoder.push(chunk)),
    skip: () => {
      decoder.skip();
      collectProblems();
    },
    inject: (chunk) => {
      if (response.isOurs) return asOurs(read(decoder.push(chunk)), true);
      keepInjected(chunk);
      return [];
    },
    end,
    problems: () => problems,
    eventCount: () => reader.tally().total + injectedEvents,
    dispose: () => {
      injected = [];
      decoder.dispose();
    },
  };
}

/** What an adapter is told of a response. */
export function responseFacts(response: Pick<ResponseStart, 'status' | 'headers'>): ResponseFacts {
  const contentType = headerValue(response.headers, 'content-type');
  return {
    status: response.status,
    mediaType: contentType === null ? null : (contentType.split(';')[0]?.trim().toLowerCase() ?? null),
    header: (name) => headerValue(response.headers, name),
  };
}

/** All values of a header as one list (RFC 9110 section 5.2); null when absent. */
export function joinedHeader(headers: HeaderList, name: string): string | null {
  const values = headers.filter((entry) => entry.name.toLowerCase() === name).map(({ value }) => value);
  return values.length === 0 ? null : values.join(', ');
}

function asOurs(events: readonly EventRecord[], isOurs: boolean): readonly EventRecord[] {
  return isOurs ? events.map((event) => ({ ...event, origin: 'wirelens' })) : events;
}

/** The reader's facts, with the events of ours counted among the ignored. */
export function pipelineFacts(pipeline: ResponsePipeline): ReturnType<typeof readFacts> {
  const facts = readFacts(pipeline.reader);
  const ours = pipeline.eventCount() - facts.tally.total;
  if (ours === 0) return facts;
  return { ...facts, tally: { ...facts.tally, total: facts.tally.total + ours, ignored: facts.tally.ignored + ours } };
}
