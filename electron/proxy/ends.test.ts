import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { atBest } from '../../tests/support/at-best.ts';
import { readUntil, startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { type LoneProxy, startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw, type RawClient } from '../../tests/support/raw-client.ts';
import { createRecordingSink } from '../../tests/support/recording-sink.ts';

const sseHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const chunkOf = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const ask = (path = '/up/v1/chat/completions', version = '1.1'): string =>
  `POST ${path} HTTP/${version}\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;

type Death = {
  readonly proxy: LoneProxy;
  readonly client: RawClient;
  readonly die: (how: (socket: Socket) => void) => void;
};

/** A stream under way: `first` was sent and has arrived at the client. */
async function streamThenDie(
  first: string,
  changes: Parameters<typeof upstreamAt>[2],
  request = ask(),
): Promise<Death> {
  const sockets: Socket[] = [];
  const upstream = keep(
    await startRawUpstream(async (socket) => {
      sockets.push(socket);
      await readUntil(socket, '{}');
      socket.write(first);
    }),
  );
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url, changes)]));
  const client = await connectRaw(proxy.port);
  client.write(request);
  await client.waitFor('data: one');
  return { proxy, client, die: (how) => how(sockets[0] as Socket) };
}

/** The body of a chunked answer without its framing; a last chunk that was cut counts as far as it came. */
function body(text: string): string {
  let rest = text.slice(text.indexOf('\r\n\r\n') + 4);
  let joined = '';
  while (rest !== '') {
    const lineEnd = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, lineEnd), 16);
    joined += rest.slice(lineEnd + 2, lineEnd + 2 + size);
    rest = rest.slice(lineEnd + 4 + size);
  }
  return joined;
}

describe('upstream dies in mid-stream', () => {
  const first = sseHead + chunkOf('data: one\n\n');

  test('error-event (default): an OpenAI client gets an error event and a proper end, on a reset', async () => {
    const { proxy, client, die } = await streamThenDie(first, {});
    die((socket) => socket.resetAndDestroy());
    const text = await client.waitFor('0\r\n\r\n');
    expect(text).toContain('data: {"error":');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'connection-reset' } });
    expect(text).toContain(Buffer.concat(exchange?.injected ?? []).toString());
    expect(exchange?.injected).toHaveLength(1);
    client.socket.destroy();
  });

  test('error-event: the same when the upstream closes without the last chunk', async () => {
    const { proxy, client, die } = await streamThenDie(first, {});
    die((socket) => socket.end());
    await client.waitFor('0\r\n\r\n');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'upstream-closed' } });
    client.socket.destroy();
  });

  test('error-event: the same when the upstream breaks the chunk framing', async () => {
    const { proxy, client, die } = await streamThenDie(first, {});
    die((socket) => socket.write('zzz\r\n'));
    await client.waitFor('0\r\n\r\n');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'protocol' } });
    client.socket.destroy();
  });

  test('error-event: an event that was cut in the middle is closed first', async () => {
    const { client, die } = await streamThenDie(sseHead + chunkOf('data: zero\n\ndata: one'), {});
    die((socket) => socket.resetAndDestroy());
    const text = await client.waitFor('0\r\n\r\n');
    expect(body(text)).toMatch(/^data: zero\n\ndata: one\n\ndata: \{"error":/);
    client.socket.destroy();
  });

  test('error-event: Anthropic clients get `event: error`', async () => {
    const { client, die } = await streamThenDie(first, { errorShape: 'anthropic' }, ask('/up/v1/messages'));
    die((socket) => socket.resetAndDestroy());
    const text = await client.waitFor('0\r\n\r\n');
    expect(body(text)).toMatch(/event: error\ndata: \{"type":"error",/);
    client.socket.destroy();
  });

  test('error-event: an NDJSON stream gets an error line', async () => {
    const head = sseHead.replace('text/event-stream', 'application/x-ndjson');
    const { client, die } = await streamThenDie(
      head + chunkOf('{"data: one":1}\n{"cut'),
      { errorShape: 'ollama' },
      ask('/up/api/chat'),
    );
    die((socket) => socket.resetAndDestroy());
    const text = await client.waitFor('0\r\n\r\n');
    expect(body(text)).toMatch(/^\{"data: one":1\}\n\{"cut\n\{"error":"[^\n]*"\}\n/);
    client.socket.destroy();
  });

  test('completion-notice: a last chunk with the message, then [DONE]', async () => {
    const { proxy, client, die } = await streamThenDie(first, { deathNotice: 'completion-notice' });
    die((socket) => socket.resetAndDestroy());
    const text = await client.waitFor('0\r\n\r\n');
    expect(text).toContain('chat.completion.chunk');
    expect(text).toContain('[Wirelens] The answer was cut off');
    expect(text).toContain('data: [DONE]\n\n');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('truncated');
    client.socket.destroy();
  });

  test('completion-notice: a capture that never says how far the stream came holds nobody up', async () => {
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        await readUntil(socket, '{}');
        socket.end(first);
      }),
    );
    const sink = { ...createRecordingSink(), streamSoFar: () => new Promise<never>(() => undefined) };
    const proxy = keep(
      await startProxy([upstreamAt('up', upstream.url, { deathNotice: 'completion-notice' })], { sink }),
    );
    const client = await connectRaw(proxy.port);
    client.write(ask());
    expect(await client.waitFor('0\r\n\r\n')).toContain('data: [DONE]');
    client.socket.destroy();
  });

  test('disconnect: the connection ends without the last chunk, within 50 ms', async () => {
    const leastMs = await atBest(50, async () => {
      const { proxy, client, die } = await streamThenDie(first, { deathNotice: 'disconnect' });
      const diedAt = performance.now();
      die((socket) => socket.resetAndDestroy());
      const end = await client.closed;
      expect(body(end.text)).toBe('data: one\n\n');
      const [exchange] = await proxy.sink.waitForEnds(1);
      expect(exchange?.end?.end).toBe('truncated');
      expect(exchange?.injected).toEqual([]);
      return end.at - diedAt;
    });
    expect(leastMs).toBeLessThan(50);
  });

  test('disconnect right behind the head: the client still gets the head', async () => {
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        await readUntil(socket, '{}');
        socket.end(sseHead);
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url, { deathNotice: 'disconnect' })]));
    const client = await connectRaw(proxy.port);
    client.write(ask());
    const end = await client.closed;
    expect(end.text).toContain('HTTP/1.1 200 OK');
    expect(end.text.endsWith('\r\n\r\n')).toBe(true);
  });

  test('a compressed stream cannot be extended: disconnect', async () => {
    const head = sseHead.replace('Transfer', 'Content-Encoding: gzip\r\nTransfer');
    const { client, die } = await streamThenDie(head + chunkOf('data: one'), {});
    die((socket) => socket.resetAndDestroy());
    const end = await client.closed;
    expect(body(end.text)).toBe('data: one');
  });

  test('a length-delimited body that is too short: disconnect', async () => {
    const head = sseHead.replace('Transfer-Encoding: chunked', 'Content-Length: 100');
    const { proxy, client, die } = await streamThenDie(`${head}data: one`, {});
    die((socket) => socket.end());
    const end = await client.closed;
    expect(end.text.endsWith('data: one')).toBe(true);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'upstream-closed' } });
  });

  test('an HTTP/1.0 client, whose body ends with the connection, sees a reset when nothing can be added', async () => {
    const { client, die } = await streamThenDie(first.replace('event-stream', 'plain'), {}, ask(undefined, '1.0'));
    die((socket) => socket.resetAndDestroy());
    const end = await client.closed;
    expect(end.error).toBe('ECONNRESET');
    expect(end.text).not.toContain('chunked');
  });

  test('what had arrived behind a slow client is still passed on', async () => {
    const big = 'x'.repeat(3_000_000);
    const { proxy, client, die } = await streamThenDie(first, {});
    client.socket.pause();
    die((socket) => socket.end(chunkOf(`data: ${big}\n\n`)));
    await new Promise((resolve) => setImmediate(resolve));
    client.socket.resume();
    const text = await client.waitFor('0\r\n\r\n');
    expect(text.length).toBeGreaterThan(3_000_000);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('truncated');
    client.socket.destroy();
  });
});

describe('client leaves', () => {
  test('in mid-stream: the upstream request is destroyed within 100 ms', async () => {
    let closedAt = 0;
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: one\n\n');
        response.on('close', () => {
          closedAt = performance.now();
        });
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    let count = 0;
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const leastMs = await atBest(100, async () => {
        closedAt = 0;
        count += 1;
        const client = await connectRaw(proxy.port);
        client.write(ask());
        await client.waitFor('data: one');
        const leftAt = performance.now();
        client.socket[leave]();
        await expect.poll(() => closedAt, { interval: 1 }).toBeGreaterThan(0);
        return closedAt - leftAt;
      });
      expect(leastMs).toBeLessThan(100);
    }
    const ended = await proxy.sink.waitForEnds(count);
    expect(new Set(ended.map((exchange) => exchange.end?.end))).toEqual(new Set(['client-aborted']));
    expect(ended[0]?.responseChunks.map((chunk) => chunk.bytes.toString()).join('')).toBe('data: one\n\n');
  });

  test('before the answer, and while uploading', async () => {
    let closed = 0;
    const upstream = keep(
      await startFakeUpstream((request, response) => {
        request.resume();
        request.on('error', () => undefined);
        response.on('close', () => {
          closed += 1;
        });
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    for (const request of [ask(), ask().replace('Length: 2', 'Length: 9')]) {
      const client = await connectRaw(proxy.port);
      client.write(request);
      await expect.poll(() => upstream.requests.length, { interval: 1 }).toBe(closed + 1);
      client.socket.destroy();
      await expect.poll(() => closed, { interval: 1 }).toBe(upstream.requests.length);
    }
    const ended = await proxy.sink.waitForEnds(2);
    expect(ended.map((exchange) => exchange.end?.end)).toEqual(['client-aborted', 'client-aborted']);
  });

  test('a pipelined request that still waited for its turn is given up too', async () => {
    let closed = 0;
    const upstream = keep(
      await startFakeUpstream((request, response) => {
        request.resume();
        response.on('close', () => {
          closed += 1;
        });
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    client.write('GET /up/1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /up/2 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expect.poll(() => upstream.requests.length, { interval: 1 }).toBe(2);
    client.socket.destroy();
    await proxy.sink.waitForEnds(2);
    await expect.poll(() => closed, { interval: 1 }).toBe(2);
  });
});
