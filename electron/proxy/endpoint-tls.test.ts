/** Endpoints with their own authority and a client certificate, with a server that insists: requests, WebSockets, the test. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { EndpointTls } from '../../shared/model/upstream.ts';
import { startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { connectTo, secure, startIntercepting } from '../../tests/support/intercepting.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { createTestAuthority, type TestAuthority } from '../../tests/support/test-authority.ts';
import { testEndpoint } from '../app/endpoint-test.ts';
import { clientKeyReader, createEndpointTls } from './endpoint-tls.ts';
import { createExtraTrust } from './extra-trust.ts';
import { createTrustSource } from './upstream-trust.ts';

let folder: string;
let server: TestAuthority;
let client: TestAuthority;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-endpoint-'));
  [server, client] = [await createTestAuthority(), await createTestAuthority()];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing: EndpointTls = { ca: '', clientCertificate: '', clientKey: null, serverName: '' };
const environment = (): Record<string, string> => ({ CLIENT_KEY: client.key });
const readTls = () => createEndpointTls(clientKeyReader(environment(), () => null));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Lets nobody in without a certificate of the client's authority, and tells whose it was. */
async function startInsisting() {
  const options = { key: server.key, cert: server.cert, ca: client.ca, requestCert: true, rejectUnauthorized: true };
  const listener = https.createServer(options, (request, response) =>
    response.end(`hello ${(request.socket as TLSSocket).getPeerCertificate().subject.CN}`),
  );
  const sockets = new WebSocketServer({ server: listener });
  sockets.on('connection', (socket) => socket.send('hello socket'));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return keep({
    url: `https://localhost:${port}`,
    port,
    close: async () => {
      sockets.close();
      listener.closeAllConnections();
      listener.close();
    },
  });
}

function upstreamWith(url: string, tls: EndpointTls) {
  const plain = upstreamAt('up', url);
  return { ...plain, endpoints: plain.endpoints.map((endpoint) => ({ ...endpoint, tls })) };
}

const startFor = async (url: string, tls: EndpointTls) =>
  keep(await startProxy([upstreamWith(url, tls)], { endpointTls: readTls() }));

test.each([
  ['texts and a variable', () => ({ ca: server.ca, clientCertificate: client.cert })],
  ['files', () => ({ ca: write('ca.pem', server.ca), clientCertificate: write('client.pem', client.cert) })],
])('a server that insists on a client certificate is asked with %s', async (_, given) => {
  const insisting = await startInsisting();
  const tls = { ...nothing, ...given(), clientKey: { kind: 'env', variable: 'CLIENT_KEY' } } as const;
  const proxy = await startFor(insisting.url, tls);
  expect(await (await fetch(`${proxy.url}/up/x`)).text()).toBe('hello localhost');
  expect(await (await fetch(`${proxy.url}/up/y`)).text()).toBe('hello localhost');
  const [, second] = await proxy.sink.waitForEnds(2);
  expect(second?.connection?.isReused).toBe(true);
});

test('a WebSocket shows the certificate too', async () => {
  const insisting = await startInsisting();
  const both = write('both.pem', `${client.cert}\n${client.key}`);
  const proxy = await startFor(insisting.url, { ...nothing, ca: server.ca, clientCertificate: both });
  const socket = new WebSocket(`${proxy.url.replace('http', 'ws')}/up/live`);
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(message.toString()).toBe('hello socket');
  socket.terminate();
});

test('without the certificate the refusal is the reason in words', async () => {
  const insisting = await startInsisting();
  const proxy = await startFor(insisting.url, { ...nothing, ca: server.ca });
  const answer = await fetch(`${proxy.url}/up/x`);
  expect([answer.status, answer.headers.get('x-wirelens-error')]).toEqual([502, 'tls']);
});

test("an endpoint's authority is trusted for that endpoint only", async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('ok'), server));
  const url = `https://localhost:${upstream.port}`;
  const other = { ...upstreamAt('other', url) };
  const upstreams = [upstreamWith(url, { ...nothing, ca: server.ca }), other];
  const proxy = keep(await startProxy(upstreams, { endpointTls: readTls() }));
  expect((await fetch(`${proxy.url}/up/x`)).status).toBe(200);
  expect((await fetch(`${proxy.url}/other/x`)).status).toBe(502);
});

test('another server name is asked for and verified', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('ok'), server));
  const asLocalhost = { ...nothing, ca: server.ca, serverName: 'localhost' };
  const proxy = await startFor(`https://127.0.0.1:${upstream.port}`, asLocalhost);
  expect((await fetch(`${proxy.url}/up/x`)).status).toBe(200);
  const wrong = await startFor(`https://127.0.0.1:${upstream.port}`, { ...asLocalhost, serverName: 'example.org' });
  expect((await fetch(`${wrong.url}/up/x`)).status).toBe(502);
});

