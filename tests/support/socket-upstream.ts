/** An upstream that speaks Responses over WebSocket and Realtime, one message at a time, as a test tells it to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export type SocketUpstream = {
  readonly url: string;
  /** The next client that connects. */
  readonly nextSocket: () => Promise<UpstreamSocket>;
  readonly close: () => Promise<void>;
};

export type UpstreamSocket = {
  readonly socket: WebSocket;
  readonly send: (message: object) => void;
  /** The next message of the client, parsed. */
  readonly next: () => Promise<Record<string, unknown>>;
};

/** Listens on a port of its own; messages are compressed where the client can. */
export async function startSocketUpstream(): Promise<SocketUpstream> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: { threshold: 0 } });
  await once(server, 'listening');
  const arrived: UpstreamSocket[] = [];
  const waiting: ((socket: UpstreamSocket) => void)[] = [];
  server.on('connection', (socket) => {
    const wrapped = wrap(socket);
    const taker = waiting.shift();
    if (taker) taker(wrapped);
    else arrived.push(wrapped);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextSocket: () => {
      const there = arrived.shift();
      return there ? Promise.resolve(there) : new Promise((resolve) => waiting.push(resolve));
    },
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function wrap(socket: WebSocket): UpstreamSocket {
  const heard: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    const taker = waiting.shift();
    if (taker) taker(message);
    else heard.push(message);
  });
  return {
    socket,
    send: (message) => socket.send(JSON.stringify(message)),
    next: () => {
      const there = heard.shift();
      return there ? Promise.resolve(there) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** The events of one answer of text, in pieces; `until` stops before the end. */
export function answerEvents(id: string, pieces: readonly string[]): readonly object[] {
  const response = { id, object: 'response', model: 'gpt-5-codex', status: 'in_progress', output: [] as object[] };
  const item = { id: `msg_${id}`, type: 'message', role: 'assistant', status: 'completed' };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const text = pieces.join('');
  const part = { type: 'output_text', text, annotations: [] };
  const done = { ...response, status: 'completed', output: [{ ...item, content: [part] }], usage };
  return [
    { type: 'response.created', response },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta })),
    { type: 'response.output_text.done', ...place, text },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', output_index: 0, item: { ...item, content: [part] } },
    { type: 'response.completed', response: done },
  ].map((event, index) => ({ ...event, sequence_number: index }));
}

const usage = {
  input_tokens: 412,
  input_tokens_details: { cached_tokens: 128 },
  output_tokens: 24,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 436,
};
