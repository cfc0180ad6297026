/** HTTP/2 inside interception, with Node's own client and curl: exchanges like any other, streamed and ended as such. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http2, { type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { atBest } from '../../../tests/support/at-best.ts';
import { startFakeUpstream, startRawUpstream } from '../../../tests/support/fake-upstream.ts';
import { connectTo, type InterceptingProxy, secure, startIntercepting } from '../../../tests/support/intercepting.ts';
import { keep } from '../../../tests/support/keep-open.ts';
import { hasCurlWithHttp2 } from '../../../tests/support/programs.ts';

const host = 'api.openai.com';
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function redirected(handler: Handler, offersHttp2 = false) {
  const upstream = keep(await startFakeUpstream(handler));
  const rules = [{ host, action: 'redirect', url: upstream.url }] as const;
  const proxy = keep(await startIntercepting(rules));
  if (!offersHttp2) return { ...proxy, upstream };
  const { certificateFile, leafFor } = proxy.authority;
  const interception = () => ({ rules, leafFor, certificateFile, offersHttp2 });
  return { ...keep(await startIntercepting(rules, { interception })), authority: proxy.authority, upstream };
}

/** A session of a client that speaks nothing but HTTP/2. */
async function openSession(proxy: Pick<InterceptingProxy, 'port' | 'authority'>): Promise<ClientHttp2Session> {
  const client = await connectTo(proxy.port, `${host}:443`);
  const options = { ca: proxy.authority.certificate, servername: host, ALPNProtocols: ['h2'] };
  const socket = await secure(client, options);
  expect(socket.alpnProtocol).toBe('h2');
  const session = http2.connect(`https://${host}`, { createConnection: () => socket });
  session.on('error', () => undefined);
  keep({ close: async () => session.destroy() });
  return session;
}

type Answer = {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: IncomingHttpHeaders | null;
  /** The code of the reset; 0: a clean end. */
  readonly resetCode: number;
};

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const parts: Buffer[] = [];
  let trailers: IncomingHttpHeaders | null = null;
  let headers: IncomingHttpHeaders = {};
  stream.on('error', () => undefined);
  stream.on('response', (head) => {
    headers = head;
  });
  stream.on('trailers', (tail) => {
    trailers = tail;
  });
  stream.on('data', (part: Buffer) => parts.push(part));
  await new Promise((resolve) => stream.once('close', resolve));
  return { headers, body: Buffer.concat(parts), trailers, resetCode: stream.rstCode ?? 0 };
}

test('a client that speaks only HTTP/2 is served, one that speaks both gets 1.1 unless HTTP/2 is wanted', async () => {
  const proxy = await redirected((_, response) => response.end('ok'));
  await openSession(proxy);
  const offer = async (at: Pick<InterceptingProxy, 'port' | 'authority'>, protocols: readonly string[]) => {
    const client = await connectTo(at.port, `${host}:443`);
    const socket = await secure(client, {
      ca: at.authority.certificate,
      servername: host,
      ALPNProtocols: [...protocols],
    });
    socket.destroy();
    return socket.alpnProtocol;
  };
  expect(await offer(proxy, ['h2', 'http/1.1'])).toBe('http/1.1');
  expect(await offer(proxy, ['http/1.1'])).toBe('http/1.1');
  await expect(offer(proxy, ['acme-tls/1'])).rejects.toThrow();
  const wide = await redirected((_, response) => response.end('ok'), true);
  expect(await offer(wide, ['http/1.1', 'h2'])).toBe('h2');
});

test('a request over HTTP/2 is an exchange like any other, and its upstream is asked in HTTP/1.1', async () => {
  const proxy = await redirected((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, [
        ['Content-Type', 'text/event-stream'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Connection', 'keep-alive'],
        ['X-Request-Id', 'req-1'],
      ] as never);
      response.end('data: [DONE]\n\n');
    });
  });
  const session = await openSession(proxy);
  const body = '{"model":"gpt-4o-mini","messages":[]}';
  const stream = session.request({
    ':method': 'POST',
    ':path': '/v1/chat/completions?x=1',
    authorization: 'Bearer sk-test-0123456789abcdef',
    'x-kept': 'yes',
    cookie: ['one=1', 'two=2'],
    'content-length': String(body.length),
  });
  stream.end(body);
  const answer = await answerOf(stream);
  expect(answer.headers).toMatchObject({
    ':status': 200,
    'content-type': 'text/event-stream',
    'x-request-id': 'req-1',
    'set-cookie': ['a=1', 'b=2'],
  });
  expect(answer.headers.connection).toBeUndefined();
  expect(answer.body.toString()).toBe('data: [DONE]\n\n');
  expect(answer.resetCode).toBe(0);
  const asked = proxy.upstream.requests[0];
  expect([asked?.httpVersion, asked?.method, asked?.url]).toEqual(['1.1', 'POST', '/v1/chat/completions?x=1']);
  expect(asked?.headers).toMatchObject({ 'x-kept': 'yes', cookie: 'one=1; two=2', 'content-length': '37' });
  expect(asked?.rawHeaders.some((name) => name.startsWith(':'))).toBe(false);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ httpVersion: '2.0', upstream: 'openai', format: 'openai-chat' });
  expect(exchange?.start.client.address).toContain('127.0.0.1');
  expect(exchange?.end).toMatchObject({ end: 'complete', failure: null });
  expect(Buffer.concat(exchange?.requestChunks ?? []).toString()).toBe(body);
  expect(proxy.sink.allText()).not.toContain('0123456789');
  expect(proxy.faults).toEqual([]);
});

