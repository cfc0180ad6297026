/**
 * One exchange while it lives (step 4 of the walk): holds the state values, calls the pure functions of shared/, hands
 * results out. Observing never breaks: a fault in here marks the exchange, and its chunks are stored all the same.
 */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type {
  BodyDigest,
  ConnectionTiming,
  ExchangeDetail,
  ExchangeEndFacts,
  ExchangeStart,
  ExchangeSummary,
  ResponseStart,
} from '../../shared/model/exchange.ts';
import { headerValue } from '../../shared/model/headers.ts';
import { contentKind } from '../../shared/reconstruct/content-kind.ts';
import {
  applyCaptureProblem,
  applyClient,
  applyEnd,
  applyEvents,
  applyInjectedBytes,
  applyRequestBody,
  applyRequestBytes,
  applyResponseBytes,
  applyResponseStart,
  applyTurn,
  applyUpgrade,
  createSummaryState,
  toSummary,
} from '../../shared/reconstruct/summary-reducer.ts';
import { letGoOf, type RecordedChunk, type Segment, visitChunks } from '../storage/segment.ts';
import { createBodyDigester, hashSegment } from './body-digest.ts';
import { type BodyRun, createBodyRun, type GatheredSegment } from './body-run.ts';
import type { ExchangeRecorder, RecorderOutput } from './exchange-recorder-api.ts';
import { createKeptEvents, type EventBudget } from './kept-events.ts';
import { createRequestBody } from './request-body.ts';
import { readForRow } from './request-reading.ts';
import { createResponsePipeline, joinedHeader, pipelineFacts, type ResponsePipeline } from './response-pipeline.ts';
import { createSocketPipeline, isSocketStart, type SocketPipeline } from './socket-pipeline.ts';
import { createSocketTurns, type SocketTurns } from './socket-turns.ts';

/** Events told together: thousands of them would outlive two collections of the young, and lie among the old as garbage. */
const fedAtOnce = 256;

