/**
 * Clients that no base URL can serve, through HTTPS interception to hosts of the real names: Bedrock, whose signature
 * covers the host, Vertex AI, and agents that are logged in (Gemini CLI's Code Assist, Codex at chatgpt.com). Between us
 * and the provider stands a company's proxy, which is how names that nobody may ask here lead to servers of ours.
 */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { LLMock } from '@copilotkit/aimock';
import { GoogleGenAI } from '@google/genai';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import OpenAI from 'openai';
import { type Dispatcher, EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originOf } from '../../electron/proxy/origin.ts';
import { type Authority, openAuthority } from '../../electron/proxy/tls/authority.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { type Stack, startStack } from '../support/stack.ts';

const hosts = {
  bedrock: 'bedrock-runtime.us-east-1.amazonaws.com',
  vertex: 'europe-west4-aiplatform.googleapis.com',
  codeAssist: 'cloudcode-pa.googleapis.com',
  chatgpt: 'chatgpt.com',
};
const secretKey = 'wJalrXUtnFEMI/K7MDENG';

type Received = { readonly request: IncomingMessage; readonly body: Buffer };

let mock: LLMock;
let provider: https.Server;
let company: http.Server;
let stack: Stack;
let folders: readonly string[];
let ours: Authority;
let received: Received | null = null;
let usual: Dispatcher;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋.' });
  await mock.start();
  folders = ['ours', 'theirs'].map((name) => mkdtempSync(join(tmpdir(), `wirelens-${name}-`)));
  const open = (dataFolder: string) =>
    openAuthority({ dataFolder, hosts: Object.values(hosts), now: Date.now, onNotice: () => undefined });
  ours = await open(folders[0] ?? '');
  const theirs = await open(folders[1] ?? '');
  provider = await startProvider(theirs);
  company = await startCompanyProxy((provider.address() as AddressInfo).port);
  const companyUrl = `http://127.0.0.1:${(company.address() as AddressInfo).port}`;
  const rules = Object.values(hosts).map((host): HostRule => ({ host, action: 'intercept' }));
  const { certificateFile, leafFor, certificate } = ours;
  stack = await startStack(presetUpstreams, {
    interception: () => ({ rules, leafFor, certificateFile }),
    extraCertificates: [theirs.certificate],
    outgoing: () => originOf(companyUrl),
  });
  usual = getGlobalDispatcher();
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      httpProxy: stack.url,
      httpsProxy: stack.url,
      noProxy: 'none.invalid',
      requestTls: { ca: certificate },
    }),
  );
});

afterAll(async () => {
  if (usual !== undefined) setGlobalDispatcher(usual);
  await stack?.close();
  for (const server of [provider, company]) {
    server?.closeAllConnections();
    server?.close();
  }
  await mock?.stop();
  for (const folder of folders ?? []) rmSync(folder, { recursive: true, force: true });
});

