/** A summary for tests of the filter: a healthy, finished exchange, with what a test changes in it. */
import type { ExchangeSummary } from '../model/exchange.ts';
import { noUsage } from '../model/usage.ts';

/** Answered `Hello there` by OpenAI. */
export function anExchange(change: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: 'a',
    startedAt: 1_000_000,
    endedAt: 1_002_000,
    phase: 'ended',
    end: 'complete',
    failure: null,
    method: 'POST',
    target: '/openai/v1/chat/completions',
    path: '/v1/chat/completions',
    upstream: 'openai',
    endpoint: 'official',
    format: 'openai-chat',
    framing: 'sse',
    status: 200,
    model: 'gpt-4.1-mini',
    client: { address: '127.0.0.1', port: 1, userAgent: 'OpenAI/Python 1.0', program: 'openai-python', pid: 7 },
    isStreaming: true,
    isWebSocket: false,
    row: { kind: 'text', label: null, text: 'Hello there' },
    activity: null,
    providerError: null,
    finishReason: 'stop',
    usage: { ...noUsage, inputTokens: 1_200, outputTokens: 40 },
    estimatedOutputTokens: null,
    eventCount: 3,
    eventTally: { total: 3, used: 3, ignored: 0, unknown: 0, malformed: 0 },
    firstByteAt: 1_000_300,
    firstTokenAt: 1_000_500,
    lastByteAt: 1_002_000,
    tokensPerSecond: 26,
    requestBytes: 100,
    responseBytes: 200,
    injectedBytes: 0,
    isVerbatim: true,
    lane: [],
    captureProblem: null,
    ...change,
  };
}
