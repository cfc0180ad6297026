/**
 * Why requests do not go out by the `http-proxy` package (proxy-engine.ts): each fault is shown here with the package
 * used as well as it can be, `selfHandleResponse` included. When one of these tests fails, the package got better.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import httpProxy from 'http-proxy';
import { describe, expect, test } from 'vitest';
import { type FakeUpstream, readUntil, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { connectRaw, headerLines } from '../../tests/support/raw-client.ts';

/** http-proxy in front of `upstream`, the response rebuilt from its raw headers by us. */
async function frontedBy(upstream: FakeUpstream): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  const proxy = httpProxy.createProxyServer({ target: upstream.url, agent, selfHandleResponse: true });
  proxy.on('error', (_error, _request, response) => void response.destroy());
  proxy.on('proxyRes', (source, _request, response) => {
    response.writeHead(source.statusCode ?? 200, source.rawHeaders);
    source.pipe(response);
  });
  const server = http.createServer((request, response) => proxy.web(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keep({
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return (server.address() as AddressInfo).port;
}

/** The request as the upstream saw it, up to `end`. */
async function seenByUpstream(request: string, end: string): Promise<string> {
  let seen = '';
  const upstream = keep(
    await startRawUpstream(async (socket) => {
      seen = await readUntil(socket, end);
      socket.write('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );
  const client = await connectRaw(await frontedBy(upstream));
  client.write(request);
  await client.waitFor('204');
  client.socket.destroy();
  return seen;
}

describe('http-proxy, requests', () => {
  test('header names lose their case, duplicates are merged or dropped', async () => {
    const seen = await seenByUpstream(
      'GET /x HTTP/1.1\r\nHost: h\r\nX-Case: 1\r\nX-Dup: 1\r\nX-Dup: 2\r\nUser-Agent: a\r\nUser-Agent: b\r\n\r\n',
      '\r\n\r\n',
    );
    const lines = headerLines(seen);
    expect(lines).toContain('x-case: 1');
    expect(lines).toContain('x-dup: 1, 2');
    expect(lines.filter((line) => line.startsWith('user-agent'))).toEqual(['user-agent: a']);
  });

  test('`Connection` is added', async () => {
    const seen = await seenByUpstream('GET /x HTTP/1.1\r\nHost: h\r\n\r\n', '\r\n\r\n');
    expect(seen.toLowerCase()).toContain('connection: keep-alive');
  });

  test('the path is normalised', async () => {
    const seen = await seenByUpstream('GET /a/../b%2e?x=|y&&z HTTP/1.1\r\nHost: h\r\n\r\n', '\r\n\r\n');
    expect(seen.startsWith('GET /b%2e?')).toBe(true);
  });

  test('a DELETE with a chunked body is sent as `content-length: 0`', async () => {
    const request = 'DELETE /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const seen = await seenByUpstream(request, '\r\n\r\n');
    expect(seen).toContain('content-length: 0');
  });

  test('request trailers are dropped', async () => {
    const request =
      'POST /x HTTP/1.1\r\nHost: h\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n';
    expect(await seenByUpstream(request, '0\r\n\r\n')).not.toMatch(/x-t: 1/i);
  });
});

test('http-proxy, WebSocket: the 101’s header names lose their case (so web-socket-pass.ts hands them over again)', async () => {
  const upstream = keep(
    await startRawUpstream(async (socket) => {
      await readUntil(socket, '\r\n\r\n');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpGrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    }),
  );
  const proxy = httpProxy.createProxyServer({ target: upstream.url });
  const server = http.createServer();
  server.on('upgrade', (request, socket, head) => {
    proxy.ws(request, socket, head);
    // It also leaves the other half of the tunnel open when the client goes, so the test ends it itself.
    keep({ close: async () => void socket.destroy() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = await connectRaw((server.address() as AddressInfo).port);
  client.write('GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  expect(await client.waitFor('\r\n\r\n')).toContain('upgrade: websocket');
  client.socket.destroy();
  server.close();
});
