import https from 'node:https';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { readUntil, startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { type LoneProxy, startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw, headerLines } from '../../tests/support/raw-client.ts';
import { createTestAuthority } from '../../tests/support/test-authority.ts';

const asked = [
  'X-B: 2',
  'connection: keep-alive, Upgrade',
  'upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'x-dup: 1',
  'X-Dup: 2',
];
const ask = `GET /up/v1/realtime?model=x%2Fy HTTP/1.1\r\nHost: localhost\r\n${asked.join('\r\n')}\r\n\r\n`;
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nUpGrade: websocket\r\nConnection: Upgrade\r\nsec-websocket-ACCEPT: x\r\n\r\n';

/** An upstream whose script gets the socket and the request's head. */
async function scripted(script: (socket: Socket, head: string) => void): Promise<LoneProxy> {
  const upstream = keep(await startRawUpstream(async (socket) => script(socket, await readUntil(socket, '\r\n\r\n'))));
  return keep(await startProxy([upstreamAt('up', upstream.url)]));
}

test('the upgrade passes with headers as they were, and early bytes of both sides are kept', async () => {
  let head = '';
  const proxy = await scripted((socket, text) => {
    head = text;
    socket.write(`${switching}early`);
    socket.on('data', (chunk) => socket.write(`echo ${chunk}`));
    socket.on('end', () => socket.end());
  });
  const client = await connectRaw(proxy.port);
  client.write(`${ask}first`);
  const text = await client.waitFor('echo first');
  expect(head.split('\r\n')[0]).toBe('GET /v1/realtime?model=x%2Fy HTTP/1.1');
  expect(headerLines(head).slice(1)).toEqual(asked);
  expect(text).toBe(`${switching}earlyecho first`);
  client.write('\u0000\u0001');
  await client.waitFor('echo \u0000\u0001');
  client.socket.destroy();
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.response?.status).toBe(101);
  expect(exchange?.upgradedAt).not.toBeNull();
  expect(Buffer.concat(exchange?.requestChunks ?? []).toString()).toBe('first\u0000\u0001');
  expect(exchange?.responseChunks.map((chunk) => chunk.bytes.toString()).join('')).toBe(
    'earlyecho firstecho \u0000\u0001',
  );
});

test('a real client and server talk through it, large messages included', async () => {
  const upstream = keep(await startFakeUpstream(() => undefined));
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
  );
  const { port } = server.address() as { port: number };
  const proxy = keep(await startProxy([upstreamAt('up', `http://127.0.0.1:${port}`), upstreamAt('x', upstream.url)]));
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/up/echo`);
  await new Promise((resolve) => socket.once('open', resolve));
  const big = Buffer.alloc(2_000_000, 7);
  const back = new Promise<Buffer>((resolve) => socket.once('message', (data) => resolve(data as Buffer)));
  socket.send(big);
  expect((await back).equals(big)).toBe(true);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.close(4001);
  expect(await closed).toBe(4001);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('complete');
  await new Promise((resolve) => server.close(resolve));
});

test('wss endpoints are verified and talked to by TLS', async () => {
  const authority = await createTestAuthority();
  const server = https.createServer({ key: authority.key, cert: authority.cert });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${data}`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const proxy = keep(
    await startProxy([upstreamAt('up', `https://127.0.0.1:${port}`)], { extraCertificates: [authority.ca] }),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/up/echo`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const back = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send('hi');
  expect(await back).toBe('echo hi');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close();
  await closed;
  await proxy.sink.waitForEnds(1);
  server.close();
});

describe('ends', () => {
  test('half-close: the upstream ends first, and still hears the client', async () => {
    let heard = '';
    const proxy = await scripted((socket) => {
      socket.end(`${switching}bye`);
      socket.on('data', (chunk) => {
        heard += chunk;
      });
    });
    const client = await connectRaw(proxy.port, { allowHalfOpen: true });
    const ended = new Promise((resolve) => client.socket.once('end', resolve));
    client.write(ask);
    await client.waitFor('bye');
    await ended;
    client.write('last words');
    await expect.poll(() => heard).toBe('last words');
    client.socket.end();
    await proxy.sink.waitForEnds(1);
  });

  test('a client that leaves before the answer ends the upstream request', async () => {
    let isClosed = false;
    let isAsked = false;
    const proxy = await scripted((socket) => {
      isAsked = true;
      socket.on('end', () => socket.end());
      socket.on('close', () => {
        isClosed = true;
      });
    });
    const client = await connectRaw(proxy.port);
    client.write(ask);
    await expect.poll(() => isAsked).toBe(true);
    client.socket.resetAndDestroy();
    await expect.poll(() => isClosed).toBe(true);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('client-aborted');
  });

  test('a client that vanishes from an open tunnel frees the upstream’s socket', async () => {
    let isGone = false;
    const proxy = await scripted((socket) => {
      socket.write(switching);
      socket.on('end', () => {
        isGone = true;
      });
      socket.on('close', () => {
        isGone = true;
      });
      socket.resume();
    });
    const client = await connectRaw(proxy.port);
    client.write(ask);
    await client.waitFor('101');
    client.socket.resetAndDestroy();
    await expect.poll(() => isGone).toBe(true);
    await proxy.sink.waitForEnds(1);
    await expect.poll(() => proxy.server.openSockets()).toBe(0);
  });

  test('an upstream that resets the tunnel: the client’s connection ends too', async () => {
    const proxy = await scripted((socket) => {
      socket.write(switching);
      socket.once('data', () => socket.resetAndDestroy());
    });
    const client = await connectRaw(proxy.port);
    client.write(ask);
    await client.waitFor('101');
    client.write('x');
    await client.closed;
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'connection-reset' } });
  });
});

describe('refusals', () => {
  test('an upstream that answers with plain HTTP is passed on with its body', async () => {
    const answer = 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 4\r\n\r\nnope';
    const proxy = await scripted((socket) => void socket.write(answer));
    const client = await connectRaw(proxy.port);
    client.write(ask);
    const end = await client.closed;
    expect(end.text).toContain('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 4\r\n');
    expect(end.text.endsWith('\r\n\r\nnope')).toBe(true);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('complete');
    expect(exchange?.response?.status).toBe(401);
  });

  test('a refusal that is cut in its body does not leave the client hanging', async () => {
    const proxy = await scripted((socket) => {
      socket.end('HTTP/1.1 500 Oops\r\nContent-Length: 400\r\n\r\nnope');
    });
    const client = await connectRaw(proxy.port);
    client.write(ask);
    const end = await client.closed;
    expect(end.text.endsWith('nope')).toBe(true);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('truncated');
  });

  test('nothing listens: 502 with the cause; switched off: 503; foreign page: 403', async () => {
    const gone = await startFakeUpstream(() => undefined);
    await gone.close();
    const proxy = keep(
      await startProxy([upstreamAt('up', gone.url), upstreamAt('off', gone.url, { isEnabled: false })]),
    );
    const cases: readonly [string, string][] = [
      [ask, 'x-wirelens-error: connection-refused'],
      [ask.replace('/up/', '/off/'), 'x-wirelens-error: upstream-disabled'],
      [ask.replace('X-B: 2', 'Origin: https://evil.example'), 'x-wirelens-error: refused-by-policy'],
    ];
    for (const [request, expected] of cases) {
      const client = await connectRaw(proxy.port);
      client.write(request);
      expect((await client.closed).text).toContain(expected);
    }
    const ended = await proxy.sink.waitForEnds(3);
    expect(ended.map((exchange) => exchange.end?.end)).toEqual(['failed', 'failed', 'failed']);
  });
});
