/** The provider of all agents: aimock, in the clear and behind TLS, with one answer to everything or a script. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { createTestAuthority } from '../support/test-authority.ts';
import type { CacheUsage } from './cache-accounts.ts';

export type MockProvider = {
  /** `https://localhost:<port>`. */
  readonly url: string;
  /** PEM file of who signed its certificate. */
  readonly certificateFile: string;
  /** What it says to everything. */
  readonly answer: string;
  readonly close: () => Promise<void>;
};

/** What it says to each request, and what usage it tells of its input. */
export type Script = {
  readonly answer: (request: ChatCompletionRequest) => FixtureResponse;
  readonly usage: (body: string) => CacheUsage;
};

/** @param folder where the certificate is put */
export async function startMockProvider(folder: string, script: Script | null = null): Promise<MockProvider> {
  const answer = 'Hello from the mock, äöü 👋.';
  const mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.on({ predicate: () => true }, script?.answer ?? { content: answer });
  await mock.start();
  const { ca, key, cert } = await createTestAuthority();
  const certificateFile = join(folder, 'provider-ca.pem');
  writeFileSync(certificateFile, ca);
  const server = https.createServer({ key, cert }, (request, response) =>
    script === null ? forward(mock.url, request, response) : void accounted(mock.url, script, request, response),
  );
  server.on('upgrade', (request, socket, head) => forwardUpgrade(mock.url, request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificateFile,
    answer,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await mock.stop();
    },
  };
}

function onward(target: string, { method = 'GET', url = '/', headers }: IncomingMessage): http.ClientRequest {
  const { hostname, port } = new URL(target);
  return http.request({ hostname, port, method, path: url, headers });
}

function forward(target: string, request: IncomingMessage, response: http.ServerResponse): void {
  const upstream = onward(target, request);
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}

/** As `forward`, with the script's usage in the answer's first event and as much output as it has characters. */
async function accounted(target: string, { usage }: Script, request: IncomingMessage, response: ServerResponse) {
  const body = await text(request);
  const upstream = onward(target, request);
  upstream.on('error', () => response.destroy());
  upstream.end(body);
  const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  const input = request.url?.startsWith('/v1/messages') && body !== '' ? usage(body) : null;
  let said = 0;
  for await (const line of createInterface({ input: answer })) {
    said += line.length;
    const told = line.includes('"usage"') && input !== null ? withUsage(line, input, Math.ceil(said / 40)) : line;
    response.write(`${told}\n`);
  }
  response.end();
}

function withUsage(line: string, input: CacheUsage, output: number): string {
  const event = JSON.parse(line.slice('data: '.length)) as { message?: { usage: object }; usage?: object };
  if (event.message !== undefined) event.message.usage = { ...input, output_tokens: 1 };
  else event.usage = { output_tokens: output };
  return `data: ${JSON.stringify(event)}`;
}

function forwardUpgrade(target: string, request: IncomingMessage, client: Duplex, head: Buffer): void {
  const upstream = onward(target, request);
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  upstream.on('response', ({ statusCode }) => {
    client.end(`HTTP/1.1 ${statusCode} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  upstream.on('upgrade', (answer, socket, early) => {
    let text = 'HTTP/1.1 101 Switching Protocols\r\n';
    answer.rawHeaders.forEach((word, index) => {
      text += index % 2 === 0 ? `${word}: ` : `${word}\r\n`;
    });
    client.write(`${text}\r\n`);
    socket.write(head);
    client.write(early);
    socket.on('error', () => client.destroy());
    socket.pipe(client);
    client.pipe(socket);
  });
  upstream.end();
}
