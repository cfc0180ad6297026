/** Upstreams that answer in full while the client still uploads, and clients that then take their answer and go. */
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readUntil, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw } from '../../tests/support/raw-client.ts';

const answerHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n';
const upload = Buffer.alloc(8 * 1024 * 1024, 'x');

test.each(['keeps the connection and reads no further', 'closes the connection'])(
  'an upstream answers early and %s: the exchange ends when the client has its answer',
  async (how) => {
    const upstream = keep(
      await startRawUpstream(async (socket: Socket) => {
        socket.on('error', () => undefined);
        await readUntil(socket, '\r\n\r\n');
        socket.pause();
        socket.write(`${answerHead}{}`);
        if (how.startsWith('closes')) socket.end();
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    const answer = await fetch(`${proxy.url}/up/v1/chat/completions`, { method: 'POST', body: upload });
    expect(await answer.text()).toBe('{}');
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end?.end).toBe('complete');
  },
);

test('a client whose upload nobody takes is read again after its answer, so that its going is seen', async () => {
  const upstream = keep(
    await startRawUpstream(async (socket: Socket) => {
      socket.on('error', () => undefined);
      await readUntil(socket, 'first');
      socket.pause();
      setTimeout(() => socket.write(`${answerHead}{}`), 200);
    }),
  );
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
  const client = await connectRaw(proxy.port);
  client.write(`POST /up/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${64 * 1024 * 1024}\r\n\r\nfirst`);
  client.socket.write(Buffer.alloc(32 * 1024 * 1024, 'x'));
  await client.waitFor('{}');
  client.socket.destroy();
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('complete');
});
