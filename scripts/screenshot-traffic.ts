/** Traffic for pictures that the sample has none of: a stream that is cut, one that its program leaves, one with findings. */
import { once } from 'node:events';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type TroubledUpstream = { readonly url: string; readonly close: () => Promise<void> };

const answer = [
  'The relay holds the response open while the upstream is quiet, so a client cannot tell a slow model from a dead one.',
  'Three places matter:\n\n1. `relay.ts` starts no idle timer, which is right\n2. `probe.ts` treats the first byte as',
  'success, which is not: a 200 with an empty body passes\n3. `backoff.ts` never looks at `retry-after`',
].join(' ');

/** Speaks Anthropic's Messages; what it does is named by the request's `x-case`: `cut`, `endless`, `odd` or `brisk` (well, and soon over). */
export async function startTroubledUpstream(): Promise<TroubledUpstream> {
  const server = createServer((request, response) => {
    request.resume();
    response.on('error', () => {});
    request.on('end', () => void play(String(request.headers['x-case']), response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function play(name: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_7Hk2f0' });
  const send = (item: { readonly type: string }) =>
    response.write(`event: ${item.type}\ndata: ${JSON.stringify(item)}\n\n`);
  const usage = { input_tokens: 884, cache_read_input_tokens: 8320, output_tokens: 1 };
  const message = { id: 'msg_01', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage };
  send({ type: 'message_start', message } as { type: string });
  send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string });
  const words = answer.match(/\s*\S+/g) ?? [];
  for (let index = 0; index < (name === 'endless' ? 400 : words.length) && !response.destroyed; index += 1) {
    const delta = { type: 'text_delta', text: words[index % words.length] };
    send({ type: 'content_block_delta', index: 0, delta } as { type: string });
    if (name === 'odd' && index === 14) response.write('event: content_block_delta\ndata: {"type": broken\n\n');
    if (name === 'odd' && index === 22) send({ type: 'content_block_glow' });
    await wait(name === 'brisk' ? 4 : 20 + ((index * 37) % 50));
  }
  if (name === 'brisk') send({ type: 'message_stop' });
  if (name === 'odd' || name === 'brisk') response.end();
  await wait(1400);
  if (name === 'cut') response.socket?.resetAndDestroy();
}

/** One request through the proxy; resolves when its response has ended, in whatever way. */
export function ask(
  proxyUrl: string,
  name: string,
  question: string,
  leaveAfterMs: number | null = null,
): Promise<void> {
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 1024,
    stream: true,
    messages: [{ role: 'user', content: question }],
  });
  return new Promise((resolve) => {
    const request = httpRequest(`${proxyUrl}/edge-gateway/v1/messages`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'x-api-key': 'sk-ant-picture-0123456789a1b2',
        'anthropic-version': '2023-06-01',
        'user-agent': 'claude-cli/2.0.14 (external, cli)',
        'x-case': name,
      },
    });
    request.on('error', () => resolve());
    request.on('response', (response) => {
      response.on('error', () => {});
      response.on('close', () => resolve());
      response.resume();
    });
    request.end(body);
    if (leaveAfterMs !== null) setTimeout(() => request.destroy(), leaveAfterMs);
  });
}
