/**
 * A stored exchange decoded again from its recorded chunks (DESIGN.md 1.3): what the live recorder showed, and what a
 * better decoder of tomorrow will show of yesterday's traffic.
 */
import type { Completion } from '../../shared/model/completion.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ResponseStart } from '../../shared/model/exchange.ts';
import type { LossReport } from '../../shared/model/loss-report.ts';
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import { emptyCompletion } from '../../shared/reconstruct/accumulator.ts';
import { maxLiveRequestBytes } from '../capture/request-body.ts';
import { createResponsePipeline, type ResponsePipeline } from '../capture/response-pipeline.ts';
import { createSocketPipeline, isSocketStart } from '../capture/socket-pipeline.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { readSocketChunks } from './socket-replay.ts';
import { readRequestJson, readStoredChunks } from './stored-bodies.ts';

export type ReplayResult = {
  readonly eventCount: number;
  readonly problems: readonly Problem[];
  /** Null while the exchange has not ended, or when the replay was stopped. */
  readonly finalDeltas: readonly Delta[] | null;
  readonly completion: Completion;
  readonly native: unknown;
  readonly loss: LossReport | null;
};

/** After about this many bytes other questions get a turn. */
const turnBytes = 2 * 1024 * 1024;

/** Decodes all of it, giving events as they come; `onEvents` returning false stops early. */
export async function replayExchange(
  reader: ExchangeReader,
  found: FoundExchange,
  onEvents: (events: readonly EventRecord[]) => boolean,
): Promise<ReplayResult> {
  const { detail, number } = found;
  const { response } = detail;
  if (response === null) return emptyReplay;
  if (isSocket(detail)) return replaySocket(reader, found, response, onEvents);
  const pipeline = createResponsePipeline({
    format: detail.summary.format,
    requestBody: readRequestJson(reader, found, maxLiveRequestBytes),
    response,
    isTurn: detail.start.turnOf !== undefined,
  });
  let isWanted = true;
  let bytesThisTurn = 0;
  for (const { chunk, isAfterGap } of readStoredChunks(reader, number, 'response')) {
    if (isAfterGap) pipeline.skip();
    const events = pipeline.feed(chunk);
    if (events.length > 0) isWanted = onEvents(events);
    if (!isWanted) return finishReplay(pipeline, null);
    bytesThisTurn += chunk.bytes.length;
    if (bytesThisTurn < turnBytes) continue;
    bytesThisTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const chunk of injectedChunks(reader, number)) {
    const events = pipeline.inject(chunk);
    if (events.length > 0) isWanted = onEvents(events);
  }
  if (detail.summary.end === null || !isWanted) return finishReplay(pipeline, null);
  const { events, finalDeltas } = pipeline.end(detail.summary.end !== 'complete');
  if (events.length > 0) onEvents(events);
  return finishReplay(pipeline, finalDeltas);
}

/** Turns of a socket have bodies of their own and are replayed as any other exchange. */
function isSocket({ response, start }: ExchangeDetail): boolean {
  return start.turnOf === undefined && isSocketStart(response);
}

async function replaySocket(
  reader: ExchangeReader,
  { detail, number }: FoundExchange,
  response: ResponseStart,
  onEvents: (events: readonly EventRecord[]) => boolean,
): Promise<ReplayResult> {
  const pipeline = createSocketPipeline({ format: detail.start.format, response, isLive: false });
  let bytesThisTurn = 0;
  for (const { chunk, isAfterGap, direction } of readSocketChunks(reader, number)) {
    const isRequest = direction === 'request';
    if (isAfterGap) (isRequest ? pipeline.skipRequest : pipeline.skip)();
    const events = isRequest ? pipeline.feedRequest(chunk) : pipeline.feed(chunk);
    if (events.length > 0 && !onEvents(events)) return finishReplay(pipeline, null);
    bytesThisTurn += chunk.bytes.length;
    if (bytesThisTurn < turnBytes) continue;
    bytesThisTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (detail.summary.end === null) return finishReplay(pipeline, null);
  const { events, finalDeltas } = pipeline.end(detail.summary.end !== 'complete');
  if (events.length > 0) onEvents(events);
  return finishReplay(pipeline, finalDeltas);
}

/** Only the completion: no event records, no loss report, about half the work. For the search index. `onTurn`: others get theirs. */
export async function rebuildCompletion(
  reader: ExchangeReader,
  found: FoundExchange,
  onTurn: () => void = () => {},
): Promise<Completion> {
  const { detail, number } = found;
  if (detail.response === null || isSocket(detail)) return emptyCompletion;
  const requestBody = readRequestJson(reader, found, maxLiveRequestBytes);
  const { format } = detail.summary;
  const pipeline = createResponsePipeline({ format, requestBody, response: detail.response, isLive: true });
  let bytesThisTurn = 0;
  for (const { chunk, isAfterGap } of readStoredChunks(reader, number, 'response')) {
    if (isAfterGap) pipeline.skip();
    pipeline.feed(chunk);
    bytesThisTurn += chunk.bytes.length;
    if (bytesThisTurn < turnBytes / 8) continue;
    bytesThisTurn = 0;
    onTurn();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const chunk of injectedChunks(reader, number)) pipeline.inject(chunk);
  pipeline.end(detail.summary.end !== 'complete');
  const completion = pipeline.reader.completion();
  pipeline.dispose();
  return completion;
}

function* injectedChunks(reader: ExchangeReader, number: number): Generator<DecodedChunk> {
  for (const { chunk } of readStoredChunks(reader, number, 'injected')) yield chunk;
}

function finishReplay(pipeline: ResponsePipeline, finalDeltas: readonly Delta[] | null): ReplayResult {
  const result = {
    eventCount: pipeline.eventCount(),
    problems: pipeline.problems(),
    finalDeltas,
    completion: pipeline.reader.completion(),
    native: pipeline.reader.native(),
    loss: pipeline.reader.loss(),
  };
  pipeline.dispose();
  return result;
}

const emptyReplay: ReplayResult = {
  eventCount: 0,
  problems: [],
  finalDeltas: null,
  completion: emptyCompletion,
  native: null,
  loss: null,
};
