/** Requests in absolute form: the forward proxy in the clear, who may use it, and what is kept of what passes. */
import { expect, test } from 'vitest';
import { startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { startIntercepting } from '../../tests/support/intercepting.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw, headerLines } from '../../tests/support/raw-client.ts';

async function ask(port: number, text: string): Promise<string> {
  const client = await connectRaw(port);
  client.write(text);
  return (await client.closed).text;
}

test('a request to an unlisted host passes whole and is recorded as host, bytes and times', async () => {
  let body = '';
  const upstream = keep(
    await startFakeUpstream((request, response) => {
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => response.writeHead(201, { 'X-Private': 'header' }).end('private answer'));
    }),
  );
  const proxy = keep(await startProxy([]));
  const authority = `localhost:${upstream.port}`;
  const answer = await ask(
    proxy.port,
    `POST http://${authority}/secret?a=b HTTP/1.1\r\nHost: wrong\r\nX-Mine: 1\r\nProxy-Authorization: Basic eDp5\r\nProxy-Connection: keep-alive\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody`,
  );
  expect(answer).toContain('201 Created');
  expect(answer).toContain('private answer');
  expect(body).toBe('body');
  expect(upstream.requests[0]?.url).toBe('/secret?a=b');
  expect(upstream.requests[0]?.rawHeaders).toEqual(['Host', authority, 'X-Mine', '1', 'Content-Length', '4']);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ target: `http://${authority}`, requestHeaders: [], upstream: 'localhost' });
  expect(exchange?.upgradedAt).not.toBeNull();
  expect(exchange?.response).toMatchObject({ status: 201, headers: [] });
  expect(Buffer.concat(exchange?.requestChunks ?? []).length).toBe(4);
  expect(proxy.sink.allText()).not.toMatch(/secret|X-Private|X-Mine/i);
});

test('a request to a listed host is a whole exchange', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('{}')));
  const proxy = keep(await startIntercepting([{ host: 'localhost', action: 'intercept' }]));
  const target = `http://localhost:${upstream.port}/v1/chat/completions`;
  await ask(proxy.port, `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`);
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.start).toMatchObject({ path: '/v1/chat/completions', format: 'openai-chat', upstreamUrl: target });
  expect(exchange?.upgradedAt).toBeNull();
  expect(exchange?.requestChunks.join('')).toBe('{}');
});

test('ourselves in absolute form is a base-URL request, with all its rules', async () => {
  const upstream = keep(await startFakeUpstream((request, response) => response.end(request.url)));
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const own = `127.0.0.1:${proxy.port}`;
  const get = (headers: string): string =>
    `GET http://${own}/up/v1/x?y HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;
  expect(await ask(proxy.port, get(`Host: ${own}\r\n`))).toContain('/v1/x?y');
  expect(await ask(proxy.port, get(`Host: ${own}\r\nOrigin: https://evil.example\r\n`))).toContain('403');
  expect(await ask(proxy.port, get('Host: evil.example\r\n'))).toContain('403');
});

test('an origin-form request for a foreign host stays refused (DNS rebinding)', async () => {
  const proxy = keep(await startIntercepting([{ host: 'api.openai.com', action: 'intercept' }]));
  const answer = await ask(proxy.port, 'GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n');
  expect(answer).toContain('403 Forbidden');
});

test('user info in the target is refused', async () => {
  const proxy = keep(await startProxy([]));
  expect(
    await ask(proxy.port, 'GET http://a:b@localhost:1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
  ).toContain('404');
});

test('beyond loopback every proxy request needs the token, as the password of the proxy URL', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('inside')));
  const proxy = keep(await startProxy([], { token: () => 'the-token' }));
  await proxy.close();
  const { createProxyServer } = await import('./proxy-server.ts');
  const server = keep(
    createProxyServer({
      sink: proxy.sink,
      upstreams: () => [],
      endpointKey: () => null,
      salt: 's',
      token: () => 'the-token',
      onFault: () => undefined,
    }),
  );
  const listening = await server.listen(0, '0.0.0.0');
  if (!listening.ok) throw new Error(listening.error.message);
  const { port } = listening.value;
  const authority = `localhost:${upstream.port}`;
  const credentials = `Proxy-Authorization: Basic ${Buffer.from('wirelens:the-token').toString('base64')}\r\n`;
  for (const line of [`CONNECT ${authority}`, `GET http://${authority}/`]) {
    const refused = await ask(port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(refused).toMatch(/^HTTP\/1\.1 407 /);
    expect(headerLines(refused).some((header) => header.startsWith('Proxy-Authenticate: Basic'))).toBe(true);
  }
  const wrong = credentials.replace(/Basic .*/, `Basic ${Buffer.from('x:the-tokem').toString('base64')}`);
  expect(
    await ask(port, `GET http://${authority}/ HTTP/1.1\r\nHost: x\r\n${wrong}\r\nConnection: close\r\n\r\n`),
  ).toContain('407');
  expect(
    await ask(port, `GET http://${authority}/ HTTP/1.1\r\nHost: x\r\n${credentials}Connection: close\r\n\r\n`),
  ).toContain('inside');
  const client = await connectRaw(port);
  client.write(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n${credentials}\r\n`);
  await client.waitFor('200 Connection Established');
  client.socket.destroy();
  expect(proxy.sink.allText()).not.toContain('the-token');
});
