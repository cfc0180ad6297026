/** Interception with real sockets: what programs see, what is recorded, and what happens when they do not want it. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createEndpoint, presetUpstreams } from '../../../shared/upstreams/presets.ts';
import { atLength } from '../../../tests/support/at-length.ts';
import { startFakeUpstream, startRawUpstream } from '../../../tests/support/fake-upstream.ts';
import { connectTo, type InterceptingProxy, secure, startIntercepting } from '../../../tests/support/intercepting.ts';
import { keep } from '../../../tests/support/keep-open.ts';
import { connectRaw } from '../../../tests/support/raw-client.ts';
import { createTestAuthority } from '../../../tests/support/test-authority.ts';

const sse = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';

/** `api.openai.com` and `api.anthropic.com` answered by a plain upstream at this machine. */
async function redirected(
  handler: Parameters<typeof startFakeUpstream>[0] = (_, response) => response.end('ok'),
): Promise<InterceptingProxy & { readonly upstream: Awaited<ReturnType<typeof startFakeUpstream>> }> {
  const upstream = keep(await startFakeUpstream(handler));
  const rules = ['api.openai.com', 'api.anthropic.com'].map(
    (host) => ({ host, action: 'redirect', url: upstream.url }) as const,
  );
  return { ...keep(await startIntercepting(rules)), upstream };
}

/** A TLS connection to `host` through the proxy, trusting only the proxy's authority. */
async function secureTo(proxy: InterceptingProxy, host: string, options: tls.ConnectionOptions = {}) {
  const client = await connectTo(proxy.port, `${host}:443`);
  return secure(client, { ca: proxy.authority.certificate, servername: host, ...options });
}

/** Sends a request in full and resolves with everything until the connection closes. */
async function ask(socket: Socket, text: string): Promise<string> {
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const chat = '{"model":"gpt-4o-mini","messages":[]}';
const postChat = `POST /v1/chat/completions HTTP/1.1\r\nHost: api.openai.com\r\nauthorization: Bearer sk-test-0123456789abcdef\r\nX-Case: Kept\r\nContent-Length: ${chat.length}\r\nConnection: close\r\n\r\n${chat}`;

test('a request through interception is an exchange like any other, redirected and with its headers as they were', async () => {
  const proxy = await redirected((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: [DONE]\n\n');
  });
  const socket = await secureTo(proxy, 'api.openai.com');
  expect(socket.alpnProtocol).toBe(false);
  const answer = await ask(socket, postChat);
  expect(answer).toContain('data: [DONE]');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({
    method: 'POST',
    path: '/v1/chat/completions',
    upstream: 'openai',
    endpoint: 'redirect',
    upstreamUrl: `${proxy.upstream.url}/v1/chat/completions`,
    format: 'openai-chat',
  });
  expect(exchange?.end?.end).toBe('complete');
  const raw = proxy.upstream.requests[0]?.rawHeaders ?? [];
  expect(raw).toContain('X-Case');
  expect(raw[1]).toBe(new URL(proxy.upstream.url).host);
  expect(proxy.sink.allText()).not.toContain('0123456789');
  expect(proxy.sink.exchanges).toHaveLength(1);
  expect(proxy.faults).toEqual([]);
});

test('without a redirect it goes to the host that was meant, whose certificate is verified, with Host as it was', async () => {
  const authority = await createTestAuthority();
  const upstream = keep(await startFakeUpstream((request, response) => response.end(request.headers.host), authority));
  const rules = [{ host: 'localhost', action: 'intercept' }] as const;
  const proxy = keep(await startIntercepting(rules, { extraCertificates: [authority.ca] }));
  const client = await connectTo(proxy.port, `localhost:${upstream.port}`);
  const socket = await secure(client, { ca: proxy.authority.certificate, servername: 'localhost' });
  expect(socket.getPeerCertificate().issuer.O).toBe('Wirelens on this machine');
  expect(await ask(socket, 'GET /x HTTP/1.1\r\nHost: Odd.Host:99\r\nConnection: close\r\n\r\n')).toContain(
    'Odd.Host:99',
  );
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ upstream: 'localhost', endpoint: 'original' });
});

test('a host whose own certificate is bad is a 502, not a connection', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('never'), await createTestAuthority()));
  const proxy = keep(await startIntercepting([{ host: 'localhost', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `localhost:${upstream.port}`);
  const socket = await secure(client, { ca: proxy.authority.certificate, servername: 'localhost' });
  const answer = await ask(socket, 'GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(answer).toContain('502 Bad Gateway');
  expect(answer).toContain('x-wirelens-error: tls');
  expect(upstream.requests).toHaveLength(0);
});

test('an endpoint that several upstreams share is the one of the upstream whose host was meant', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('ok')));
  const rules = [{ host: 'api.openai.com', action: 'redirect', url: upstream.url }] as const;
  const shared = presetUpstreams.map((preset) => ({
    ...preset,
    endpoints: [...preset.endpoints, { ...createEndpoint('mock', upstream.url, 'authorization-bearer') }],
  }));
  const others = shared.filter(({ name }) => name !== 'openai');
  const openai = shared.filter(({ name }) => name === 'openai');
  const proxy = keep(await startIntercepting(rules, { upstreams: () => [...others, ...openai] }));
  expect(await ask(await secureTo(proxy, 'api.openai.com'), postChat)).toContain('200 OK');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ upstream: 'openai', endpoint: 'mock' });
});

