/** A capture on a temporary folder, and exchanges told to it as the proxy would. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCapture } from '../../electron/capture/capture.ts';
import type { Capture } from '../../electron/capture/capture-api.ts';
import type { CaptureSink } from '../../electron/capture/capture-sink.ts';
import { createQueries } from '../../electron/storage/queries.ts';
import type { Queries } from '../../electron/storage/queries-api.ts';
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import type { ExchangeEnd, ExchangeId, ExchangeStart, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { HeaderList } from '../../shared/model/headers.ts';
import { workerFiles } from './worker-files.ts';

export type CaptureFixture = {
  readonly folder: string;
  readonly capture: Capture;
  readonly queries: Queries;
  readonly sink: CaptureSink;
  readonly batches: CaptureBatch[];
  readonly ended: ExchangeSummary[];
  readonly notices: string[];
  readonly dispose: () => Promise<void>;
};

/** A folder that `dispose` of the test should remove. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'wirelens-capture-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Capture and queries with real workers over `folder`. */
export async function openCapture(folder: string): Promise<CaptureFixture> {
  const files = await workerFiles();
  const batches: CaptureBatch[] = [];
  const ended: ExchangeSummary[] = [];
  const notices: string[] = [];
  const capture = createCapture({
    dataFolder: folder,
    workerFile: files.capture,
    onBatch: (json) => batches.push(JSON.parse(json) as CaptureBatch),
    onExchangeEnd: (summary) => ended.push(summary),
    onNotice: (title, text) => notices.push(`${title}: ${text}`),
  });
  const queries = createQueries({ dataFolder: folder, workerFile: files.query, version: '1.2.3' });
  return {
    folder,
    capture,
    queries,
    sink: capture.sink,
    batches,
    ended,
    notices,
    dispose: async () => {
      await Promise.all([capture.dispose(), queries.dispose()]);
    },
  };
}

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

/** Waits until `check` gives a value; fails loudly after 10 s. */
export async function until<Value>(what: string, check: () => Value | null | undefined | false): Promise<Value> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = check();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`waited 10 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
