import { describe, expect, test } from 'vitest';
import { readUntil, startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw, headerLines } from '../../tests/support/raw-client.ts';

describe('headers', () => {
  test('request headers reach the upstream in their case, order and duplicates, only Host changed', async () => {
    let head = '';
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        head = await readUntil(socket, '\r\n\r\n');
        socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    const lines = ['X-B: 2', 'x-dup: 1', 'ACCEPT: */*', 'X-Dup: 2', 'accept-encoding: zstd, gzip', 'x-dup: 3'];
    client.write(
      `GET /up/a%2Fb/../c?q=%20&&x=?y HTTP/1.1\r\nhOsT: 127.0.0.1:${proxy.port}\r\n${lines.join('\r\n')}\r\n\r\n`,
    );
    await client.waitFor('204 No Content');
    expect(head.split('\r\n')[0]).toBe('GET /a%2Fb/../c?q=%20&&x=?y HTTP/1.1');
    expect(headerLines(head)).toEqual([`hOsT: 127.0.0.1:${upstream.port}`, ...lines]);
    client.socket.destroy();
  });

  test('response headers reach the client in their case, order and duplicates, nothing added', async () => {
    const lines = [
      'SeT-Cookie: a=1',
      'X-Zed: 1',
      'Set-Cookie: b=2',
      'content-type: text/plain',
      'x-zed: é',
      'Content-Length: 2',
    ];
    const upstream = keep(
      await startRawUpstream(async (socket) => {
        await readUntil(socket, '\r\n\r\n');
        socket.write(`HTTP/1.1 200 Fine by me\r\n${lines.join('\r\n')}\r\nKeep-Alive: timeout=5\r\n\r\nok`, 'utf8');
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    client.write(`GET /up/ HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const text = await client.waitFor('\r\n\r\nok');
    expect(Buffer.from(text, 'latin1').toString('utf8')).toBe(
      `HTTP/1.1 200 Fine by me\r\n${lines.join('\r\n')}\r\n\r\nok`,
    );
    client.socket.destroy();
  });
});

describe('pass-through while streaming', () => {
  test('each event reaches the client before the next one is sent', async () => {
    const gates: (() => void)[] = [];
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        gates.push(
          () => response.write('data: one\n\n'),
          () => response.write('data: two\n\n'),
          () => response.end(),
        );
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const client = await connectRaw(proxy.port);
    client.write('POST /up/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}');
    await client.waitFor('\r\n\r\n');
    gates[0]?.();
    await client.waitFor('data: one\n\n');
    expect(client.text()).not.toContain('two');
    gates[1]?.();
    await client.waitFor('data: two\n\n');
    expect(client.text()).not.toContain('\r\n0\r\n');
    gates[2]?.();
    await client.waitFor('\r\n0\r\n\r\n');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('complete');
    expect(exchange?.requestChunks.join('')).toBe('{}');
    expect(exchange?.responseChunks.map((chunk) => chunk.bytes.toString())).toEqual(['data: one\n\n', 'data: two\n\n']);
    client.socket.destroy();
    expect(proxy.faults).toEqual([]);
  });
});