test('a redirect to a known endpoint brings its headers and key, but not for web pages', async () => {
  const upstream = keep(await startFakeUpstream((request, response) => response.end(request.headers.authorization)));
  const rules = [{ host: 'api.openai.com', action: 'redirect', url: upstream.url }] as const;
  const key = { kind: 'env', variable: 'KEY' } as const;
  const endpoint = {
    name: 'mine',
    url: upstream.url,
    headers: [],
    key,
    keyPlacement: 'authorization-bearer',
    verifyTls: true,
  } as const;
  const mine = {
    name: 'mine',
    title: 'Mine',
    isEnabled: false,
    activeEndpoint: 'mine',
    endpoints: [endpoint],
    deathNotice: 'error-event',
    errorShape: 'openai',
    defaultFormat: 'unknown',
    isPreset: false,
  } as const;
  const proxy = keep(await startIntercepting(rules, { upstreams: () => [mine], endpointKey: () => 'sk-stored' }));
  expect(await ask(await secureTo(proxy, 'api.openai.com'), postChat)).toContain('Bearer sk-stored');
  const page = postChat.replace('X-Case: Kept', 'Origin: https://evil.example');
  const refused = await ask(await secureTo(proxy, 'api.openai.com'), page);
  expect(refused).toContain('403 Forbidden');
  expect(upstream.requests).toHaveLength(1);
});

test('several requests on one connection, each its own exchange', async () => {
  const proxy = await redirected();
  const socket = await secureTo(proxy, 'api.anthropic.com');
  socket.write(
    'GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\nGET /v1/models?page=2 HTTP/1.1\r\nHost: api.anthropic.com\r\nConnection: close\r\n\r\n',
  );
  socket.resume();
  await once(socket, 'close');
  const exchanges = await proxy.sink.waitForEnds(2);
  expect(exchanges.map(({ start }) => start.target)).toEqual(['/v1/models', '/v1/models?page=2']);
  expect(exchanges.map(({ start }) => start.upstream)).toEqual(['anthropic', 'anthropic']);
});

test('a cut stream through interception is told as everywhere', async () => {
  const proxy = await redirected((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[]}\n\n', () => response.socket?.resetAndDestroy());
  });
  const answer = await ask(await secureTo(proxy, 'api.openai.com'), postChat);
  expect(answer).toContain('The answer was cut off');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('truncated');
});

test('a body without a length that is cut ends in a reset below TLS, not in a clean end', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\npart', () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        );
      });
    }),
  );
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'redirect', url: upstream.url }]));
  const socket = await secureTo(proxy, 'api.openai.com');
  const failed = once(socket, 'error');
  socket.resume();
  socket.write('GET /x HTTP/1.0\r\nHost: api.openai.com\r\n\r\n');
  const [error] = (await failed) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
  expect(proxy.faults).toEqual([]);
});

test('a client that leaves in the middle of a stream takes the upstream along', async () => {
  let gone = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const proxy = await redirected((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(sse);
    response.on('close', gone);
  });
  const socket = await secureTo(proxy, 'api.anthropic.com');
  socket.write('GET /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n');
  await once(socket, 'data');
  socket.destroy();
  await left;
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('client-aborted');
});

test('a WebSocket inside interception passes', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket, request) => socket.on('message', (data) => socket.send(`${request.url} ${data}`)));
  const { port } = server.address() as { port: number };
  const rules = [{ host: 'api.openai.com', action: 'redirect', url: `http://127.0.0.1:${port}` }] as const;
  const proxy = keep(await startIntercepting(rules));
  const transport = await secureTo(proxy, 'api.openai.com');
  const client = new WebSocket('wss://api.openai.com/v1/realtime?model=x', { createConnection: () => transport });
  await once(client, 'open');
  client.send('hello');
  const [message] = (await once(client, 'message')) as [Buffer];
  expect(message.toString()).toBe('/v1/realtime?model=x hello');
  client.close();
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start.upstream).toBe('openai');
  expect(exchange?.response?.status).toBe(101);
  server.close();
});

test('plain HTTP inside a CONNECT is served too', async () => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:80');
  client.write(postChat);
  expect((await client.closed).text).toContain('200 OK');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start.upstream).toBe('openai');
});

test('a handshake that comes byte by byte is waited for', async () => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  client.socket.removeAllListeners('data');
  const slow = new Duplex({
    read() {},
    async write(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) {
        client.socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      done();
    },
  });
  client.socket.on('data', (chunk) => slow.push(chunk));
  const socket = tls.connect({ socket: slow, ca: proxy.authority.certificate, servername: 'api.openai.com' });
  await once(socket, 'secureConnect');
  socket.write(postChat);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('200 OK');
  client.socket.destroy();
});

