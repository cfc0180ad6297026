/** Blind tunnels: every byte as it was, both ends as they were, nothing decrypted, nothing in a circle. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { atLength } from '../../../tests/support/at-length.ts';
import { startFakeUpstream, startRawUpstream } from '../../../tests/support/fake-upstream.ts';
import { connectTo, secure, startIntercepting } from '../../../tests/support/intercepting.ts';
import { keep } from '../../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../../tests/support/lone-proxy.ts';
import { connectRaw } from '../../../tests/support/raw-client.ts';
import { createTestAuthority } from '../../../tests/support/test-authority.ts';

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('4 MB pass both ways unchanged, and the exchange shows host, bytes and times only', async () => {
  const sent = randomBytes(4_000_000);
  let received = '';
  const upstream = keep(
    await startRawUpstream((socket) => {
      const hash = createHash('sha256');
      socket.on('data', (chunk) => {
        hash.update(chunk);
        socket.write(chunk);
      });
      socket.on('end', () => {
        received = hash.digest('hex');
        socket.end();
      });
    }),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`, { allowHalfOpen: true });
  client.socket.end(sent);
  const { text } = await client.closed;
  expect(received).toBe(digest(sent));
  expect(digest(Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1'))).toBe(digest(sent));
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ method: 'CONNECT', target: `127.0.0.1:${upstream.port}`, upstream: null });
  expect(exchange?.upgradedAt).not.toBeNull();
  expect(exchange?.end).toMatchObject({ end: 'complete', failure: null });
  expect(Buffer.concat(exchange?.requestChunks ?? []).length).toBe(sent.length);
  expect(proxy.faults).toEqual([]);
});

test('TLS through a tunnel is the one of the server, never ours', async () => {
  const other = await createTestAuthority();
  const upstream = keep(await startFakeUpstream((_, response) => response.end('private'), other));
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  const socket = await secure(client, { ca: other.ca, host: '127.0.0.1' });
  expect(socket.getPeerCertificate().issuer.CN).toBe('Wirelens test authority');
  socket.write('GET /secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('200 OK');
  socket.destroy();
  const [exchange] = await proxy.sink.waitForEnds(1);
  const seen = Buffer.concat([
    ...(exchange?.requestChunks ?? []),
    ...(exchange?.responseChunks ?? []).map(({ bytes }) => bytes),
  ]);
  expect(seen.includes('secret')).toBe(false);
  expect(seen.includes('private')).toBe(false);
});

test('a host that a rule puts on tunnel is not decrypted', async () => {
  const other = await createTestAuthority();
  const upstream = keep(await startFakeUpstream((_, response) => response.end(), other));
  const proxy = keep(
    await startIntercepting([
      { host: 'localhost', action: 'tunnel' },
      { host: 'localhost', action: 'intercept' },
    ]),
  );
  const client = await connectTo(proxy.port, `localhost:${upstream.port}`);
  const socket = await secure(client, { ca: other.ca, servername: 'localhost' });
  expect(socket.getPeerCertificate().issuer.CN).toBe('Wirelens test authority');
  socket.destroy();
});

test('bytes sent right behind the CONNECT reach the host', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => void socket.on('data', (chunk) => socket.write(`<${chunk}>`))),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectRaw(proxy.port);
  client.write(`CONNECT 127.0.0.1:${upstream.port} HTTP/1.1\r\nHost: x\r\n\r\nearly`);
  expect(await client.waitFor('>')).toBe('HTTP/1.1 200 Connection Established\r\n\r\n<early>');
  client.socket.destroy();
});

test('a client that has ended its side still gets what the server says afterwards', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.resume();
      socket.on('end', () => socket.end('after the end'));
    }),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`, { allowHalfOpen: true });
  client.socket.end();
  expect((await client.closed).text).toContain('after the end');
});

test('a server that has ended its side still gets what the client says afterwards', async () => {
  const heard = deferred<string>();
  const upstream = keep(
    await startRawUpstream((socket) => {
      let text = '';
      socket.end('bye');
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => heard.resolve(text));
    }),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`, { allowHalfOpen: true });
  await once(client.socket, 'end');
  client.socket.end('still here');
  expect(await heard.promise).toBe('still here');
});

test('a slow client slows the server down', async () => {
  const piece = Buffer.alloc(256 * 1024);
  let taken = 0;
  const upstream = keep(
    await startRawUpstream((socket) => {
      const push = (): void => {
        while (taken < 200_000_000) {
          taken += piece.length;
          if (!socket.write(piece)) return;
        }
      };
      socket.on('drain', push);
      push();
    }),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  client.socket.pause();
  let before = -1;
  while (before !== taken) {
    before = taken;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(taken).toBeLessThan(40_000_000);
  client.socket.destroy();
});

test('a client that leaves takes the connection to the host along, and a reset stays a reset', async () => {
  const lost = deferred<boolean>();
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.on('data', () => socket.write('x'));
      socket.on('close', (hasFailed) => lost.resolve(hasFailed));
    }),
  );
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  client.write('hello');
  await client.waitFor('x');
  client.socket.resetAndDestroy();
  expect(await lost.promise).toBe(true);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('client-aborted');
});

test('a server that resets cuts the client off', async () => {
  const upstream = keep(await startRawUpstream((socket) => void socket.on('data', () => socket.resetAndDestroy())));
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  client.write('hello');
  expect((await client.closed).error).toBe('ECONNRESET');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'connection-reset' } });
});

test('a host that cannot be reached is a 502 with the reason, before anything is established', async () => {
  const gone = await startRawUpstream(() => undefined);
  await gone.close();
  const proxy = keep(await startProxy([]));
  const client = await connectRaw(proxy.port);
  client.write(`CONNECT 127.0.0.1:${gone.port} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const { text } = await client.closed;
  expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
  expect(text).toContain('x-wirelens-error: connection-refused');
  expect(text).toContain('connection refused');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.failure?.kind).toBe('connection-refused');
});

test.each(['nowhere', 'a:b:c', 'user@host:1', 'host:0', 'host:70000', '/path'])(
  'CONNECT %s is refused',
  async (target) => {
    const proxy = keep(await startProxy([]));
    const client = await connectRaw(proxy.port);
    client.write(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect((await client.closed).text).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test('CONNECT to ourselves is served without a circle', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('answered')));
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const authority = `127.0.0.1:${proxy.port}`;
  const client = await connectTo(proxy.port, authority);
  client.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  client.write(`GET /up/x HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`);
  expect((await client.closed).text).toContain('answered');
});

test('our own address under another name is refused instead of connected', async () => {
  const proxy = keep(await startProxy([]));
  const client = await connectRaw(proxy.port);
  client.write(`CONNECT 0.0.0.0:${proxy.port} HTTP/1.1\r\nHost: x\r\n\r\n`);
  expect((await client.closed).text).toContain('Wirelens itself');
});

test('an IPv6 host is reached', async () => {
  const server = net.createServer((socket) => socket.end('six'));
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const proxy = keep(await startProxy([]));
  const client = await connectTo(proxy.port, `[::1]:${port}`);
  expect((await client.closed).text).toContain('six');
  server.close();
});

const tunnels = atLength(150, 30);

test(`${tunnels} tunnels at once each carry their own bytes`, async () => {
  const upstream = keep(await startRawUpstream((socket) => void socket.pipe(socket)));
  const proxy = keep(await startProxy([]));
  const echo = async (index: number): Promise<void> => {
    const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
    client.write(`number ${index}.`);
    await client.waitFor(`number ${index}.`);
    client.socket.end();
    await client.closed;
  };
  await Promise.all(Array.from({ length: tunnels }, (_, index) => echo(index)));
  const exchanges = await proxy.sink.waitForEnds(tunnels);
  expect(exchanges.every(({ end }) => end?.end === 'complete')).toBe(true);
  expect(proxy.server.openSockets()).toBe(0);
});

test('closing the proxy ends its tunnels', async () => {
  const sockets: Socket[] = [];
  const upstream = keep(await startRawUpstream((socket) => void sockets.push(socket)));
  const proxy = await startProxy([]);
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  await proxy.close();
  await client.closed;
  expect(proxy.server.openSockets()).toBe(0);
});

test('a TLS server name does not make ours a host that was asked for by another name', async () => {
  const other = await createTestAuthority();
  const upstream = keep(await startFakeUpstream((_, response) => response.end(), other));
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `localhost:${upstream.port}`);
  client.socket.removeAllListeners('data');
  const socket = tls.connect({ socket: client.socket, servername: 'api.openai.com', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  expect(socket.getPeerCertificate().issuer.CN).toBe('Wirelens test authority');
  socket.destroy();
});
