import net, { type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw } from '../../tests/support/raw-client.ts';
import { createRecordingSink } from '../../tests/support/recording-sink.ts';
import { createTestAuthority } from '../../tests/support/test-authority.ts';
import { createProxyServer } from './proxy-server.ts';

const bare = (token: string | null = null): ReturnType<typeof createProxyServer> =>
  keep(
    createProxyServer({
      sink: createRecordingSink(),
      upstreams: () => [],
      endpointKey: () => null,
      salt: 's',
      token: () => token,
      onFault: () => undefined,
    }),
  );

describe('key fingerprint instead of key', () => {
  test('no secret of request, endpoint or response is in anything that capture hears, while both sides get them raw', async () => {
    const secrets = [
      'sk-client-000011112222',
      'query-key-33334444',
      'cookie-55556666',
      'stored-key-77778888',
      'extra-99990000',
      'set-cookie-aaaabbbb',
      'token-ccccdddd',
    ];
    let seen: string[] = [];
    const upstream = keep(
      await startFakeUpstream((request, response) => {
        seen = [...request.rawHeaders, request.url ?? ''];
        response.setHeader('Set-Cookie', [`a=${secrets[5]}`, `b=${secrets[5]}`]);
        response.setHeader('Trailer', 'x-api-key');
        response.write('ok');
        response.addTrailers({ 'x-api-key': String(secrets[5]) });
        response.end();
      }),
    );
    const endpoint = {
      name: 'main',
      url: upstream.url,
      headers: [{ name: 'X-Team-Secret', value: String(secrets[4]) }],
      key: { kind: 'stored' as const, lastFour: null, hash: '' },
      keyPlacement: 'x-api-key' as const,
      verifyTls: true,
    };
    const proxy = keep(
      await startProxy([upstreamAt('up', '', { endpoints: [endpoint] })], { endpointKey: () => String(secrets[3]) }),
    );
    const client = await connectRaw(proxy.port);
    client.write(
      `GET /up/v1beta/x?alt=sse&key=${secrets[1]} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${secrets[0]}\r\nCookie: s=${secrets[2]}\r\nX-Wirelens-Token: ${secrets[6]}\r\n\r\n`,
    );
    const text = await client.waitFor(`x-api-key: ${secrets[5]}\r\n\r\n`);
    expect(text).toContain(`Set-Cookie: a=${secrets[5]}\r\nSet-Cookie: b=${secrets[5]}\r\n`);
    expect(seen).toEqual(
      expect.arrayContaining([secrets[3], secrets[4], `s=${secrets[2]}`, `/v1beta/x?alt=sse&key=${secrets[1]}`]),
    );
    // The endpoint has a key of its own, so the client's stays here.
    expect(seen.join(' ')).not.toContain(secrets[0]);
    expect(seen.join(' ')).not.toContain(secrets[6]);
    const [exchange] = await proxy.sink.waitForEnds(1);
    const heard = proxy.sink.allText();
    for (const secret of secrets) expect(heard).not.toContain(secret.slice(0, -4));
    expect(heard).toContain('Bearer ••••2222 #');
    expect(exchange?.start.sentRequestHeaders?.some((entry) => entry.value.startsWith('••••8888'))).toBe(true);
    client.socket.destroy();
  });
});

describe('an https upstream', () => {
  test('streams through, verified against a trusted authority, with the connection’s times', async () => {
    const authority = await createTestAuthority();
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.write('one');
        setImmediate(() => response.end('two'));
      }, authority),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)], { extraCertificates: [authority.ca] }));
    expect(await (await fetch(`${proxy.url}/up/x`)).text()).toBe('onetwo');
    expect(await (await fetch(`${proxy.url}/up/x`)).text()).toBe('onetwo');
    const [first, second] = await proxy.sink.waitForEnds(2);
    const timing = first?.connection;
    expect(timing?.isReused).toBe(false);
    expect(timing?.connectStartedAt).toBeLessThanOrEqual(timing?.connectedAt ?? 0);
    expect(timing?.connectedAt).toBeLessThanOrEqual(timing?.securedAt ?? 0);
    expect(second?.connection).toMatchObject({ isReused: true, connectStartedAt: null });
  });

  test('of an unknown authority is refused in words, and served only with the explicit exception', async () => {
    const authority = await createTestAuthority();
    const upstream = keep(await startFakeUpstream((_request, response) => void response.end('fine'), authority));
    const strict = upstreamAt('up', upstream.url);
    const proxy = keep(await startProxy([strict]));
    const refused = await fetch(`${proxy.url}/up/x`);
    expect(refused.status).toBe(502);
    expect(refused.headers.get('x-wirelens-error')).toBe('tls');
    proxy.setUpstreams([{ ...strict, endpoints: strict.endpoints.map((one) => ({ ...one, verifyTls: false })) }]);
    expect(await (await fetch(`${proxy.url}/up/x`)).text()).toBe('fine');
  });
});

