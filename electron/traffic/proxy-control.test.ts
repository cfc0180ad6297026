import { describe, expect, test } from 'vitest';
import type { ProxyStatus } from '../../shared/ipc/contract.ts';
import type { ProxyServer } from '../proxy/proxy-api.ts';
import { createProxyControl } from './proxy-control.ts';

/** A proxy that only notes what it is told; ports under 1024 are refused. */
function createFakeProxies() {
  const closed: number[] = [];
  const createServer = (): ProxyServer => {
    let listeningPort = 0;
    return {
      listen: async (port) => {
        if (port < 1024) return { ok: false, error: { kind: 'not-allowed', message: `${port} is not allowed` } };
        listeningPort = port;
        return { ok: true, value: { url: `http://127.0.0.1:${port}`, port, wantedPort: null } };
      },
      openSockets: () => 1,
      close: async () => void closed.push(listeningPort),
    };
  };
  const seen: ProxyStatus[] = [];
  const control = createProxyControl({ createServer, onStatus: (status) => seen.push(status) });
  return { control, closed, seen };
}

describe('proxy control', () => {
  test('listens and says where', async () => {
    const { control, seen } = createFakeProxies();
    await control.listen(7878, '127.0.0.1');
    expect(seen).toEqual([
      { isListening: true, url: 'http://127.0.0.1:7878', port: 7878, wantedPort: null, problem: null },
    ]);
    await control.dispose();
  });

  test('a new port does not cut off those who still use the old one', async () => {
    const { control, closed } = createFakeProxies();
    await control.listen(7878, '127.0.0.1');
    await control.listen(9000, '127.0.0.1');
    expect(control.status().port).toBe(9000);
    expect(closed).toEqual([]);
    await control.dispose();
    expect(closed.sort()).toEqual([7878, 9000]);
  });

  test('a port that cannot be had leaves the old one in use and says why', async () => {
    const { control } = createFakeProxies();
    await control.listen(7878, '127.0.0.1');
    await control.listen(80, '127.0.0.1');
    expect(control.status()).toMatchObject({ isListening: true, port: 7878, problem: '80 is not allowed' });
    await control.dispose();
  });

  test('the same address again changes nothing', async () => {
    const { control, seen } = createFakeProxies();
    await Promise.all([control.listen(7878, '127.0.0.1'), control.listen(7878, '127.0.0.1')]);
    expect(seen).toHaveLength(1);
    await control.dispose();
  });
});
