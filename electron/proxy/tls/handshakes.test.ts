/** Handshakes that go wrong, in every way that programs and networks have; none may hang, leak or take others along. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostRule } from '../../../shared/model/interception.ts';
import { atLength } from '../../../tests/support/at-length.ts';
import { startFakeUpstream, startRawUpstream } from '../../../tests/support/fake-upstream.ts';
import { connectTo, secure, startIntercepting } from '../../../tests/support/intercepting.ts';
import { keep } from '../../../tests/support/keep-open.ts';
import { connectRaw, type RawClient } from '../../../tests/support/raw-client.ts';
import type { Interception } from '../proxy-api.ts';
import { authorityDays, openAuthority } from './authority.ts';
import { readAuthority } from './authority-file.ts';
import { createLeafCache } from './leaf-cache.ts';

const host = 'api.openai.com';
const dayMs = 86_400_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-handshakes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(changes: Parameters<typeof startIntercepting>[1] = {}) {
  const upstream = keep(await startFakeUpstream((request, response) => response.end(`asked ${request.url}`)));
  const rules: readonly HostRule[] = [{ host, action: 'redirect', url: upstream.url }];
  return { ...keep(await startIntercepting(rules, changes)), rules, upstream };
}

/** The first flight of a client, without its connection. */
function firstFlight(): Promise<Buffer> {
  return new Promise((resolve) => {
    const sink = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) });
    tls.connect({ socket: sink, servername: host, rejectUnauthorized: false }).on('error', () => undefined);
  });
}

async function works(port: number, ca: string): Promise<string> {
  const socket = await secure(await connectTo(port, `${host}:443`), { ca, servername: host });
  socket.write('GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

const connectHead = `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`;

test.each([
  ['right behind the CONNECT', 0],
  ['in the middle of its hello', 100],
  ['after its hello', Number.POSITIVE_INFINITY],
])('a client that resets %s leaves nothing behind, and others are served', async (_, length) => {
  const proxy = await start();
  const hello = await firstFlight();
  for (let round = 0; round < 20; round += 1) {
    const client = await connectTo(proxy.port, `${host}:443`);
    client.write(hello.subarray(0, Math.min(length, hello.length)));
    client.socket.resetAndDestroy();
  }
  expect(await works(proxy.port, proxy.authority.certificate)).toContain('asked /x');
  await expect.poll(() => proxy.server.openSockets()).toBeLessThanOrEqual(1);
  expect(proxy.faults).toEqual([]);
});

test('a client that resets while the first certificate is being made leaves nothing behind', async () => {
  const proxy = await start();
  const client = await connectTo(proxy.port, `${host}:443`);
  client.write(await firstFlight());
  client.socket.resetAndDestroy();
  expect(await works(proxy.port, proxy.authority.certificate)).toContain('asked /x');
  expect(proxy.faults).toEqual([]);
});

test('everything in one write, CONNECT, hello and all, is taken apart', async () => {
  const proxy = await start();
  const hello = await firstFlight();
  const clients = await Promise.all(Array.from({ length: 20 }, () => connectRaw(proxy.port)));
  for (const client of clients) client.write(Buffer.concat([Buffer.from(connectHead), hello]));
  // A server hello: a handshake record of TLS.
  await Promise.all(clients.map((client) => client.waitFor('\r\n\r\n\u0016\u0003\u0003')));
  for (const client of clients) client.socket.destroy();
});

test('a CONNECT cut at every place is put together', async () => {
  const upstream = keep(await startRawUpstream((socket) => void socket.pipe(socket)));
  const proxy = await start();
  const text = `CONNECT 127.0.0.1:${upstream.port} HTTP/1.1\r\nHost: x\r\n\r\n\u0000behind`;
  const one = async (cut: number): Promise<void> => {
    const client = await connectRaw(proxy.port);
    client.write(text.slice(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    client.write(text.slice(cut));
    await client.waitFor('\u0000behind');
    client.socket.destroy();
  };
  await Promise.all(Array.from({ length: text.length - 1 }, (_, index) => one(index + 1)));
});

test('a record that was changed on the way ends that connection only', async () => {
  const proxy = await start();
  const client = await connectTo(proxy.port, `${host}:443`);
  const kept: Buffer[] = [];
  let isDamaging = false;
  client.socket.removeAllListeners('data');
  const between = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const passed = Buffer.from(chunk);
      const last = passed.length - 1;
      if (isDamaging) passed[last] = (passed[last] ?? 0) ^ 1;
      kept.push(passed);
      client.socket.write(passed);
      done();
    },
  });
  client.socket.on('data', (chunk) => between.push(chunk));
  client.socket.on('close', () => between.push(null));
  const socket = tls.connect({ socket: between, ca: proxy.authority.certificate, servername: host });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  isDamaging = true;
  socket.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
  await client.closed;
  expect(proxy.upstream.requests).toHaveLength(0);
  expect(await works(proxy.port, proxy.authority.certificate)).toContain('asked /x');
});

test('many handshakes that never go on hold up nobody', async () => {
  const proxy = await start();
  const hello = await firstFlight();
  const stuck: RawClient[] = [];
  for (let index = 0; index < 100; index += 1) {
    const client = await connectTo(proxy.port, `${host}:443`);
    client.write(hello.subarray(0, (index * 7) % hello.length));
    stuck.push(client);
  }
  expect(await works(proxy.port, proxy.authority.certificate)).toContain('asked /x');
  for (const client of stuck) client.socket.destroy();
  await expect.poll(() => proxy.server.openSockets()).toBeLessThanOrEqual(1);
});

const clients = atLength(500, 60);

test(`${clients} CONNECTs at once, half of them intercepted and half of them tunnels`, async () => {
  const echo = keep(await startRawUpstream((socket) => void socket.pipe(socket)));
  const proxy = await start();
  const tunnel = async (index: number): Promise<void> => {
    const client = await connectTo(proxy.port, `127.0.0.1:${echo.port}`);
    client.write(`\u0000number ${index}.`);
    await client.waitFor(`\u0000number ${index}.`);
    client.socket.end();
    await client.closed;
  };
  const intercepted = async (): Promise<void> => {
    expect(await works(proxy.port, proxy.authority.certificate)).toContain('asked /x');
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => (index % 2 === 0 ? tunnel(index) : intercepted())));
  const exchanges = await proxy.sink.waitForEnds(clients);
  expect(exchanges.every(({ end }) => end?.end === 'complete')).toBe(true);
  expect(proxy.faults).toEqual([]);
});

