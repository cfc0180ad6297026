/**
 * Official SDKs with their providers' own addresses, through HTTPS interception, answered by aimock behind TLS: they must
 * get what they get from it straight, and the exchange must be as whole as with a base URL.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuthority } from '../../electron/proxy/tls/authority.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { createTestAuthority } from '../support/test-authority.ts';

let mock: LLMock;
let stack: Stack;
let secured: https.Server;
let folder: string;
let proxied: typeof globalThis.fetch;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋 and goodbye.', id: 'fixed-1', created: 1_760_000_000 });
  await mock.start();
  const upstreamAuthority = await createTestAuthority();
  secured = await startTlsFront(mock.url, upstreamAuthority);
  folder = mkdtempSync(join(tmpdir(), 'wirelens-sdks-'));
  const url = `https://localhost:${(secured.address() as AddressInfo).port}`;
  const hosts = ['api.openai.com', 'api.anthropic.com'];
  const rules = hosts.map((host): HostRule => ({ host, action: 'redirect', url }));
  const authority = await openAuthority({ dataFolder: folder, hosts, now: Date.now, onNotice: () => undefined });
  const { certificateFile, leafFor } = authority;
  stack = await startStack(presetUpstreams, {
    interception: () => ({ rules, leafFor, certificateFile }),
    extraCertificates: [upstreamAuthority.ca],
  });
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: stack.url,
    httpsProxy: stack.url,
    noProxy: '',
    requestTls: { ca: authority.certificate },
  });
  proxied = ((input: string, init: object) => undiciFetch(input, { ...init, dispatcher })) as typeof globalThis.fetch;
});

afterAll(async () => {
  await stack?.close();
  secured?.closeAllConnections();
  secured?.close();
  await mock?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** https in front of a plain server, every byte of a body as it comes. */
async function startTlsFront(target: string, keys: { readonly key: string; readonly cert: string }) {
  const { hostname, port } = new URL(target);
  const server = https.createServer({ key: keys.key, cert: keys.cert }, (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const messages = [{ role: 'user' as const, content: 'say hello' }];

test('the OpenAI SDK, streamed', async () => {
  const ask = async (client: OpenAI): Promise<unknown[]> => {
    const chunks: unknown[] = [];
    const stream = await client.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true });
    for await (const chunk of stream) chunks.push(chunk);
    return chunks;
  };
  const direct = await ask(new OpenAI({ apiKey: 'sk-x', baseURL: `${mock.url}/v1`, maxRetries: 0 }));
  const before = stack.ended().length;
  const through = await ask(new OpenAI({ apiKey: 'sk-x', fetch: proxied, maxRetries: 0 }));
  expect(through).toEqual(direct);
  const summary = (await stack.waitForEnded(before + 1)).at(-1);
  expect(summary).toMatchObject({ upstream: 'openai', format: 'openai-chat', end: 'complete', isVerbatim: true });
  expect(summary?.row.text).toContain('Hello there');
  expect(summary?.client.program).toContain('openai');
});

test('the Anthropic SDK, streamed', async () => {
  const ask = async (client: Anthropic): Promise<string> => {
    const stream = client.messages.stream({ model: 'claude-x', max_tokens: 100, messages });
    return JSON.stringify((await stream.finalMessage()).content);
  };
  const direct = await ask(new Anthropic({ apiKey: 'sk-x', baseURL: mock.url, maxRetries: 0 }));
  const before = stack.ended().length;
  const through = await ask(new Anthropic({ apiKey: 'sk-x', fetch: proxied, maxRetries: 0 }));
  expect(through).toBe(direct);
  const summary = (await stack.waitForEnded(before + 1)).at(-1);
  expect(summary).toMatchObject({ upstream: 'anthropic', format: 'anthropic-messages', end: 'complete' });
  expect(summary?.row.text).toContain('Hello there');
});

test('a tunnel is a row of its own: its bytes are counted, none of them is kept', async () => {
  const before = stack.ended().length;
  const { port } = new URL(mock.url);
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: stack.url, httpsProxy: stack.url, noProxy: '' });
  const answer = await undiciFetch(`http://localhost:${port}/nowhere`, { dispatcher });
  await answer.text();
  await dispatcher.close();
  const summary = (await stack.waitForEnded(before + 1)).at(-1);
  expect(summary).toMatchObject({ method: 'CONNECT', target: `localhost:${port}`, upstream: null, isWebSocket: false });
  expect(summary?.requestBytes).toBeGreaterThan(0);
  expect(summary?.responseBytes).toBeGreaterThan(0);
  await stack.capture.flush();
  const body = await stack.queries.body({
    id: summary?.id ?? '',
    direction: 'response',
    isDecoded: false,
    start: 0,
    end: 100,
  });
  expect(body.ok ? body.value.totalBytes : 0).toBe(0);
});