test.each([
  ['a file that is not there', { ca: '/nowhere/ca.pem' }, 'cannot be read (ENOENT)'],
  ['a file without certificates', { ca: '-----BEGIN NOTHING-----' }, 'no PEM certificate'],
  ['a certificate without a key', () => ({ clientCertificate: client.cert }), 'has no key'],
  [
    'the key of another',
    () => ({ clientCertificate: server.cert, clientKey: { kind: 'env', variable: 'CLIENT_KEY' } }),
    'does not belong',
  ],
  [
    'a variable that is not set',
    () => ({ clientCertificate: client.cert, clientKey: { kind: 'env', variable: 'NOT_SET' } }),
    'not available',
  ],
])('%s is said before anything is connected', async (_, given, words) => {
  const part = typeof given === 'function' ? given() : given;
  const proxy = await startFor('https://localhost:9', { ...nothing, ...part } as EndpointTls);
  const answer = await fetch(`${proxy.url}/up/x`);
  expect([answer.status, answer.headers.get('x-wirelens-error')]).toEqual([502, 'tls']);
  const text = await answer.text();
  expect(text).toContain(words);
  expect(text).not.toContain('PRIVATE KEY');
});

test('a renewed file counts a few seconds later, without a restart', () => {
  let now = 0;
  const read = createEndpointTls(
    () => null,
    () => now,
  );
  const file = write('ca.pem', server.ca);
  const endpoint = { name: 'main', tls: { ...nothing, ca: file } };
  const first = read('up', endpoint);
  write('ca.pem', client.ca);
  expect(read('up', endpoint)).toBe(first);
  now += 5001;
  expect(read('up', endpoint)).not.toEqual(first);
});

test('an intercepted host has the authority of its endpoint, not its client certificate', async () => {
  const insisting = await startInsisting();
  const upstream = keep(await startFakeUpstream((_, response) => response.end('ok'), server));
  const tls = { ...nothing, ca: server.ca, clientCertificate: client.cert, clientKey: null };
  const own = upstreamWith(`https://localhost:${upstream.port}`, {
    ...tls,
    clientKey: { kind: 'env', variable: 'CLIENT_KEY' },
  });
  const proxy = keep(
    await startIntercepting([{ host: 'localhost', action: 'intercept' }], {
      upstreams: () => [own],
      endpointTls: readTls(),
    }),
  );
  const ask = async (port: number): Promise<string> => {
    const options = { ca: proxy.authority.certificate, servername: 'localhost' };
    const socket = await secure(await connectTo(proxy.port, `localhost:${port}`), options);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  };
  expect(await ask(upstream.port)).toContain('200 OK');
  expect(await ask(insisting.port)).toContain('502');
});

test('the authorities of the environment and the company are trusted for every host', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('ok'), server));
  const problems: string[] = [];
  let companyCa = '';
  const environment = { NODE_EXTRA_CA_CERTS: write('extra.pem', server.ca) };
  const fromEnvironment = createExtraTrust({ environment, companyCa: () => '', onProblem: () => undefined });
  expect(fromEnvironment().some((pem) => server.ca.includes(pem.slice(30, 90)))).toBe(true);
  const extraCertificates = createExtraTrust({
    environment: {},
    companyCa: () => companyCa,
    onProblem: (problem) => problems.push(problem),
  });
  const proxy = keep(await startProxy([upstreamAt('up', `https://localhost:${upstream.port}`)], { extraCertificates }));
  const status = async (): Promise<number> => (await fetch(`${proxy.url}/up/x`)).status;
  expect(await status()).toBe(502);
  companyCa = server.ca;
  expect(await status()).toBe(200);
  companyCa = '/nowhere.pem';
  expect(await status()).toBe(502);
  expect(problems).toEqual([expect.stringContaining('/nowhere.pem')]);
});

test("an endpoint's test trusts and shows what its requests do", async () => {
  const insisting = await startInsisting();
  const way = { trust: createTrustSource(() => []), outgoing: () => null };
  const verdict = (part: Partial<EndpointTls>) => {
    const tls = { ...nothing, ...part };
    return testEndpoint({ url: insisting.url, verifyTls: true }, readTls()('up', { name: 'main', tls }), way);
  };
  const clientKey = { kind: 'env', variable: 'CLIENT_KEY' } as const;
  expect((await verdict({ ca: server.ca, clientCertificate: client.cert, clientKey })).text).toMatch(
    /^tls ok, \d+ ms$/,
  );
  expect((await verdict({ clientCertificate: client.cert, clientKey })).text).toContain('not trusted');
  expect((await verdict({ ca: server.ca })).text).toContain('client certificate');
  expect((await verdict({ ca: '/nowhere.pem' })).text).toContain('cannot be read');
});