test('many streams of one connection run side by side', async () => {
  const proxy = await redirected((request, response) => void request.pipe(response));
  const session = await openSession(proxy);
  const one = async (index: number): Promise<void> => {
    const stream = session.request({ ':method': 'POST', ':path': `/echo/${index}` });
    stream.end(`number ${index}`);
    expect((await answerOf(stream)).body.toString()).toBe(`number ${index}`);
  };
  await Promise.all(Array.from({ length: 100 }, (_, index) => one(index)));
  const exchanges = await proxy.sink.waitForEnds(100);
  expect(exchanges.every(({ end }) => end?.end === 'complete')).toBe(true);
});

test('3 MB pass both ways unchanged, without a length, with trailers of both sides', async () => {
  const sent = randomBytes(3_000_000);
  let trailers: NodeJS.Dict<string> = {};
  const proxy = await redirected((request, response) => {
    expect(request.headers['transfer-encoding']).toBe('chunked');
    response.writeHead(200, { trailer: 'x-checksum' });
    request.pipe(response, { end: false });
    request.on('end', () => {
      trailers = request.trailers;
      response.addTrailers({ 'X-Checksum': 'abc' });
      response.end();
    });
  });
  const session = await openSession(proxy);
  const stream = session.request(
    { ':method': 'POST', ':path': '/echo', trailer: 'x-of-request' },
    { waitForTrailers: true },
  );
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-of-request': 'here' }));
  stream.end(sent);
  const answer = await answerOf(stream);
  expect(answer.body.equals(sent)).toBe(true);
  expect(answer.trailers).toMatchObject({ 'x-checksum': 'abc' });
  expect(trailers).toEqual({ 'x-of-request': 'here' });
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.requestTrailers.map(({ name }) => name)).toEqual(['x-of-request']);
  expect(exchange?.end?.responseTrailers.map(({ name }) => name)).toEqual(['X-Checksum']);
});

test('the first bytes of a stream do not wait for the last', async () => {
  let finish = (): void => undefined;
  const proxy = await redirected((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    finish = () => response.end('data: [DONE]\n\n');
  });
  const session = await openSession(proxy);
  const stream = session.request({ ':path': '/v1/stream' });
  const [first] = (await once(stream, 'data')) as [Buffer];
  expect(first.toString()).toBe('data: 1\n\n');
  const rest = answerOf(stream);
  finish();
  expect((await rest).body.toString()).toBe('data: [DONE]\n\n');
});

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('%s answered with %i has no body and ends cleanly', async (method, status) => {
  const proxy = await redirected((_, response) => response.writeHead(status, { etag: '"x"' }).end());
  const stream = (await openSession(proxy)).request({ ':method': method, ':path': '/x' });
  const answer = await answerOf(stream);
  expect([answer.headers[':status'], answer.headers.etag, answer.body.length]).toEqual([status, '"x"', 0]);
  expect(answer.resetCode).toBe(0);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('complete');
});

test('1xx answers and Expect pass', async () => {
  const upstream = keep(
    await startRawUpstream((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n');
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
      });
    }),
  );
  const proxy = keep(await startIntercepting([{ host, action: 'redirect', url: upstream.url }]));
  const session = await openSession(proxy);
  const stream = session.request({ ':method': 'POST', ':path': '/x', expect: '100-continue', 'content-length': '2' });
  const seen: number[] = [];
  stream.on('headers', (headers) => seen.push(Number(headers[':status'])));
  stream.on('continue', () => {
    seen.push(100);
    stream.end('hi');
  });
  const answer = await answerOf(stream);
  expect(answer.body.toString()).toBe('ok');
  expect(seen).toContain(103);
  expect(seen).toContain(100);
});