/** Speaks for every host, each under its own name. */
async function startProvider(authority: Authority): Promise<https.Server> {
  const server = https.createServer(
    {
      SNICallback: (name, done) => {
        authority.leafFor(name).then(({ key, cert }) => done(null, tls.createSecureContext({ key, cert })), done);
      },
    },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received = { request, body: Buffer.concat(chunks) };
        answer(received, response);
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function answer({ request, body }: Received, response: ServerResponse): void {
  const { host = '', ...headers } = request.headers;
  const path = request.url ?? '/';
  if (host === hosts.vertex) stream(response, [geminiChunk('Hello '), geminiChunk('there, äöü 👋.', 'STOP')]);
  else if (host === hosts.codeAssist) {
    const chunks = [geminiChunk('Hello '), geminiChunk('there, äöü 👋.', 'STOP')];
    stream(
      response,
      chunks.map((chunk) => ({ response: chunk, traceId: 'trace-1' })),
    );
  } else {
    const { hostname, port } = new URL(mock.url);
    const options = { hostname, port, method: 'POST', path: path.replace('/backend-api/codex', '/v1'), headers };
    const onward = http.request(options, (told) => {
      response.writeHead(told.statusCode ?? 502, told.rawHeaders);
      told.pipe(response);
    });
    onward.end(body);
  }
}

function stream(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\r\n\r\n`);
  response.end();
}

/** @see https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
function geminiChunk(text: string, finishReason?: string): object {
  const candidate = { content: { role: 'model', parts: [{ text }] }, ...(finishReason ? { finishReason } : {}) };
  const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 5, totalTokenCount: 8 };
  return { candidates: [candidate], usageMetadata, modelVersion: 'gemini-2.5-flash' };
}

/** Takes CONNECT for any name, and leads it to the one provider. */
async function startCompanyProxy(port: number): Promise<http.Server> {
  const server = http.createServer();
  server.on('connect', (_request, client: net.Socket, head: Buffer) => {
    const onward = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(client);
      client.pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** What a run of `act` gave, and the exchange that it made. */
async function through<Value>(act: () => Promise<Value>): Promise<{ value: Value; row: ExchangeSummary }> {
  const before = stack.ended().length;
  const value = await act();
  const row = (await stack.waitForEnded(before + 1)).at(-1) as ExchangeSummary;
  expect(stack.faults()).toEqual([]);
  return { value, row };
}

/** An agent for https that goes through our proxy: CONNECT, then TLS with our authority. */
function proxyAgent(): https.Agent {
  const agent = new https.Agent({ keepAlive: false });
  const { hostname, port } = new URL(stack.url);
  agent.createConnection = (options, done) => {
    const host = String(options.host);
    const request = http.request({ hostname, port, method: 'CONNECT', path: `${host}:443`, agent: false });
    request.on('error', (error) => done?.(error, undefined as never));
    request.on('connect', (_answer, socket) => {
      const secure = tls.connect({ socket, servername: host, ca: ours.certificate }, () => done?.(null, secure));
      secure.on('error', (error) => done?.(error, undefined as never));
    });
    request.end();
    return undefined;
  };
  return agent;
}

test('Bedrock: the AWS SDK signs its real host, and the signature still holds at the provider', async () => {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secretKey, sessionToken: 'session-token-0123' },
    requestHandler: new NodeHttpHandler({ httpsAgent: proxyAgent() }),
    maxAttempts: 1,
  });
  const { value, row } = await through(async () => {
    const messages = [{ role: 'user' as const, content: [{ text: 'say hello' }] }];
    const { stream: events } = await client.send(
      new ConverseStreamCommand({ modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0', messages }),
    );
    let text = '';
    for await (const event of events ?? []) text += event.contentBlockDelta?.delta?.text ?? '';
    return text;
  });
  expect(value).toBe('Hello there, äöü 👋.');
  expect(row).toMatchObject({ format: 'bedrock-converse', end: 'complete', isVerbatim: true, status: 200 });
  expect(row.row.text).toContain('Hello there');
  const { request, body } = received as Received;
  expect(request.headers.host).toBe(hosts.bedrock);
  const given = /Signature=([0-9a-f]{64})/.exec(request.headers.authorization ?? '')?.[1];
  expect(given).toBe(signatureOf(request, body));
  // Neither the signature nor the session's token is kept.
  const snapshot = JSON.stringify(await stack.queries.snapshot(row.id));
  expect(snapshot).not.toContain(given);
  expect(snapshot).not.toContain('session-token-0123');
});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(request: IncomingMessage, body: Buffer): string {
  const authorization = request.headers.authorization ?? '';
  const scope = /Credential=[^/]+\/([^,]+)/.exec(authorization)?.[1] ?? '';
  const signed = (/SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '').split(';');
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    path.split('/').map(encodeURIComponent).join('/'),
    query,
    ...signed.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
  const date = String(request.headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce((last: Buffer, part) => hmac(last, part), Buffer.from(`AWS4${secretKey}`));
  return hmac(key, text).toString('hex');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

test('Vertex AI: Google’s SDK with its own login', async () => {
  // As google-auth-library's clients have it, with a token that somebody fetched.
  const login = {
    getRequestHeaders: async () => new Headers({ authorization: 'Bearer ya29.secret-token-0123456789' }),
  };
  const sdk = new GoogleGenAI({
    vertexai: true,
    project: 'my-project',
    location: 'europe-west4',
    googleAuthOptions: { authClient: login as never },
  });
  const { value, row } = await through(async () => {
    const chunks = await sdk.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'say hello' });
    let text = '';
    for await (const chunk of chunks) text += chunk.text ?? '';
    return text;
  });
  expect(value).toBe('Hello there, äöü 👋.');
  expect(row).toMatchObject({ format: 'gemini-generate', end: 'complete', isVerbatim: true, status: 200 });
  expect(row).toMatchObject({ model: 'gemini-2.5-flash', usage: { inputTokens: 3, outputTokens: 5 } });
  expect(JSON.stringify(await stack.queries.snapshot(row.id))).not.toContain('ya29.secret');
});

test('Code Assist, as Gemini CLI uses it when logged in: the wrapper is seen through', async () => {
  const url = `https://${hosts.codeAssist}/v1internal:streamGenerateContent?alt=sse`;
  const request = { contents: [{ role: 'user', parts: [{ text: 'say hello' }] }] };
  const { value, row } = await through(async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ya29.secret-token-0123456789' },
      body: JSON.stringify({ model: 'gemini-2.5-flash', project: 'my-project', user_prompt_id: 'p1', request }),
    });
    return response.text();
  });
  expect(value).toContain('"traceId":"trace-1"');
  expect(row).toMatchObject({ format: 'gemini-generate', end: 'complete', isVerbatim: true });
  expect(row).toMatchObject({ model: 'gemini-2.5-flash', usage: { inputTokens: 3, outputTokens: 5 } });
  expect(row.row.text).toContain('Hello there');
});

test('chatgpt.com, as Codex uses it when logged in: Responses under a path of its own', async () => {
  const sdk = new OpenAI({
    apiKey: 'eyJhbGciOi.secret.login',
    baseURL: `https://${hosts.chatgpt}/backend-api/codex`,
    defaultHeaders: { 'chatgpt-account-id': 'account-1', originator: 'codex_cli_rs' },
    maxRetries: 0,
  });
  const { value, row } = await through(async () => {
    const input = [{ role: 'user' as const, content: 'say hello' }];
    const events = await sdk.responses.create({ model: 'gpt-5-codex', input, stream: true, store: false });
    let text = '';
    for await (const event of events) if (event.type === 'response.output_text.delta') text += event.delta;
    return text;
  });
  expect(value).toBe('Hello there, äöü 👋.');
  expect(row).toMatchObject({ format: 'openai-responses', end: 'complete', isVerbatim: true });
  expect(row.row.text).toContain('Hello there');
  expect(JSON.stringify(await stack.queries.snapshot(row.id))).not.toContain('secret.login');
});