describe('listening', () => {
  test('a taken port: the next free one, and the answer says so', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const listening = await bare().listen(port, '127.0.0.1');
    expect(listening).toMatchObject({ ok: true, value: { wantedPort: port } });
    if (listening.ok) expect(listening.value.port).toBeGreaterThan(port);
    await new Promise((resolve) => taken.close(resolve));
  });

  test('wider than loopback only with a token', async () => {
    expect(await bare().listen(0, '0.0.0.0')).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    const listening = await bare('sesame').listen(0, '0.0.0.0');
    expect(listening.ok).toBe(true);
    if (!listening.ok) return;
    const url = `http://127.0.0.1:${listening.value.port}/v1/x`;
    expect((await fetch(url)).headers.get('x-wirelens-error')).toBe('refused-by-policy');
    const allowed = await fetch(url, { headers: { 'x-wirelens-token': 'sesame' } });
    expect(allowed.headers.get('x-wirelens-error')).toBe('no-route');
  });

  test('an address that is not ours is named as such', async () => {
    expect(await bare('sesame').listen(0, '192.0.2.1')).toMatchObject({ ok: false, error: { kind: 'bad-address' } });
  });

  test('foreign pages and rebound names get 403 and never reach the upstream; pages on loopback do, with the upstream’s CORS', async () => {
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.end('ok');
      }),
    );
    const proxy = keep(await startProxy([upstreamAt('up', upstream.url)]));
    for (const header of ['Origin: https://evil.example', 'Sec-Fetch-Site: cross-site', 'Host: evil.example']) {
      const client = await connectRaw(proxy.port);
      const host = header.startsWith('Host') ? '' : 'Host: localhost\r\n';
      client.write(`GET /up/x HTTP/1.1\r\n${host}${header}\r\n\r\n`);
      expect(await client.waitFor('}')).toMatch(/^HTTP\/1\.1 403 /);
      client.socket.destroy();
    }
    expect(upstream.requests).toHaveLength(0);
    const page = await connectRaw(proxy.port);
    page.write('GET /up/x HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n\r\n');
    expect(await page.waitFor('ok')).toContain('Access-Control-Allow-Origin: *');
    expect(upstream.requests).toHaveLength(1);
    page.socket.destroy();
  });

  test('close() ends what is in flight and frees every socket', async () => {
    const upstream = keep(
      await startFakeUpstream((_request, response) => {
        response.write('data: one\n\n');
      }),
    );
    const proxy = await startProxy([upstreamAt('up', upstream.url)]);
    const client = await connectRaw(proxy.port);
    client.write('GET /up/x HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await client.waitFor('data: one');
    await proxy.close();
    await client.closed;
    await expect.poll(() => proxy.server.openSockets()).toBe(0);
    await expect.poll(() => upstream.openSockets()).toBe(0);
  });
});

test('paused capture: traffic flows, nothing is noted', async () => {
  const upstream = keep(await startFakeUpstream((_request, response) => void response.end('ok')));
  const sink = createRecordingSink({ isEnabled: () => false });
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)], {}, sink));
  expect(await (await fetch(`${proxy.url}/up/x`, { method: 'POST', body: 'x' })).text()).toBe('ok');
  expect(sink.exchanges).toEqual([]);
  expect(proxy.faults).toEqual([]);
});
