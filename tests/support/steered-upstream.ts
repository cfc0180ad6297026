/** An OpenAI-like upstream on loopback whose streams a test writes token by token, so that nothing depends on time. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SteeredStream = {
  readonly path: string;
  /** Writes one chunk of text, as one event. */
  readonly sendText: (text: string) => void;
  /** Finish reason, usage, `[DONE]`, end of the body. */
  readonly finish: () => void;
  /** Cuts the connection in the middle of the stream. */
  readonly die: () => void;
  /** Resolves when the other side has gone. */
  readonly gone: Promise<void>;
};

export type SteeredUpstream = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The next request that has arrived and was answered with a 200 and an open stream. */
  readonly nextStream: () => Promise<SteeredStream>;
  /** Answers the next request with this instead of a stream. */
  readonly refuseNext: (status: number, body: unknown) => void;
  readonly close: () => Promise<void>;
};

export async function startSteeredUpstream(): Promise<SteeredUpstream> {
  const streams: SteeredStream[] = [];
  const waiting: ((stream: SteeredStream) => void)[] = [];
  const refusals: { readonly status: number; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    // As models do: nothing is said before the request is whole.
    request.on('end', () => {
      const refusal = refusals.shift();
      if (refusal) return refuse(response, refusal.status, refusal.body);
      const stream = openStream(request, response);
      const waiter = waiting.shift();
      if (waiter) waiter(stream);
      else streams.push(stream);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextStream: async () => streams.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    refuseNext: (status, body) => void refusals.push({ status, body }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** @see https://platform.openai.com/docs/api-reference/chat-streaming (the shape of the chunks) */
function openStream(request: IncomingMessage, response: ServerResponse): SteeredStream {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const send = (choices: readonly unknown[], more: object = {}) => {
    const chunk = { id: 'chatcmpl-steered', object: 'chat.completion.chunk', created: 1, model: 'steered-1', choices };
    response.write(`data: ${JSON.stringify({ ...chunk, ...more })}\n\n`);
  };
  return {
    path: request.url ?? '',
    sendText: (content) => send([{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }]),
    finish: () => {
      send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
      send([], { usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
      response.end('data: [DONE]\n\n');
    },
    die: () => response.socket?.resetAndDestroy(),
    gone: once(response, 'close').then(() => undefined),
  };
}
