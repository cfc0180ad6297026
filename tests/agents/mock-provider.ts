/** The provider of all agents: aimock, in the clear and behind TLS, with one answer to everything. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { LLMock } from '@copilotkit/aimock';
import { createTestAuthority } from '../support/test-authority.ts';

export type MockProvider = {
  /** `https://localhost:<port>`. */
  readonly url: string;
  /** PEM file of who signed its certificate. */
  readonly certificateFile: string;
  /** What it says to everything. */
  readonly answer: string;
  readonly close: () => Promise<void>;
};

/** @param folder where the certificate is put */
export async function startMockProvider(folder: string): Promise<MockProvider> {
  const answer = 'Hello from the mock, äöü 👋.';
  const mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.on({ predicate: () => true }, { content: answer });
  await mock.start();
  const { ca, key, cert } = await createTestAuthority();
  const certificateFile = join(folder, 'provider-ca.pem');
  writeFileSync(certificateFile, ca);
  const server = https.createServer({ key, cert }, (request, response) => forward(mock.url, request, response));
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
