import { describe, expect, test } from 'vitest';
import type { ExchangeStart, ResponseStart } from '../model/exchange.ts';
import { createResponseReader } from './response-reader.ts';
import type { ResponseReader } from './response-reader-api.ts';
import {
  applyCaptureProblem,
  applyEnd,
  applyEvents,
  applyInjectedBytes,
  applyRequestBody,
  applyRequestBytes,
  applyResponseBytes,
  applyResponseStart,
  applyUpgrade,
  createSummaryState,
  readFacts,
  type SummaryState,
  toSummary,
} from './summary-reducer.ts';

const start: ExchangeStart = {
  id: '0123456789abcdefghij',
  startedAt: 1000,
  method: 'POST',
  target: '/ollama/api/chat',
  path: '/api/chat',
  httpVersion: '1.1',
  requestHeaders: [],
  sentRequestHeaders: null,
  upstream: 'ollama',
  endpoint: 'local',
  upstreamUrl: 'http://127.0.0.1:11434/api/chat',
  format: 'ollama-chat',
  client: { address: '127.0.0.1', port: 5, userAgent: 'ollama-js/0.6.0', program: null, pid: null },
};

const response: ResponseStart = {
  receivedAt: 1100,
  status: 200,
  statusText: 'OK',
  httpVersion: '1.1',
  headers: [],
  sentHeaders: null,
  isOurs: false,
};

const end = { endedAt: 2000, end: 'complete', failure: null, requestTrailers: [], responseTrailers: [] } as const;
const digest = { receivedBytes: 1, sentBytes: 1, receivedSha256: 'a', sentSha256: 'a', injectedBytes: 0 };
const reading = { model: 'asked', isStreaming: true, messages: [], tools: [], parameters: [] };

function createReader(): ResponseReader {
  const facts = { status: 200, mediaType: 'application/x-ndjson', header: () => null };
  return createResponseReader({ format: 'ollama-chat', request: { body: null }, response: facts });
}

function feed(state: SummaryState, reader: ResponseReader, at: number, chunk: object): SummaryState {
  const bytes = new TextEncoder().encode(`${JSON.stringify({ model: 'answered', ...chunk })}\n`);
  const records = reader.feed({ index: at, receivedAt: at, bytes });
  return applyEvents(applyResponseBytes(state, at, bytes.length), records, readFacts(reader));
}

describe('a row through its life', () => {
  test('asked, waiting, streaming, ended', () => {
    const reader = createReader();
    let state = createSummaryState(start);
    expect(toSummary(state)).toMatchObject({
      phase: 'requesting',
      row: { kind: 'request', text: 'POST /api/chat' },
      client: { program: 'ollama-js' },
    });
    state = applyRequestBody(applyRequestBytes(state, 40), reading);
    expect(toSummary(state)).toMatchObject({
      phase: 'waiting',
      model: 'asked',
      isStreaming: true,
      requestBytes: 40,
      framing: null,
    });

    state = applyResponseStart(state, response);
    state = feed(state, reader, 1200, { message: { content: '', thinking: 'hmm ' }, done: false });
    expect(toSummary(state)).toMatchObject({
      phase: 'streaming',
      activity: 'reasoning',
      model: 'answered',
      tokensPerSecond: null,
    });
    state = feed(state, reader, 1250, { message: { content: 'Hello there, you' }, done: false });
    expect(toSummary(state)).toMatchObject({
      activity: 'text',
      row: { kind: 'text', text: 'Hello there, you' },
      estimatedOutputTokens: 5,
      usage: { outputTokens: null },
      framing: 'ndjson',
      status: 200,
    });
    state = feed(state, reader, 1300, {
      message: { content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 7,
      eval_count: 6,
    });
    const last = reader.end(false);
    state = applyEnd(applyEvents(state, last.events, readFacts(reader)), end, { request: digest, response: digest });
    expect(toSummary(state)).toMatchObject({
      phase: 'ended',
      end: 'complete',
      endedAt: 2000,
      activity: null,
      finishReason: 'stop',
      usage: { inputTokens: 7, outputTokens: 6, totalTokens: 13 },
      estimatedOutputTokens: null,
      eventCount: 3,
      eventTally: { total: 3, used: 3 },
      firstByteAt: 1200,
      firstTokenAt: 1200,
      lastByteAt: 1300,
      tokensPerSecond: 100,
      isVerbatim: true,
      lane: [
        { kind: 'wait', startMs: 0, endMs: 200 },
        { kind: 'text', startMs: 200, endMs: 300 },
      ],
    });
  });

  test('a failure without an answer is a wait and an error', () => {
    const failure = { kind: 'connection-refused', message: 'Nobody listens there.' } as const;
    const ended = { ...end, end: 'failed', failure } as const;
    const summary = toSummary(applyEnd(createSummaryState(start), ended, { request: null, response: null }));
    expect(summary).toMatchObject({
      end: 'failed',
      failure,
      row: { kind: 'error', label: 'connection-refused' },
      isVerbatim: null,
      lane: [{ kind: 'wait', startMs: 0, endMs: 1000 }],
    });
  });

  test('a whole JSON body has neither a first token nor a rate', () => {
    const facts = { status: 200, mediaType: 'application/json', header: () => null };
    const reader = createResponseReader({ format: 'ollama-chat', request: { body: null }, response: facts });
    const bytes = new TextEncoder().encode('{"message":{"content":"Hi"},"done":true,"eval_count":9}');
    reader.feed({ index: 0, receivedAt: 1500, bytes });
    const state = applyEvents(createSummaryState(start), reader.end(false).events, readFacts(reader));
    expect(toSummary(state)).toMatchObject({
      isStreaming: false,
      firstTokenAt: null,
      tokensPerSecond: null,
      row: { kind: 'text', text: 'Hi' },
    });
  });

  test('verbatim needs every known hash to agree', () => {
    const verbatim = (request: object | null, answer: object | null): unknown =>
      toSummary(
        applyEnd(createSummaryState(start), end, {
          request: request && { ...digest, ...request },
          response: answer && { ...digest, ...answer },
        }),
      ).isVerbatim;
    expect(verbatim({}, {})).toBe(true);
    expect(verbatim({}, { sentSha256: 'b' })).toBe(false);
    expect(verbatim({}, { sentSha256: null })).toBeNull();
    expect(verbatim(null, null)).toBeNull();
  });

  test('tunnels, injected bytes and troubles of capture are kept', () => {
    const switching = applyResponseStart(createSummaryState(start), { ...response, status: 101 });
    const state = applyInjectedBytes(applyUpgrade(switching), 12);
    expect(toSummary(applyUpgrade(createSummaryState(start))).isWebSocket).toBe(false);
    const troubled = applyCaptureProblem(applyCaptureProblem(state, '3 chunks dropped'), 'later');
    expect(toSummary(troubled)).toMatchObject({
      isWebSocket: true,
      injectedBytes: 12,
      captureProblem: '3 chunks dropped',
    });
  });
});