test('a cut event stream gets the error event, a cut body of another kind a stream error', async () => {
  const proxy = await redirected((request, response) => {
    const isStream = request.url === '/v1/chat/completions';
    response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/octet-stream' });
    response.write(isStream ? 'data: {"choices":[]}\n\n' : 'part', () => response.socket?.resetAndDestroy());
  });
  const session = await openSession(proxy);
  const told = await answerOf(session.request({ ':method': 'POST', ':path': '/v1/chat/completions' }).end('{}'));
  expect(told.body.toString()).toContain('The answer was cut off');
  expect(told.resetCode).toBe(0);
  const cut = await answerOf(session.request({ ':path': '/file' }));
  expect(cut.body.toString()).toBe('part');
  expect(cut.resetCode).toBe(http2.constants.NGHTTP2_INTERNAL_ERROR);
  const exchanges = await proxy.sink.waitForEnds(2);
  expect(exchanges.map(({ end }) => end?.end)).toEqual(['truncated', 'truncated']);
  expect(session.destroyed).toBe(false);
});

test('a host that cannot be reached is a 502 in words', async () => {
  const gone = await startRawUpstream(() => undefined);
  await gone.close();
  const proxy = keep(await startIntercepting([{ host, action: 'redirect', url: gone.url }]));
  const answer = await answerOf((await openSession(proxy)).request({ ':path': '/v1/models' }));
  expect(answer.headers).toMatchObject({ ':status': 502, 'x-wirelens-error': 'connection-refused' });
  expect(answer.body.toString()).toContain('connection refused');
});

test.each(['stream', 'connection'])(
  'a client that drops its %s takes the upstream along within 100 ms',
  async (what) => {
    let gone = (_at: number): void => undefined;
    const proxy = await redirected((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      response.on('close', () => gone(performance.now()));
    });
    const leastMs = await atBest(100, async () => {
      const left = new Promise<number>((resolve) => {
        gone = resolve;
      });
      const session = await openSession(proxy);
      const stream = session.request({ ':path': '/v1/stream' });
      stream.on('error', () => undefined);
      await once(stream, 'data');
      const at = performance.now();
      if (what === 'stream') stream.close(http2.constants.NGHTTP2_CANCEL);
      else session.destroy();
      return (await left) - at;
    });
    expect(leastMs).toBeLessThan(100);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('client-aborted');
  },
);

test('a client that does not read slows the upstream down, and one stream does not hold the others', async () => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  let taken = 0;
  const proxy = await redirected((request, response) => {
    if (request.url !== '/big') {
      response.end('small');
      return;
    }
    const push = (): void => {
      while (taken < 100_000_000) {
        taken += piece.length;
        if (!response.write(piece)) return;
      }
    };
    response.on('drain', push);
    push();
  });
  const session = await openSession(proxy);
  const stream = session.request({ ':path': '/big' });
  stream.on('error', () => undefined);
  stream.pause();
  await once(stream, 'response');
  let before = -1;
  while (before !== taken) {
    before = taken;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(taken).toBeLessThan(20_000_000);
  expect((await answerOf(session.request({ ':path': '/small' }))).body.toString()).toBe('small');
  stream.destroy();
});

test('an upload waits for an upstream that does not read', async () => {
  let sent = 0;
  const upstream = keep(await startRawUpstream((socket) => void socket.pause()));
  const proxy = keep(await startIntercepting([{ host, action: 'redirect', url: upstream.url }]));
  const stream = (await openSession(proxy)).request({ ':method': 'POST', ':path': '/x' });
  stream.on('error', () => undefined);
  const piece = Buffer.alloc(64 * 1024);
  const push = (): void => {
    while (sent < 100_000_000) {
      sent += piece.length;
      if (!stream.write(piece)) return;
    }
  };
  stream.on('drain', push);
  push();
  let before = -1;
  while (before !== sent) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(sent).toBeLessThan(20_000_000);
  stream.destroy();
});

test('gRPC is told that it cannot be, and CONNECT within the connection is refused', async () => {
  const proxy = await redirected((_, response) => response.end('never'));
  const session = await openSession(proxy);
  const rpc = session.request({ ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' });
  const answer = await answerOf(rpc.end('x'));
  expect(answer.headers[':status']).toBe(415);
  expect(answer.body.toString()).toContain('tunnel');
  expect(proxy.upstream.requests).toHaveLength(0);
  const connect = session.request({ ':method': 'CONNECT', ':authority': 'other:443' });
  expect((await answerOf(connect)).headers[':status']).toBe(501);
});

test.skipIf(!hasCurlWithHttp2)('curl that insists on HTTP/2', async () => {
  const proxy = await redirected((request, response) => void request.pipe(response), true);
  const { stdout } = await promisify(execFile)('curl', [
    ...['--silent', '--show-error', '--http2', '--proxy', proxy.url, '--cacert', proxy.authority.certificateFile],
    ...['--data', 'from curl', '--write-out', ' over %{http_version}', `https://${host}/v1/echo`],
  ]);
  expect(stdout).toBe('from curl over 2');
});
