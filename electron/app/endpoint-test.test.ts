import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createTrustSource } from '../proxy/upstream-trust.ts';
import { testEndpoint } from './endpoint-test.ts';

const straight = { trust: createTrustSource(() => []), outgoing: () => null };

const open: Server[] = [];
afterEach(() => open.splice(0).forEach((server) => void server.close()));

async function listen(onConnection: (end: () => void) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(() => socket.end());
  });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('testing an endpoint', () => {
  test('connects to plain HTTP and says how long it took', async () => {
    const port = await listen(() => {});
    const result = await testEndpoint({ url: `http://127.0.0.1:${port}/v1`, verifyTls: true }, null, straight);
    expect(result).toMatchObject({ isReachable: true, text: expect.stringMatching(/^connection ok, \d+ ms$/) });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  test('says that nothing listens', async () => {
    const port = await listen(() => {});
    await new Promise((resolve) => open.pop()?.close(resolve));
    const result = await testEndpoint({ url: `http://127.0.0.1:${port}`, verifyTls: true }, null, straight);
    expect(result).toEqual({ isReachable: false, text: `nothing listens on 127.0.0.1:${port}`, durationMs: null });
  });

  test('says that TLS failed where the server speaks none', async () => {
    const port = await listen((end) => end());
    const result = await testEndpoint({ url: `https://127.0.0.1:${port}`, verifyTls: true }, null, straight);
    expect(result.isReachable).toBe(false);
    expect(result.text).not.toBe('');
  });

  test('answers for an address that is none', async () => {
    expect(await testEndpoint({ url: 'nonsense', verifyTls: true }, null, straight)).toMatchObject({
      isReachable: false,
    });
  });
});
