import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { atLength } from '../../tests/support/at-length.ts';
import { readUntil, startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw, headerLines } from '../../tests/support/raw-client.ts';

/** An upstream that reads up to `end`, answers with `answer`, and remembers what it read. */
async function canned(
  end: string,
  answer: string,
): Promise<{ url: string; seen: string[]; close: () => Promise<void> }> {
  const seen: string[] = [];
  const upstream = await startRawUpstream(async (socket) => {
    seen.push(await readUntil(socket, end));
    socket.write(answer);
  });
  return keep({ url: upstream.url, seen, close: upstream.close });
}

/** What a raw client gets for a raw request, up to `until`. */
async function exchange(url: string, request: string, until: string): Promise<string> {
  const proxy = keep(await startProxy([upstreamAt('up', url)]));
  const client = await connectRaw(proxy.port);
  client.write(request);
  const text = await client.waitFor(until);
  client.socket.destroy();
  return text;
}

describe('request framing', () => {
  test('a POST without a body gets no framing of ours', async () => {
    const upstream = await canned('\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n');
    await exchange(upstream.url, 'POST /up/x HTTP/1.1\r\nHost: localhost\r\n\r\n', '204');
    expect(headerLines(upstream.seen[0] ?? '')).toHaveLength(1);
    expect(upstream.seen[0]?.endsWith('\r\n\r\n')).toBe(true);
  });

  test('Content-Length is kept; a DELETE with a chunked body keeps its body', async () => {
    const upstream = await canned('0\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n');
    const request =
      'DELETE /up/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    await exchange(upstream.url, request, '204');
    expect(upstream.seen[0]).toContain('\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
  });

  test('request and response trailers pass', async () => {
    const answer =
      'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n';
    const upstream = await canned('X-Check: 9\r\n\r\n', answer);
    const request =
      'POST /up/x HTTP/1.1\r\nHost: localhost\r\nTrailer: X-Check\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Check: 9\r\n\r\n';
    const text = await exchange(upstream.url, request, 'X-Sum: 7\r\n\r\n');
    expect(text).toBe(answer);
    expect(upstream.seen[0]).toContain('TE: trailers\r\n');
    expect(upstream.seen[0]).toContain('0\r\nX-Check: 9\r\n\r\n');
  });

  test('headers that Connection names and other hop-by-hop ones stay on their hop', async () => {
    const upstream = await canned('\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n');
    const request =
      'GET /up/x HTTP/1.1\r\nHost: localhost\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 3\r\nTE: gzip\r\nX-Stay: 1\r\nx-wirelens-token: t\r\n\r\n';
    await exchange(upstream.url, request, '204');
    expect(headerLines(upstream.seen[0] ?? '').slice(1)).toEqual(['X-Stay: 1']);
  });

  test('header bytes beyond ASCII pass unchanged', async () => {
    const upstream = await canned('\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n');
    await exchange(
      upstream.url,
      'POST /up/x HTTP/1.1\r\nHost: localhost\r\nX-Title: caf\u00e9 \u4f60\r\nContent-Length: 0\r\n\r\n',
      '204',
    );
    expect(Buffer.from(upstream.seen[0] ?? '', 'latin1').toString('utf8')).toContain('X-Title: caf\u00e9 \u4f60\r\n');
  });

  test('a JSON body with headers beyond ASCII passes unchanged while the head goes first', async () => {
    const upstream = await canned('{}', 'HTTP/1.1 200 OK\r\nX-T: \u4f60\r\nContent-Length: 2\r\n\r\nok');
    const text = await exchange(
      upstream.url,
      'POST /up/x HTTP/1.1\r\nHost: localhost\r\nX-Title: \u4f60\r\nContent-Length: 2\r\n\r\n{}',
      'ok',
    );
    expect(Buffer.from(upstream.seen[0] ?? '', 'latin1').toString('utf8')).toContain('X-Title: \u4f60\r\n');
    expect(Buffer.from(text, 'latin1').toString('utf8')).toContain('X-T: \u4f60\r\n');
  });
});

describe('answers', () => {
  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\n\r\n'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 5\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    [
      'GET',
      'HTTP/1.1 429 Too Many Requests\r\nretry-after: 7\r\nContent-Length: 11\r\n\r\n{"error":{}}'.replace('{}}', '1}'),
    ],
    ['GET', 'HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n'],
  ])('%s: %j reaches the client byte for byte, and the connection serves the next request', async (method, answer) => {
    let served = 0;
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        for (;;) {
          await readUntil(socket, '\r\n\r\n');
          served += 1;
          socket.write(answer);
        }
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    const ask = `${method} /up/x HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    client.write(ask);
    await proxy.sink.waitForEnds(1);
    client.write(ask);
    await proxy.sink.waitForEnds(2);
    await expect.poll(() => client.text()).toBe(answer + answer);
    expect(served).toBe(2);
    client.socket.destroy();
  });

  test('non-200 to a streaming request reaches the client exactly', async () => {
    const answer =
      'HTTP/1.1 529 Overloaded\r\ncontent-type: application/json\r\nrequest-id: req_1\r\nContent-Length: 36\r\n\r\n{"type":"error","error":{"type":"x"}}'.slice(
        0,
        -1,
      );
    const upstream = await canned('{"stream":true}', answer);
    const request = 'POST /up/v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\n\r\n{"stream":true}';
    expect(await exchange(upstream.url, request, '"x"')).toBe(answer);
  });

  test('a body that ends with the connection becomes chunked for HTTP/1.1, and stays so for HTTP/1.0', async () => {
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        await readUntil(socket, '\r\n\r\n');
        socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nbody');
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const modern = await connectRaw(proxy.port);
    modern.write('GET /up/x HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await modern.waitFor('0\r\n\r\n')).toContain('Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n');
    const old = await connectRaw(proxy.port);
    old.write('GET /up/x HTTP/1.0\r\n\r\n');
    const end = await old.closed;
    expect(end.error).toBeNull();
    expect(end.text.endsWith('\r\n\r\nbody')).toBe(true);
    modern.socket.destroy();
  });

  test('an HTTP/1.0 client gets a chunked body plain, to the end of the connection', async () => {
    const upstream = await canned(
      '\r\n\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    client.write('GET /up/x HTTP/1.0\r\n\r\n');
    const end = await client.closed;
    expect(end.text).not.toMatch(/transfer-encoding/i);
    expect(end.text.endsWith('\r\n\r\nabc')).toBe(true);
  });
});

describe('1xx', () => {
  test('Expect: 100-continue waits for the upstream’s 100, and 103 passes with its headers', async () => {
    const order: string[] = [];
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        order.push(await readUntil(socket, '\r\n\r\n'));
        socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        await readUntil(socket, 'body');
        socket.write(
          'HTTP/1.1 103 Early Hints\r\nLiNk: </a>; rel=preload\r\nX-Y: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        );
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    client.write('PUT /up/x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n');
    await client.waitFor('100 Continue\r\n\r\n');
    expect(order[0]).toContain('Expect: 100-continue\r\n');
    client.write('body');
    expect(await client.waitFor('\r\n\r\nok')).toBe(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLiNk: </a>; rel=preload\r\nX-Y: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    client.socket.destroy();
  });

  test('an upstream that refuses before the body: no 100 is invented', async () => {
    const upstream = await canned('\r\n\r\n', 'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
    const text = await exchange(
      upstream.url,
      'PUT /up/x HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
      '413',
    );
    expect(text.startsWith('HTTP/1.1 413 Too Large\r\n')).toBe(true);
  });
});

test('pipelined requests are answered in order, each from its own upstream', async () => {
  const slow = keep(
    await startFakeUpstream((request, response) => void setTimeout(() => response.end(`slow ${request.url}`), 30)),
  );
  const fast = keep(await startFakeUpstream((request, response) => void response.end(`fast ${request.url}`)));
  const proxy = keep(await startProxy([upstreamAt('slow', slow.url), upstreamAt('fast', fast.url)]));
  const client = await connectRaw(proxy.port);
  const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  client.write(ask('/slow/1') + ask('/fast/2') + ask('/slow/3') + ask('/nobody/4'));
  const text = await client.waitFor('"error"');
  expect(text.match(/slow \/1|fast \/2|slow \/3|no-route/g)).toEqual(['slow /1', 'fast /2', 'slow /3', 'no-route']);
  client.socket.destroy();
});

test('the answer may begin while the request is still being sent (full duplex)', async () => {
  const upstream = keep(await startFakeUpstream((request, response) => void request.pipe(response)));
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const client = await connectRaw(proxy.port);
  client.write('POST /up/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n');
  await client.waitFor('3\r\none\r\n');
  client.write('3\r\ntwo\r\n');
  await client.waitFor('3\r\ntwo\r\n');
  client.write('0\r\n\r\n');
  await client.waitFor('0\r\n\r\n');
  const [first] = await proxy.sink.waitForEnds(1);
  expect(first?.end?.end).toBe('complete');
  client.socket.destroy();
});

test('`Upgrade: h2c` of a Java client is served as the plain request it also is, body included', async () => {
  const upstream = await canned('{}', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const request =
    'POST /up/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\nContent-Length: 2\r\n\r\n{}';
  await exchange(upstream.url, request, '\r\n\r\nok');
  expect(headerLines(upstream.seen[0] ?? '').slice(1)).toEqual(['Content-Length: 2']);
});

const streams = atLength(100, 20);

test(`${streams} streams at once: every client gets its own bytes, in order`, async () => {
  const upstream = keep(
    await startFakeUpstream((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let index = 0;
      const timer = setInterval(() => {
        response.write(`data: ${request.url} ${index}\n\n`);
        index += 1;
        if (index < 20) return;
        clearInterval(timer);
        response.end();
      }, 2);
    }),
  );
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const bodies = await Promise.all(
    Array.from({ length: streams }, async (_, stream) => (await fetch(`${proxy.url}/up/${stream}`)).text()),
  );
  bodies.forEach((body, stream) => {
    expect(body).toBe(Array.from({ length: 20 }, (_, index) => `data: /${stream} ${index}\n\n`).join(''));
  });
  const ended = await proxy.sink.waitForEnds(streams);
  expect(ended.every((one) => one.end?.end === 'complete' && one.endCount === 1)).toBe(true);
});

describe('back-pressure', () => {
  test('a 64 MB stream to a client that does not read: under 16 MB leave the upstream until it does', async () => {
    const block = randomBytes(64 * 1024);
    const sent = createHash('sha256');
    let sentBytes = 0;
    const upstream = keep(
      await startFakeUpstream(async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let round = 0; round < 1024; round += 1) {
          sent.update(block);
          sentBytes += block.length;
          if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve));
        }
        response.end();
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const answer = await new Promise<http.IncomingMessage>((resolve) => http.get(`${proxy.url}/up/x`, resolve));
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = before === sentBytes && sentBytes > 0;
          before = sentBytes;
          return isStill;
        },
        { interval: 150 },
      )
      .toBe(true);
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
    const got = createHash('sha256');
    for await (const chunk of answer) got.update(chunk);
    expect(got.digest('hex')).toBe(sent.digest('hex'));
    expect(sentBytes).toBe(64 * 1024 * 1024);
  });

  test('an upstream that does not read pauses the uploading client', async () => {
    const held: Socket[] = [];
    const upstream = keep(
      await startRawUpstream((socket) => {
        socket.pause();
        held.push(socket);
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const total = 64 * 1024 * 1024;
    const client = await connectRaw(proxy.port);
    client.write(`POST /up/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${total}\r\n\r\n`);
    client.write(Buffer.alloc(total, 'x'));
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = before === client.socket.bytesWritten - client.socket.writableLength;
          before = client.socket.bytesWritten - client.socket.writableLength;
          return isStill && held.length > 0;
        },
        { interval: 150 },
      )
      .toBe(true);
    const [started] = proxy.sink.exchanges;
    const taken = started?.requestChunks.reduce((sum, chunk) => sum + chunk.length, 0) ?? 0;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(16 * 1024 * 1024);
    client.socket.destroy();
  });
});

test('a 5 MB upload arrives whole, and its first byte before its last was sent', async () => {
  const body = randomBytes(5 * 1024 * 1024);
  const digest = createHash('sha256');
  let firstAt = 0;
  const upstream = keep(
    await startFakeUpstream(async (request, response) => {
      for await (const chunk of request) {
        firstAt ||= performance.now();
        digest.update(chunk);
      }
      response.end(digest.digest('hex'));
    }),
  );
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const client = await connectRaw(proxy.port);
  client.write(`POST /up/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`);
  client.write(body.subarray(0, 1000));
  await expect.poll(() => firstAt, { interval: 1 }).toBeGreaterThan(0);
  client.write(body.subarray(1000));
  const text = await client.waitFor(createHash('sha256').update(body).digest('hex'));
  expect(text).toContain('200 OK');
  const [first] = await proxy.sink.waitForEnds(1);
  expect(Buffer.concat(first?.requestChunks ?? []).equals(body)).toBe(true);
  client.socket.destroy();
});
