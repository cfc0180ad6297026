import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readUntil, startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { type LoneProxy, startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw } from '../../tests/support/raw-client.ts';
import { createRecordingSink } from '../../tests/support/recording-sink.ts';

const ask = (path = '/up/v1/chat/completions', version = '1.1'): string =>
  `POST ${path} HTTP/${version}\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;

describe('before the head of the answer', () => {
  const answerOf = async (upstreamUrl: string): Promise<{ text: string; proxy: LoneProxy }> => {
    const proxy = keep(await startProxy([upstreamAt('up', upstreamUrl)]));
    const client = await connectRaw(proxy.port);
    client.write(ask());
    const text = await client.waitFor('}');
    client.socket.destroy();
    return { text, proxy };
  };

  test('refused: 502 in the shape of the provider, with the cause in words', async () => {
    const gone = await startFakeUpstream(() => undefined);
    await gone.close();
    const { text, proxy } = await answerOf(gone.url);
    expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(text).toContain('x-wirelens-error: connection-refused\r\n');
    expect(text).toContain('"error":{');
    expect(text).toContain(`Nothing is listening at ${gone.url}`);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'failed', failure: { kind: 'connection-refused' } });
    expect(exchange?.response).toMatchObject({ status: 502, isOurs: true });
    expect(exchange?.requestChunks.join('')).toBe('{}');
  });

  test('a name that does not resolve: 502 with kind dns', async () => {
    const { text } = await answerOf('http://nowhere.invalid');
    expect(text).toContain('x-wirelens-error: dns\r\n');
  });

  test('closed or reset before an answer, and an answer that is no HTTP', async () => {
    const ends: readonly [string, (socket: Socket) => void][] = [
      ['upstream-closed', (socket) => socket.end()],
      ['connection-reset', (socket) => socket.resetAndDestroy()],
      ['protocol', (socket) => socket.write('SSH-2.0-OpenSSH\r\n')],
      [
        'protocol',
        (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      ],
    ];
    for (const [kind, end] of ends) {
      const upstream = keep(
        await startRawUpstream(async (socket) => {
          await readUntil(socket, '{}');
          end(socket);
        }),
      );
      const { text } = await answerOf(upstream.url);
      expect(text).toContain(`x-wirelens-error: ${kind}\r\n`);
    }
  });

  test('a plain upstream asked by TLS: 502 with kind tls', async () => {
    const upstream = keep(await startRawUpstream((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const { text } = await answerOf(upstream.url.replace('http:', 'https:'));
    expect(text).toContain('x-wirelens-error: tls\r\n');
  });

  test('switched off: 503, read for every request, and one in flight is not touched', async () => {
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: one\n\n');
        setTimeout(() => response.end('data: two\n\n'), 30);
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const running = await connectRaw(proxy.port);
    running.write(ask());
    await running.waitFor('data: one');
    proxy.setUpstreams([upstreamAt('up', upstream.url, { isEnabled: false })]);
    const refused = await connectRaw(proxy.port);
    refused.write(ask());
    expect(await refused.waitFor('}')).toMatch(/^HTTP\/1\.1 503 [\s\S]*x-wirelens-error: upstream-disabled\r\n/);
    expect(await running.waitFor('0\r\n\r\n')).toContain('data: two');
    const ended = await proxy.sink.waitForEnds(2);
    expect(ended.map((exchange) => exchange.end?.end)).toEqual(['complete', 'failed']);
    for (const client of [running, refused]) client.socket.destroy();
  });

  test('no upstream for the path: 404 that names the known ones', async () => {
    const proxy = keep(
      await startProxy([upstreamAt('alpha', 'http://localhost:1'), upstreamAt('beta', 'http://localhost:1')]),
    );
    const client = await connectRaw(proxy.port);
    client.write(ask('/gamma/v1'));
    const text = await client.waitFor('}');
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    expect(text).toContain('x-wirelens-error: no-route\r\n');
    expect(text).toContain('/alpha/, /beta/');
    client.socket.destroy();
  });

  test('a GET that we answer ourselves ends at once, though its client keeps the connection', async () => {
    const proxy = keep(await startProxy([upstreamAt('off', 'http://localhost:1', { isEnabled: false })]));
    const client = await connectRaw(proxy.port);
    for (const path of ['/gamma/v1', '/off/v1/models']) {
      client.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\n\r\n`);
    }
    const ended = await proxy.sink.waitForEnds(2);
    expect(ended.map((exchange) => exchange.end?.failure?.kind)).toEqual(['no-route', 'upstream-disabled']);
    client.socket.destroy();
  });
});

test('a kept-alive upstream connection that went stale costs the client nothing, body included', async () => {
  const bodies: string[] = [];
  let count = 0;
  const upstream = keep(
    await startRawUpstream(async (socket) => {
      for (;;) {
        const text = await readUntil(socket, '{}').catch(() => null);
        if (text === null) return;
        count += 1;
        // The second request on the first connection meets a reset instead of an answer.
        if (count === 2) {
          socket.resetAndDestroy();
          return;
        }
        bodies.push(text.slice(-2));
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }
    }),
  );
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  for (let round = 0; round < 2; round += 1) {
    const client = await connectRaw(proxy.port);
    client.write(ask());
    expect(await client.waitFor('ok')).toContain('200 OK');
    client.socket.destroy();
    await proxy.sink.waitForEnds(round + 1);
  }
  expect(count).toBe(3);
  expect(bodies).toEqual(['{}', '{}']);
});

test('a sink that throws at every call changes nothing for the client, and is reported', async () => {
  const upstream = keep(await startFakeUpstream((_request, response) => void response.end('fine')));
  const boom = (): never => {
    throw new Error('disk on fire');
  };
  const sink = createRecordingSink();
  const broken = { ...sink, exchangeStart: boom, requestChunk: boom, responseStart: boom, responseChunk: boom };
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)], { sink: { ...broken, exchangeEnd: boom } }));
  const client = await connectRaw(proxy.port);
  client.write(ask());
  expect(await client.waitFor('fine')).toContain('200 OK');
  await expect.poll(() => proxy.faults.length).toBeGreaterThanOrEqual(5);
  client.socket.destroy();
});
