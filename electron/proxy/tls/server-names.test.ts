/** Whose connection it is when the name in TLS, the host of the CONNECT and the list do not agree. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type tls from 'node:tls';
import { expect, test } from 'vitest';
import type { HostRule } from '../../../shared/model/interception.ts';
import { startFakeUpstream, startRawUpstream } from '../../../tests/support/fake-upstream.ts';
import { connectTo, secure, startIntercepting } from '../../../tests/support/intercepting.ts';
import { keep } from '../../../tests/support/keep-open.ts';
import { createTestAuthority } from '../../../tests/support/test-authority.ts';

const ours = 'Wirelens on this machine';

/** An https upstream on this machine, whose certificate is good for localhost and 127.0.0.1, and a proxy with `rules`. */
async function between(rules: readonly HostRule[]) {
  const authority = await createTestAuthority();
  const upstream = keep(
    await startFakeUpstream((request, response) => response.end(`asked ${request.url}`), authority),
  );
  const proxy = keep(await startIntercepting(rules, { extraCertificates: [authority.ca] }));
  const connect = async (authorityForm: string, servername: string | null): Promise<tls.TLSSocket> =>
    secure(await connectTo(proxy.port, authorityForm), {
      ...(servername === null ? {} : { servername }),
      rejectUnauthorized: false,
    });
  return { proxy, upstream, connect };
}

async function ask(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  socket.write('GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await once(socket, 'close');
  return text;
}

const issuerOf = (socket: tls.TLSSocket): string => String(socket.getPeerCertificate().issuer.O ?? '');

test('an address nobody listed is intercepted when the client names a listed host in TLS, and connected as it asked', async () => {
  const { proxy, upstream, connect } = await between([{ host: 'localhost', action: 'intercept' }]);
  const socket = await connect(`127.0.0.1:${upstream.port}`, 'localhost');
  expect(issuerOf(socket)).toBe(ours);
  expect(socket.getPeerCertificate().subjectaltname).toBe('DNS:localhost');
  expect(await ask(socket)).toContain('asked /x');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ method: 'GET', upstream: 'localhost' });
  expect(proxy.sink.exchanges).toHaveLength(1);
});

test('the name decides, not the address: two servers behind one name stay two', async () => {
  const { proxy, upstream, connect } = await between([{ host: 'localhost', action: 'intercept' }]);
  const authority = await createTestAuthority();
  const other = keep(await startFakeUpstream((_, response) => response.end('the other'), authority));
  expect(await ask(await connect(`127.0.0.1:${upstream.port}`, 'localhost'))).toContain('asked /x');
  // Its certificate is by an authority that nobody trusts here: verified by the name, at the address that was asked for.
  expect(await ask(await connect(`127.0.0.1:${other.port}`, 'localhost'))).toContain('x-wirelens-error: tls');
  expect(proxy.faults).toEqual([]);
});

test.each([
  ['another name', 'example.org'],
  ['no name', null],
])('an address nobody listed with %s in TLS is a tunnel', async (_, servername) => {
  const { proxy, upstream, connect } = await between([{ host: 'api.openai.com', action: 'intercept' }]);
  const socket = await connect(`127.0.0.1:${upstream.port}`, servername);
  expect(issuerOf(socket)).not.toBe(ours);
  expect(await ask(socket)).toContain('asked /x');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start.method).toBe('CONNECT');
});

test('a listed address without a name in TLS gets a certificate for the address', async () => {
  const { upstream, connect } = await between([{ host: '127.0.0.1', action: 'intercept' }]);
  const socket = await connect(`127.0.0.1:${upstream.port}`, null);
  expect(issuerOf(socket)).toBe(ours);
  expect(socket.getPeerCertificate().subjectaltname).toBe('IP Address:127.0.0.1');
  expect(await ask(socket)).toContain('asked /x');
});

test.each([
  ['is not on the list', []],
  ['is on "tunnel"', [{ host: 'example.org', action: 'tunnel' }]],
] satisfies [string, HostRule[]][])(
  'a listed host whose client names one in TLS that %s passes blind (as behind an encrypted hello)',
  async (_, more) => {
    const { proxy, upstream, connect } = await between([...more, { host: 'localhost', action: 'intercept' }]);
    const socket = await connect(`localhost:${upstream.port}`, 'example.org');
    expect(issuerOf(socket)).not.toBe(ours);
    expect(await ask(socket)).toContain('asked /x');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.start.method).toBe('CONNECT');
    expect(exchange?.end?.end).toBe('complete');
  },
);

test('a name that is redirected is redirected at any address', async () => {
  const local = keep(await startFakeUpstream((_, response) => response.end('the local model')));
  const { upstream, connect } = await between([{ host: 'api.openai.com', action: 'redirect', url: local.url }]);
  expect(await ask(await connect(`127.0.0.1:${upstream.port}`, 'api.openai.com'))).toContain('the local model');
  expect(upstream.requests).toHaveLength(0);
});

test('at an address a server that speaks first is heard at once, and plain bytes pass as they are', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.write('220 ready\r\n');
      socket.on('data', (chunk) => socket.end(`<${chunk}>`));
    }),
  );
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  await client.waitFor('220 ready');
  client.write('GET / HTTP/1.1\r\n\r\n');
  await client.waitFor('<GET / HTTP/1.1\r\n\r\n>');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('complete');
});

test('at an address a client that only ends its side still gets the answer', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.resume();
      socket.on('end', () => socket.end('after the end'));
    }),
  );
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`, { allowHalfOpen: true });
  client.socket.end();
  expect((await client.closed).text).toContain('after the end');
  await expect.poll(() => proxy.server.openSockets()).toBe(0);
});

test('at an address a client that leaves without a word leaves nothing open', async () => {
  let closed = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const upstream = keep(await startRawUpstream((socket) => void socket.on('close', () => closed()).resume()));
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, `127.0.0.1:${upstream.port}`);
  client.socket.resetAndDestroy();
  await gone;
  await proxy.sink.waitForEnds(1);
  await expect.poll(() => proxy.server.openSockets()).toBe(0);
});

test('a client that leaves in the middle of its hello is recorded, and nothing stays open', async () => {
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const client = await connectTo(proxy.port, 'api.openai.com:443');
  client.socket.end(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc]));
  await client.closed;
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end).toMatchObject({ end: 'failed', failure: { kind: 'certificate-refused' } });
  expect(exchange?.end?.failure?.message).toContain('during the TLS handshake');
  await expect.poll(() => proxy.server.openSockets()).toBe(0);
});