test.each([
  ['a record that is no handshake', Buffer.from([0x16, 3, 1, 0, 5, 99, 1, 2, 3, 4])],
  ['random bytes behind a handshake header', Buffer.concat([Buffer.from([0x16, 3, 1, 1, 0]), Buffer.alloc(300, 7)])],
])('%s is shown as a failure, and nothing hangs', async (_, bytes) => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  client.socket.write(bytes);
  await client.closed;
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ method: 'CONNECT', target: 'api.openai.com:443' });
  expect(exchange?.end).toMatchObject({ end: 'failed', failure: { kind: 'tls' } });
  expect(exchange?.end?.failure?.message).toContain('no TLS handshake');
});

test('a program that does not trust the authority is shown as such, with what to do', async () => {
  const proxy = await redirected();
  const other = await createTestAuthority();
  await expect(secureTo(proxy, 'api.openai.com', { ca: other.ca })).rejects.toThrow(/self.signed|unable to/i);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start.target).toBe('api.openai.com:443');
  expect(exchange?.end?.failure).toMatchObject({ kind: 'certificate-refused' });
  expect(exchange?.end?.failure?.message).toContain('wirelens run');
  expect(exchange?.end?.failure?.message).toContain('ca.pem');
});

test('a client that only half-closes before its handshake is let go', async () => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:443', { allowHalfOpen: true });
  client.socket.end();
  await client.closed;
  expect(proxy.server.openSockets()).toBe(0);
});

test('bytes that are neither TLS nor HTTP go through blind, also to a listed host', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => void socket.on('data', (chunk) => socket.write(`<${chunk}>`))),
  );
  const proxy = keep(await startIntercepting([{ host: 'localhost', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `localhost:${upstream.port}`);
  client.write('\u0001hello');
  await client.waitFor('<\u0001hello>');
  client.socket.destroy();
});

test('a handshake sent right behind the CONNECT is taken', async () => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  const hello = await new Promise<Buffer>((resolve) => {
    const sink = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) });
    tls.connect({ socket: sink, servername: 'api.openai.com', rejectUnauthorized: false }).on('error', () => undefined);
  });
  client.socket.destroy();
  const eager = await connectRaw(proxy.port);
  eager.write(Buffer.concat([Buffer.from('CONNECT api.openai.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'), hello]));
  // A server hello: a handshake record of TLS.
  await eager.waitFor('\r\n\r\n\u0016\u0003\u0003');
  eager.socket.destroy();
});

test('a CONNECT within an intercepted connection is refused', async () => {
  const proxy = await redirected();
  const socket = await secureTo(proxy, 'api.openai.com');
  expect(await ask(socket, 'CONNECT other:443 HTTP/1.1\r\nHost: other\r\n\r\n')).toContain('501');
});

const connections = atLength(120, 20);

test(`${connections} intercepted connections at once`, async () => {
  const proxy = await redirected((request, response) => response.end(`for ${request.url}`));
  const one = async (index: number): Promise<void> => {
    const socket = await secureTo(proxy, index % 2 === 0 ? 'api.openai.com' : 'api.anthropic.com');
    const answer = await ask(socket, `GET /${index} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain(`for /${index}`);
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => one(index)));
  const exchanges = await proxy.sink.waitForEnds(connections);
  expect(exchanges.every(({ end }) => end?.end === 'complete')).toBe(true);
});

test('an authority that can sign no more ends the connection and says what to do', async () => {
  const rules = [{ host: 'api.openai.com', action: 'intercept' }] as const;
  const leafFor = () => Promise.reject(new Error('the certificate authority has expired'));
  const proxy = keep(
    await startIntercepting(rules, { interception: () => ({ rules, leafFor, certificateFile: 'ca.pem' }) }),
  );
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  await expect(secure(client, { servername: 'api.openai.com' })).rejects.toThrow();
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.failure).toMatchObject({ kind: 'tls', message: expect.stringContaining('wirelens ca renew') });
});

test('a client that asks for another listed name than it connected to gets that one', async () => {
  const proxy = await redirected();
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  const socket = await secure(client, { ca: proxy.authority.certificate, servername: 'api.anthropic.com' });
  expect(socket.getPeerCertificate().subjectaltname).toBe('DNS:api.anthropic.com');
  socket.destroy();
});

test('a client that closes an intercepted connection after a while without asking is no failure', async () => {
  const proxy = await redirected();
  const socket = await secureTo(proxy, 'api.openai.com');
  const clock = performance.now();
  while (performance.now() - clock < 1100) await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  const again = await secureTo(proxy, 'api.openai.com');
  await ask(again, postChat);
  const exchanges = await proxy.sink.waitForEnds(1);
  expect(exchanges.map(({ start }) => start.method)).toEqual(['POST']);
});