/** A recorder for the exchange that begins with `start`. */
export function createExchangeRecorder(
  start: ExchangeStart,
  output: RecorderOutput,
  budget: EventBudget,
): ExchangeRecorder {
  const { id } = start;
  let state = createSummaryState(start);
  let response: ResponseStart | null = null;
  let connection: ConnectionTiming | null = null;
  let endFacts: ExchangeEndFacts | null = null;
  /** Set at the end, when nothing changes any more. */
  let finalDetail: ExchangeDetail | null = null;
  let requestDigest: BodyDigest | null = null;
  let responseDigest: BodyDigest | null = null;
  const runs: Record<BodyDirection, BodyRun> = {
    request: createBodyRun(output.rooms),
    response: createBodyRun(output.rooms),
    injected: createBodyRun(),
  };
  // Bytes that came since the row's state was last told of any.
  let newRequestBytes = 0;
  let newResponseBytes = 0;
  let lastByteAt = 0;
  const requestHash = createBodyDigester();
  const responseHash = createBodyDigester();
  const requestBody = createRequestBody(
    joinedHeader(start.requestHeaders, 'content-encoding'),
    headerValue(start.requestHeaders, 'content-type'),
  );
  const kept = createKeptEvents(budget);
  /** Parsed; given to the adapter with the response's head, and then let go. */
  let requestJson: unknown = null;
  let pipeline: ResponsePipeline | null = null;
  /** Decoding failed: chunks are still stored and counted. */
  let isFaulty = false;
  let toldProblems = 0;
  let hasToken = false;
  let isTunnel = false;
  /** The pipeline, once the exchange has become a WebSocket. */
  let socket: SocketPipeline | null = null;
  let turns: SocketTurns | null = null;
  let isDeferred = false;
  let nextToDecode = 0;
  let waiting: Segment[] = [];
  let waitingBytes = 0;
  /** Events of the chunks that are just being decoded. */
  let fed: EventRecord[] = [];

  const account = (): void => {
    if (newRequestBytes > 0) state = applyRequestBytes(state, newRequestBytes);
    if (newResponseBytes > 0) state = applyResponseBytes(state, lastByteAt, newResponseBytes);
    newRequestBytes = 0;
    newResponseBytes = 0;
  };
  const summary = (): ExchangeSummary => {
    account();
    return toSummary(state);
  };
  const detail = (): ExchangeDetail =>
    finalDetail ?? {
      summary: summary(),
      start: state.start,
      response,
      connection,
      endFacts,
      requestDigest,
      responseDigest,
    };
  const guard = (run: () => void): void => {
    if (isFaulty) return;
    try {
      run();
    } catch (error) {
      isFaulty = true;
      const reason = error instanceof Error ? error.message : String(error);
      trouble(`Decoding failed (${reason}); the recorded bytes are complete.`);
    }
  };
  const trouble = (text: string): void => {
    state = applyCaptureProblem(state, text);
    output.onChange(false);
  };
  const takeEvents = (events: readonly EventRecord[], finalDeltas: readonly Delta[] | null): void => {
    if (pipeline === null) return;
    const isFirstToken = !hasToken && events.some(({ deltas }) => deltas.some((delta) => contentKind(delta) !== null));
    if (isFirstToken) hasToken = true;
    state = applyEvents(state, events, pipelineFacts(pipeline));
    kept.add(events);
    const problems = pipeline.problems();
    const isNews = events.length > 0 || problems.length > toldProblems || finalDeltas !== null;
    if (isNews) output.onNews({ events, problems: problems.slice(toldProblems), finalDeltas });
    toldProblems = problems.length;
    output.onChange(isFirstToken);
  };

  const settleRun = (direction: BodyDirection): void => {
    const segment = runs[direction].take();
    if (segment === null) return;
    output.appendSegment(id, direction, segment);
    account();
    if (direction === 'request') guard(() => onRequestSegment(segment));
    else if (direction === 'response') guard(() => onResponseSegment(segment));
    segment.lease?.letGo();
    output.onChange(false);
  };
  const onRequestSegment = (segment: GatheredSegment): void => {
    hashSegment(requestHash, segment);
    // A socket's messages are read as they come.
    if (socket !== null) return;
    const chunk = { index: segment.firstChunk, receivedAt: start.startedAt, bytes: segment.bytes };
    requestBody.push(chunk, segment.lease);
  };
  const onResponseSegment = (segment: GatheredSegment): void => {
    hashSegment(responseHash, segment);
    if (isDeferred || segment.firstChunk + segment.chunkCount <= nextToDecode) return;
    segment.lease?.hold();
    waiting.push(segment);
    waitingBytes += segment.size;
  };
  const settle = (): void => {
    settleRun('request');
    settleRun('response');
    settleRun('injected');
  };
  const addChunk = (direction: BodyDirection, at: number, bytes: Uint8Array, isSent: boolean): void => {
    // A tunnel's bytes are counted, not kept.
    if (isTunnel) return;
    const run = runs[direction];
    if (!run.hasRoom(bytes.length)) settleRun(direction);
    run.add(at, bytes, isSent);
  };
  /** One function for the life of the exchange: V8 compiles what is made anew for each call again and again. */
  const feed = (chunk: RecordedChunk): void => {
    if (chunk.index > nextToDecode) pipeline?.skip();
    nextToDecode = chunk.index + 1;
    for (const event of pipeline?.feed(chunk) ?? []) fed.push(event);
    if (fed.length >= fedAtOnce) takeFed();
  };
  const takeFed = (): void => {
    const events = fed;
    fed = [];
    takeEvents(events, null);
  };
  /** Settled segments first, then what is still being gathered. */
  const decodeAll = (segments: readonly Segment[]): void => {
    for (const segment of segments) visitChunks(segment, nextToDecode, feed);
    runs.response.visit(nextToDecode, feed);
    account();
    takeFed();
  };
  const decodeWaiting = (): void => {
    if (isDeferred || (waiting.length === 0 && runs.response.chunkCount() === nextToDecode)) return;
    const segments = waiting;
    waiting = [];
    waitingBytes = 0;
    guard(() => decodeAll(segments));
    letGoOf(segments);
  };
  /** What came from the other side before it is read first: messages of both are one sequence. */
  const onSocketChunk = (open: SocketPipeline, index: number, receivedAt: number, bytes: Uint8Array): void => {
    decodeWaiting();
    guard(() => takeEvents(open.feedRequest({ index, receivedAt, bytes }), null));
  };
  const startSocket = (begun: ResponseStart): void => {
    const { turnHost } = output;
    const countTurn = (): void => {
      state = applyTurn(state);
    };
    if (turnHost !== undefined) turns = createSocketTurns(() => state.start, begun, turnHost, countTurn);
    const onMessage = turns?.see;
    socket = createSocketPipeline({
      format: start.format,
      response: begun,
      isLive: true,
      ...(onMessage === undefined ? {} : { onMessage }),
    });
    pipeline?.dispose();
    pipeline = socket;
  };
  const onInjectedChunk = (receivedAt: number, bytes: Uint8Array, index: number): void => {
    settleRun('response');
    decodeWaiting();
    state = applyInjectedBytes(state, bytes.length);
    guard(() => {
      responseHash.injected(bytes);
      if (pipeline !== null) takeEvents(pipeline.inject({ index, receivedAt, bytes }), null);
    });
  };
  const onRequestEnd = (): void => {
    settleRun('request');
    guard(() => {
      requestJson = requestBody.parse();
      state = applyRequestBody(state, readForRow(start, requestJson));
      if (pipeline !== null) requestJson = null;
    });
    output.onChange(true);
  };
  const onResponseStart = (begun: ResponseStart): void => {
    response = begun;
    state = applyResponseStart(state, begun);
    guard(() => {
      pipeline = createResponsePipeline({
        format: start.format,
        requestBody: requestJson,
        response: begun,
        isLive: true,
        isTurn: start.turnOf !== undefined,
      });
      requestJson = null;
    });
    output.putExchange(detail);
    output.onChange(true);
  };
  const onEnd = (facts: ExchangeEndFacts): void => {
    settle();
    decodeWaiting();
    endFacts = facts;
    guard(() => {
      if (pipeline === null) return;
      if (runs.response.chunkCount() > nextToDecode) pipeline.skip();
      const { events, finalDeltas } = pipeline.end(facts.end !== 'complete');
      takeEvents(events, finalDeltas);
    });
    turns?.end(facts);
    // The bytes of a turn are the connection's: what left and arrived unchanged is said there.
    if (!isTunnel && start.turnOf === undefined) {
      requestDigest = requestHash.digest();
      responseDigest = response === null ? null : responseHash.digest();
    }
    // An answer of ours has no upstream to be verbatim to.
    const isOurs = response?.isOurs === true;
    const digests = { request: isOurs ? null : requestDigest, response: isOurs ? null : responseDigest };
    state = applyEnd(state, facts, digests);
    finalDetail = detail();
    output.onChange(true);
  };

  output.putExchange(detail);
  output.onChange(true);

  return {
    id,
    chunk: (direction, receivedAt, bytes, isSent) => {
      const index = runs[direction].chunkCount();
      addChunk(direction, receivedAt, bytes, isSent);
      if (direction === 'request') {
        newRequestBytes += bytes.length;
        if (socket !== null) onSocketChunk(socket, index, receivedAt, bytes);
      } else if (direction === 'injected') onInjectedChunk(receivedAt, bytes, index);
      else {
        newResponseBytes += bytes.length;
        lastByteAt = receivedAt;
        if (state.firstByteAt !== null) return;
        account();
        output.onChange(true);
      }
    },
    settle,
    gap: (direction, chunks, sizeBytes) => {
      settleRun(direction);
      runs[direction].skip(chunks, sizeBytes);
      (direction === 'request' ? requestHash : responseHash).lost(sizeBytes);
      if (direction === 'request') requestBody.lose();
      if (direction === 'request') socket?.skipRequest();
      if (chunks > 0) trouble(`Capture fell behind: ${chunks} chunks (${sizeBytes} bytes) were not recorded.`);
    },
    control: (control) => {
      switch (control.type) {
        case 'exchange-start':
          break;
        case 'request-end':
          onRequestEnd();
          break;
        case 'connection':
          connection = control.timing;
          break;
        case 'response-start':
          onResponseStart(control.response);
          break;
        case 'upgrade':
          settle();
          state = applyUpgrade(state);
          if (isSocketStart(response)) startSocket(response);
          else isTunnel = true;
          output.onChange(true);
          break;
        case 'exchange-end':
          onEnd(control.facts);
          break;
      }
    },
    client: (process) => {
      state = applyClient(state, process);
      output.putExchange(detail);
      output.onChange(true);
    },
    isSocket: () => socket !== null,
    waitingBytes: () => waitingBytes,
    decodeWaiting,
    hasToken: () => hasToken,
    responseBytes: () => state.responseBytes + newResponseBytes,
    // Settled: what comes begins a segment of its own, and can be found by its first chunk.
    defer: () => {
      settle();
      decodeWaiting();
      isDeferred = true;
    },
    nextToDecode: () => nextToDecode,
    decodeStored: (segment) =>
      guard(() => {
        visitChunks(segment, nextToDecode, feed);
        takeFed();
      }),
    resume: () => {
      isDeferred = false;
    },
    trouble,
    summary,
    detail,
    events: kept.all,
    eventCount: () => pipeline?.eventCount() ?? 0,
    problems: () => pipeline?.problems() ?? [],
    // What is behind cannot tell how the stream stands now.
    streamSoFar: () => {
      decodeWaiting();
      return isDeferred ? null : (pipeline?.reader.streamSoFar() ?? null);
    },
    completion: () => {
      decodeWaiting();
      return pipeline?.reader.completion() ?? null;
    },
    reading: () => state.reading,
    dispose: () => {
      letGoOf(waiting);
      waiting = [];
      kept.dispose();
      requestBody.dispose();
      pipeline?.dispose();
      requestJson = null;
    },
  };
}
