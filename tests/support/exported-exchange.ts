/** A whole exchange for tests of the export writers: a streamed Anthropic answer with thinking, text and a tool call. */
import type { ExportedExchange } from '../../shared/export/exported-exchange.ts';
import type { Block } from '../../shared/model/completion.ts';
import type { ExchangeDetail, ExchangeSummary } from '../../shared/model/exchange.ts';
import { noUsage } from '../../shared/model/usage.ts';

const startedAt = Date.UTC(2026, 2, 4, 14, 32, 31, 120);
const requestText = '{"model":"claude-x","messages":[{"role":"user","content":"It\'s $5 `now`\\n"}]}';
const responseTexts = ['event: message_start\ndata: {}\n\n', 'event: content_block_delta\ndata: {"text":"Héllo"}\n\n'];

const bytesOf = (text: string) => new TextEncoder().encode(text);

function block(changes: Partial<Block>): Block {
  return {
    choice: 0,
    key: '0',
    kind: 'text',
    text: '',
    name: null,
    toolCallId: null,
    isProviderExecuted: false,
    signature: null,
    mediaType: null,
    citations: [],
    native: null,
    isOpen: false,
    pieces: { items: [], length: 0 },
    firstEvent: 0,
    lastEvent: 0,
    ...changes,
  };
}

const summary: ExchangeSummary = {
  id: '0mf2k3j4h5g6f7d8s9a0',
  startedAt,
  endedAt: startedAt + 2_500.5,
  phase: 'ended',
  end: 'complete',
  failure: null,
  method: 'POST',
  target: '/anthropic/v1/messages',
  path: '/v1/messages',
  upstream: 'anthropic',
  endpoint: 'official',
  format: 'anthropic-messages',
  framing: 'sse',
  status: 200,
  model: 'claude-x',
  client: { address: '127.0.0.1', port: 50123, userAgent: 'test/1', program: 'test', pid: null },
  isStreaming: true,
  isWebSocket: false,
  row: { kind: 'text', label: null, text: 'Héllo' },
  activity: null,
  providerError: null,
  finishReason: 'tool-calls',
  usage: { ...noUsage, inputTokens: 31_422, cacheReadTokens: 28_304, outputTokens: 361, totalTokens: 31_783 },
  estimatedOutputTokens: null,
  eventCount: 2,
  eventTally: { total: 2, used: 2, ignored: 0, unknown: 0, malformed: 0 },
  firstByteAt: startedAt + 604,
  firstTokenAt: startedAt + 1_170,
  lastByteAt: startedAt + 2_500,
  tokensPerSecond: 42,
  requestBytes: requestText.length,
  responseBytes: 80,
  injectedBytes: 0,
  isVerbatim: true,
  lane: [],
  captureProblem: null,
};

const detail: ExchangeDetail = {
  summary,
  start: {
    id: summary.id,
    startedAt,
    method: 'POST',
    target: '/anthropic/v1/messages?beta=true',
    path: '/v1/messages',
    httpVersion: '1.1',
    requestHeaders: [
      { name: 'Host', value: '127.0.0.1:7878' },
      { name: 'X-Api-Key', value: '••••a1b2 #7f3c', secret: { scheme: null, lastFour: 'a1b2', hash: '7f3c' } },
      { name: 'content-type', value: 'application/json' },
      { name: 'accept-encoding', value: 'gzip, br' },
      { name: 'x-note', value: 'it\'s "quoted" $HOME `id` \\' },
      { name: 'x-empty', value: '' },
    ],
    sentRequestHeaders: null,
    upstream: 'anthropic',
    endpoint: 'official',
    upstreamUrl: 'https://api.anthropic.com/v1/messages?beta=true&key=••••z9y8 #00ff&tag=a[1]',
    format: 'anthropic-messages',
    client: summary.client,
  },
  response: {
    receivedAt: startedAt + 604,
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [{ name: 'Content-Type', value: 'text/event-stream; charset=utf-8' }],
    sentHeaders: null,
    isOurs: false,
  },
  connection: {
    isReused: false,
    connectStartedAt: startedAt + 2,
    connectedAt: startedAt + 12,
    securedAt: startedAt + 41,
    requestSentAt: startedAt + 43,
  },
  endFacts: {
    endedAt: startedAt + 2_500.5,
    end: 'complete',
    failure: null,
    requestTrailers: [],
    responseTrailers: [],
  },
  requestDigest: null,
  responseDigest: null,
};

/** The same value on every call; `changes` replace whole fields. */
export function exportedExchange(changes: Partial<ExportedExchange> = {}): ExportedExchange {
  const request = bytesOf(requestText);
  return {
    detail,
    events: responseTexts.map((text, index) => ({
      index,
      receivedAt: startedAt + 604 + index * 1000,
      type: index === 0 ? 'message_start' : 'text_delta',
      reading: text.slice(0, 10),
      origin: 'upstream',
      outcome: 'used',
      flags: [],
      byteStart: index * 10,
      byteEnd: index * 10 + 10,
      chunkStart: index,
      chunkEnd: index,
      deltas: [{ type: 'text-delta', choice: 0, block: '0', text: 'only in deltas' }],
    })),
    problems: [{ kind: 'unknown-event', message: 'a field nobody knows', eventIndex: 1 }],
    completion: {
      id: 'msg_1',
      model: 'claude-x',
      choices: [
        {
          index: 0,
          finishReason: 'tool-calls',
          rawFinishReason: 'tool_use',
          blocks: [
            block({ key: '0', kind: 'reasoning', text: 'Let me think.\n\nDone.' }),
            block({
              key: '1',
              text: 'Héllo\n\n```ts\nlet a;\n```',
              pieces: {
                items: [
                  { event: 1, start: 0, end: 5 },
                  { event: 9, start: 5, end: 6 },
                ],
                length: 1,
              },
            }),
            block({ key: '2', kind: 'tool-call', name: 'Edit', toolCallId: 'toolu_1', text: '{"path":"a.ts","n":1}' }),
          ],
        },
      ],
      usage: summary.usage,
      error: null,
      isEnded: true,
    },
    native: { id: 'msg_1', type: 'message' },
    loss: {
      events: { total: 3, used: 2, ignored: 1, unknown: 0, malformed: 0 },
      dropped: [{ path: 'delta.novelty', count: 2, firstEvent: 1 }],
      terminal: null,
    },
    reading: {
      model: 'claude-x',
      isStreaming: true,
      messages: [
        {
          role: 'user',
          name: null,
          parts: [{ kind: 'text', text: "It's $5 `now`\n" }],
          hasCacheMarker: false,
          path: 'messages[0]',
        },
      ],
      tools: [{ name: 'Edit', description: 'Edits a file.\nMore.', schema: {}, path: 'tools[0]' }],
      parameters: [{ name: 'max_tokens', value: 100 }],
    },
    request: { chunks: [{ receivedAt: startedAt + 1, bytes: request }], decoded: request },
    response: {
      chunks: responseTexts.map((text, index) => ({
        receivedAt: startedAt + 604 + index * 1000,
        bytes: bytesOf(text),
      })),
      decoded: bytesOf(responseTexts.join('')),
    },
    injected: { chunks: [], decoded: new Uint8Array() },
    ...changes,
  };
}

/** The detail of `exportedExchange` with some of its parts replaced. */
export function exportedDetail(changes: Partial<ExchangeDetail>): ExchangeDetail {
  return { ...detail, ...changes };
}
