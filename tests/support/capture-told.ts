/** Exchanges told to a capture sink as the proxy would tell them. */
import type { CaptureSink } from '../../electron/capture/capture-sink.ts';
import type { ExchangeEnd, ExchangeId, ExchangeStart } from '../../shared/model/exchange.ts';
import type { HeaderList } from '../../shared/model/headers.ts';

let exchangeNumber = 0;

/** Sortable and unique within the process. */
export function nextExchangeId(): ExchangeId {
  exchangeNumber += 1;
  return `${Date.now().toString(36).padStart(12, '0')}${exchangeNumber.toString(36).padStart(8, '0')}`;
}

export function headers(entries: Readonly<Record<string, string>>): HeaderList {
  return Object.entries(entries).map(([name, value]) => ({ name, value }));
}

/** The head of a chat request. */
export function startOf(id: ExchangeId, changes: Partial<ExchangeStart> = {}): ExchangeStart {
  return {
    id,
    startedAt: Date.now(),
    method: 'POST',
    target: '/openai/v1/chat/completions',
    path: '/v1/chat/completions',
    httpVersion: '1.1',
    requestHeaders: headers({ 'Content-Type': 'application/json' }),
    sentRequestHeaders: null,
    upstream: 'openai',
    endpoint: 'official',
    upstreamUrl: 'https://api.openai.com/v1/chat/completions',
    format: 'openai-chat',
    client: { address: '127.0.0.1', port: 50000, userAgent: null, program: null, pid: null },
    ...changes,
  };
}

/** Request told in full: head, body, end. */
export function tellRequest(sink: CaptureSink, start: ExchangeStart, body: string): void {
  sink.exchangeStart(start);
  if (body !== '') sink.requestChunk(start.id, Date.now(), Buffer.from(body));
  sink.requestEnd(start.id, Date.now());
}

/** The response's head. */
export function tellResponseStart(sink: CaptureSink, id: ExchangeId, entries: Readonly<Record<string, string>>): void {
  sink.responseStart(id, {
    receivedAt: Date.now(),
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: headers(entries),
    sentHeaders: null,
    isOurs: false,
  });
}

export function tellEnd(sink: CaptureSink, id: ExchangeId, end: ExchangeEnd = 'complete'): void {
  sink.exchangeEnd(id, { endedAt: Date.now(), end, failure: null, requestTrailers: [], responseTrailers: [] });
}

/** Events of an OpenAI chat stream that says `words`, one chunk each, with its end. */
export function chatStream(words: readonly string[]): readonly Buffer[] {
  const chunkOf = (delta: object, finish: string | null) =>
    Buffer.from(
      `data: ${JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'gpt-test-2025',
        choices: [{ index: 0, delta, finish_reason: finish }],
      })}\n\n`,
    );
  return [
    chunkOf({ role: 'assistant', content: '' }, null),
    ...words.map((content) => chunkOf({ content }, null)),
    chunkOf({}, 'stop'),
    Buffer.from('data: [DONE]\n\n'),
  ];
}
