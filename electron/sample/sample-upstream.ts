/**
 * The built-in sample upstream: a small server on loopback that answers in real wire formats, at human speed, with no
 * key and no network. The model name chooses the answer, so a curl of the user's own works too.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeAnthropic } from './anthropic-answer.ts';
import { encodeOllama } from './ollama-answer.ts';
import { encodeOpenai } from './openai-answer.ts';
import { jsonAnswer, type SampleAnswer, type SampleEncoder } from './sample-answer.ts';
import { sampleScripts, scriptFor } from './sample-scripts.ts';

export type SampleUpstream = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Breaks what is running and frees the port. */
  readonly close: () => Promise<void>;
};

/** Larger request bodies are refused with 413: samples need a few kilobytes. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Request header: how many times faster than human speed to answer, 0.1 to 1000. For tests and demonstrations. */
export const paceHeader = 'x-sample-pace';

const encoders: Readonly<Record<string, SampleEncoder>> = {
  '/v1/messages': encodeAnthropic,
  '/v1/chat/completions': encodeOpenai,
  '/api/chat': encodeOllama,
};

/** Starts it on a port that the OS chooses, on loopback. Rejects when loopback has none. */
export async function startSampleUpstream(): Promise<SampleUpstream> {
  let serial = 0;
  const server = createServer((request, response) => {
    serial += 1;
    // A client that leaves makes waits and writes fail: that ends this answer and concerns nobody else.
    answer(request, response, serial).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, serial: number): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const path = (request.url ?? '/').replace(/\?.*$/, '');
  if (request.method === 'GET' && path === '/v1/models') return send(response, modelList(), 1, left.signal);
  const encoder = encoders[path];
  if (!encoder || request.method !== 'POST') return send(response, unknownPath(path), 1, left.signal);
  const text = await readBody(request);
  if (text === null) return send(response, problem(413, 'The request is too large for a sample.'), 1, left.signal);
  const body = parseBody(text);
  if (!body) return send(response, problem(400, 'The request body is not a JSON object.'), 1, left.signal);
  const model = typeof body.model === 'string' ? body.model : 'sample';
  const facts = {
    // Ollama streams unless told otherwise, the others only when asked.
    isStreaming: path === '/api/chat' ? body.stream !== false : body.stream === true,
    wantsUsage: wantsUsage(body.stream_options),
    serial,
    nowMs: Date.now(),
  };
  await send(response, encoder(scriptFor(model), facts), readPace(request), left.signal);
}

async function send(
  response: ServerResponse,
  { status, headers, pieces, end }: SampleAnswer,
  pace: number,
  signal: AbortSignal,
): Promise<void> {
  response.socket?.setNoDelay(true);
  response.writeHead(status, { ...headers, server: 'wirelens-sample' });
  const isStream = pieces.length > 1;
  if (isStream) response.flushHeaders();
  // Waits are kept against the clock: otherwise a timer's millisecond per token adds up.
  let dueAt = performance.now();
  for (const piece of pieces) {
    dueAt += piece.waitMs / pace;
    const restMs = dueAt - performance.now();
    if (restMs > 1) await wait(restMs, undefined, { signal });
    if (piece.text !== '' && !response.write(piece.text)) await once(response, 'drain', { signal });
  }
  if (end === 'cut') response.destroy();
  else response.end();
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > maxBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

type SampleBody = { readonly model?: unknown; readonly stream?: unknown; readonly stream_options?: unknown };

function parseBody(text: string): SampleBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function wantsUsage(options: unknown): boolean {
  return (
    typeof options === 'object' && options !== null && 'include_usage' in options && options.include_usage === true
  );
}

function readPace(request: IncomingMessage): number {
  const pace = Number(request.headers[paceHeader] ?? 1);
  return pace >= 0.1 && pace <= 1000 ? pace : 1;
}

function modelList(): SampleAnswer {
  const data = sampleScripts.map(({ model }) => ({ id: model, object: 'model', created: 0, owned_by: 'wirelens' }));
  return jsonAnswer(200, {}, { object: 'list', data }, 0);
}

function unknownPath(path: string): SampleAnswer {
  return problem(404, `The sample upstream has no ${path}. It knows: ${Object.keys(encoders).join(', ')}, /v1/models.`);
}

function problem(status: number, message: string): SampleAnswer {
  return jsonAnswer(status, {}, { error: { message, type: 'invalid_request_error', param: null, code: null } }, 0);
}