test('an authority that is renewed while programs run: the old certificate is refused in words, the new one works', async () => {
  let now = Date.now() - (authorityDays.life - authorityDays.renewal + 1) * dayMs;
  const open = () => openAuthority({ dataFolder: folder, hosts: [host], now: () => now, onNotice: () => undefined });
  const old = await open();
  let current = old;
  let rules: readonly HostRule[] = [];
  const interception = (): Interception => ({ ...current, rules });
  const proxy = await start({ interception });
  rules = proxy.rules;
  // Its leaves are as old as its clock says: near enough to ours to be good still.
  expect(await works(proxy.port, old.certificate).catch((error: Error) => error.message)).toContain('expired');
  now = Date.now();
  current = await open();
  expect(current.certificate).not.toBe(old.certificate);
  expect(await works(proxy.port, current.certificate)).toContain('asked /x');
  await expect(works(proxy.port, old.certificate)).rejects.toThrow();
  await expect
    .poll(() => proxy.sink.exchanges.map(({ end }) => end?.failure?.message ?? '').join())
    .toContain('wirelens run');
});

test('the certificates of hosts are kept up to a bound, the oldest go first', async () => {
  const options = { dataFolder: folder, hosts: ['*.example.org'], now: Date.now, onNotice: () => undefined };
  await openAuthority(options);
  const stored = readAuthority(folder);
  if (stored === null || stored === 'damaged') throw new Error('no authority');
  const { leafFor } = createLeafCache({ issuer: stored, issuerEnd: stored.notAfter, limit: 3, now: Date.now });
  const first = await leafFor('a.example.org');
  await leafFor('b.example.org');
  await leafFor('c.example.org');
  expect(await leafFor('a.example.org')).toBe(first);
  await leafFor('d.example.org');
  expect(await leafFor('a.example.org')).not.toBe(first);
});
