/**
 * Sessions over WebSocket against aimock: Gemini Live by base URL, OpenAI's official clients for Realtime and Responses with
 * their own address through HTTPS interception. What they hear must be what they hear without us.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import type { LiveServerMessage } from '@google/genai';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { openAuthority } from '../../electron/proxy/tls/authority.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { createConnectAgent, startTlsPipe } from '../support/connect-agent.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { createTestAuthority } from '../support/test-authority.ts';

let mock: LLMock;
let stack: Stack;
let folder: string;
let certificate: string;
let securedUrl: string;
let upstreamCa: string;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 6 });
  mock.onMessage('say hello', { content: 'Hello from the session, äöü 👋.' });
  await mock.start();
  const upstreamAuthority = await createTestAuthority();
  const secured = await startTlsPipe(mock.url, upstreamAuthority);
  securedUrl = secured.url;
  upstreamCa = upstreamAuthority.ca;
  cleanUps.push(secured.close);
  folder = mkdtempSync(join(tmpdir(), 'wirelens-sockets-'));
  const rules = [{ host: 'api.openai.com', action: 'redirect' as const, url: secured.url }];
  const authority = await openAuthority({
    dataFolder: folder,
    hosts: ['api.openai.com'],
    now: Date.now,
    onNotice: () => undefined,
  });
  certificate = authority.certificate;
  const { certificateFile, leafFor } = authority;
  const upstreams = presetUpstreams.map((upstream) => ({
    ...upstream,
    endpoints: upstream.endpoints.map((endpoint) => ({ ...endpoint, url: mock.url })),
  }));
  stack = await startStack(upstreams, {
    interception: () => ({ rules, leafFor, certificateFile }),
    extraCertificates: [upstreamAuthority.ca],
  });
});

afterAll(async () => {
  await stack?.close();
  for (const cleanUp of cleanUps) await cleanUp();
  await mock?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** This client speaks TLS only. */
async function realtime(baseURL: string, options: ClientOptions): Promise<string> {
  const client = new OpenAI({ apiKey: 'sk-test-0000000000abcd', baseURL });
  const session = new OpenAIRealtimeWS({ model: 'gpt-realtime', options }, client);
  let text = '';
  await new Promise<void>((resolve, reject) => {
    session.socket.once('open', () => {
      const content = [{ type: 'input_text' as const, text: 'say hello' }];
      session.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      session.send({ type: 'response.create' });
    });
    session.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    session.on('response.done', () => resolve());
    session.on('error', reject);
  });
  session.close();
  return text;
}

test('Realtime: the transcript of both sides is the completion, the log shows both directions', async () => {
  const before = stack.ended().length;
  const direct = await realtime(`${securedUrl}/v1`, { ca: upstreamCa });
  const agent = createConnectAgent(Number(new URL(stack.url).port), certificate);
  expect(await realtime('https://api.openai.com/v1', { agent })).toBe(direct);
  const session = (await stack.waitForEnded(before + 1)).at(-1);
  expect(session).toMatchObject({ format: 'openai-realtime', isWebSocket: true, end: 'complete', isVerbatim: true });
  expect(session?.row).toMatchObject({ kind: 'text', text: direct });
  const events = await stack.queries.events(session?.id ?? '', 0, 1000);
  expect(events.filter(({ origin }) => origin === 'client').map(({ type, reading }) => [type, reading])).toEqual([
    ['conversation.item.create', 'message user say hello'],
    ['response.create', ''],
    ['close', '1000 normal closure: OK'],
  ]);
  expect(events.filter(({ outcome }) => outcome === 'unknown' || outcome === 'malformed')).toEqual([]);
  const native = await stack.queries.native(session?.id ?? '');
  expect(native.ok && JSON.parse(native.value.completion).choices[0].text).toBe(direct);
});

/** Spoken by hand: the official SDK asks for `//ws/…`, which Google takes and aimock does not. */
async function live(baseUrl: string): Promise<string> {
  const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=test-key-0123456789';
  const socket = new WebSocket(baseUrl.replace('http', 'ws') + path);
  await once(socket, 'open');
  let text = '';
  const turn = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const { serverContent } = JSON.parse(String(data)) as LiveServerMessage;
      for (const part of serverContent?.modelTurn?.parts ?? []) text += part.text ?? '';
      if (serverContent?.turnComplete) resolve();
    });
  });
  socket.send(JSON.stringify({ setup: { model: 'models/gemini-2.0-flash-live-001' } }));
  const turns = [{ role: 'user', parts: [{ text: 'say hello' }] }];
  socket.send(JSON.stringify({ clientContent: { turns, turnComplete: true } }));
  await turn;
  socket.close(1000);
  return text;
}

test('Gemini Live: setup, turn and transcript', async () => {
  const before = stack.ended().length;
  const direct = await live(mock.url);
  expect(await live(`${stack.url}/gemini`)).toBe(direct);
  const session = (await stack.waitForEnded(before + 1)).at(-1);
  expect(session).toMatchObject({
    format: 'gemini-live',
    isWebSocket: true,
    model: 'gemini-2.0-flash-live-001',
    isVerbatim: true,
  });
  expect(session?.row).toMatchObject({ kind: 'text', text: direct });
  const events = await stack.queries.events(session?.id ?? '', 0, 1000);
  const types = (from: string) => events.filter(({ origin }) => origin === from).map(({ type }) => type);
  expect(types('client')).toEqual(['setup', 'clientContent', 'close']);
  expect(types('upstream').slice(0, 2)).toEqual(['setupComplete', 'modelTurn']);
  expect(events.filter(({ outcome }) => outcome === 'unknown' || outcome === 'malformed')).toEqual([]);
});

test('Responses with its own address, through interception: the turn is a row before the socket closes', async () => {
  const before = stack.ended().length;
  const agent = createConnectAgent(Number(new URL(stack.url).port), certificate);
  const socket = new ResponsesWS(new OpenAI({ apiKey: 'sk-test-0000000000abcd' }), { agent });
  let text = '';
  const answered = new Promise<void>((resolve, reject) => {
    socket.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    socket.on('response.completed', () => resolve());
    socket.on('error', reject);
  });
  socket.send({ type: 'response.create', model: 'gpt-5-codex', input: 'say hello' });
  await answered;
  const [turn] = (await stack.waitForEnded(before + 1)).slice(before);
  expect(turn).toMatchObject({ end: 'complete', format: 'openai-responses' });
  expect(turn?.turnOf).toMatchObject({ number: 1, previous: null });
  expect(turn?.row.text).toBe(text);
  socket.close();
  const connection = (await stack.waitForEnded(before + 2)).at(-1);
  expect(connection).toMatchObject({ id: turn?.turnOf?.connectionId, isVerbatim: true, end: 'complete' });
});
