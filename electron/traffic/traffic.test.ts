/** The traffic thread as the app starts it: a real thread, its capture worker, real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import { defaultSettings } from '../../shared/model/settings-schema.ts';
import { until } from '../../tests/support/capture-fixture.ts';
import { startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { atEnd } from '../../tests/support/keep-open.ts';
import { testUpstream } from '../../tests/support/stack.ts';
import { workerFiles } from '../../tests/support/worker-files.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import type { TrafficFacts } from './traffic-messages.ts';

type Started = {
  readonly traffic: Traffic;
  readonly folder: string;
  readonly change: (facts: Partial<TrafficFacts>) => void;
  readonly batches: readonly CaptureBatch[];
  readonly running: readonly number[];
};

/** With an upstream of these answers, each a server of its own, the first one active. */
async function start(...answers: readonly string[]): Promise<Started & { readonly urls: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-traffic-'));
  const servers = await Promise.all(
    answers.map((answer) =>
      startFakeUpstream((_request, response) => void response.writeHead(200, { 'x-answer': answer }).end(answer)),
    ),
  );
  const urls = servers.map(({ url }) => url);
  const files = await workerFiles();
  const batches: CaptureBatch[] = [];
  const running: number[] = [];
  let facts: TrafficFacts = {
    upstreams: [testUpstream('mine', urls[0] ?? '')],
    keys: {},
    token: null,
    companyCa: '',
    interception: defaultSettings.interception,
  };
  const traffic = startTraffic({
    dataFolder: folder,
    salt: 'test-salt',
    threadFile: files.traffic,
    captureWorkerFile: files.capture,
    facts: () => facts,
    onBatch: (json, watcher) => {
      batches.push(JSON.parse(json) as CaptureBatch);
      traffic.capture.shown(watcher, 1);
    },
    onExchangesEnd: () => {},
    onRunning: (count) => running.push(count),
    onStatus: () => {},
    onAuthority: () => {},
    onNotice: (_tone, title, text) => {
      throw new Error(`${title}: ${text}`);
    },
  });
  atEnd(async () => {
    await traffic.proxy.close();
    await traffic.capture.dispose();
    await traffic.dispose();
    await Promise.all(servers.map(({ close }) => close()));
    rmSync(folder, { recursive: true, force: true });
  });
  const change = (part: Partial<TrafficFacts>): void => {
    facts = { ...facts, ...part };
    traffic.refresh();
  };
  return { traffic, folder, change, batches, running, urls };
}

function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject);
    asked.end();
  });
}

const rowsOf = (batches: readonly CaptureBatch[]) => batches.flatMap(({ rows }) => rows);

describe('the traffic thread', () => {
  test('carries an exchange, and its rows come from the capture worker by a port of their own', async () => {
    const { traffic, batches, running } = await start('hello');
    traffic.capture.watch(1, 'all');
    const { url } = await traffic.proxy.listen(0, '127.0.0.1');
    expect(await get(`${url}/mine/v1/models`)).toBe('hello');
    const row = await until('the ended row', () => rowsOf(batches).find(({ phase }) => phase === 'ended'));
    expect(row).toMatchObject({ upstream: 'mine', path: '/v1/models', status: 200, end: 'complete' });
    expect(await until('nothing running', () => running.at(-1) === 0)).toBe(true);
    expect(traffic.proxy.status().url).toBe(url);
  });

  test('a window that watches no more is told nothing', async () => {
    const { traffic, batches } = await start('hello');
    traffic.capture.watch(1, 'all');
    traffic.capture.watch(1, null);
    const { url } = await traffic.proxy.listen(0, '127.0.0.1');
    await get(`${url}/mine/v1/models`);
    await traffic.capture.flush();
    expect(batches).toEqual([]);
  });

  test('what changed counts for the request that follows `settled`', async () => {
    const { traffic, change, urls } = await start('one', 'two');
    const { url } = await traffic.proxy.listen(0, '127.0.0.1');
    for (const at of [1, 0, 1, 0, 1]) {
      change({ upstreams: [testUpstream('mine', urls[at] ?? '')] });
      await traffic.settled();
      expect(await get(`${url}/mine/v1/models`)).toBe(['one', 'two'][at]);
    }
    expect(traffic.settled()).toBeNull();
    change({});
    expect(traffic.settled(), 'nothing changed: nothing is waited for').toBeNull();
  });

  test('a key of the facts is sent in place of the client’s', async () => {
    const keys: (string | undefined)[] = [];
    const server = await startFakeUpstream((asked, response) => {
      keys.push(asked.headers.authorization);
      response.end('{}');
    });
    atEnd(server.close);
    const { traffic, change } = await start('unused');
    const [endpoint] = testUpstream('mine', server.url).endpoints;
    if (endpoint === undefined) throw new Error('a test upstream has an endpoint');
    const source = { kind: 'env', variable: 'MY_KEY' } as const;
    change({
      upstreams: [testUpstream('mine', server.url, { endpoints: [{ ...endpoint, key: source }] })],
      keys: { 'mine/test': 'sk-of-the-facts' },
    });
    const { url } = await traffic.proxy.listen(0, '127.0.0.1');
    await traffic.settled();
    await get(`${url}/mine/v1/models`);
    expect(keys).toEqual(['Bearer sk-of-the-facts']);
  });

  test('a program has a proxy of its own, whose exchanges bear what is known of it by then', async () => {
    const { traffic, batches } = await start('hello');
    traffic.capture.watch(1, 'all');
    const listener = await traffic.listenForProgram({ name: 'agent', pid: null, run: 'p1' }, 'base-url');
    listener.identify({ name: 'agent', pid: process.pid, run: 'p1' });
    expect(await get(`${listener.listening.url}/mine/v1/models`)).toBe('hello');
    const row = await until('the ended row', () => rowsOf(batches).find(({ phase }) => phase === 'ended'));
    expect(row.client).toMatchObject({ program: 'agent', pid: process.pid, run: 'p1' });
    await listener.close();
    await expect(get(`${listener.listening.url}/mine/v1/models`)).rejects.toThrow('ECONNREFUSED');
  });

  test('what is recorded into is known to whoever asked', async () => {
    const { traffic } = await start('hello');
    expect(traffic.capture.recorded()).toBeNull();
    expect(await traffic.capture.record('monday')).toBeNull();
    expect(traffic.capture.recorded()).toMatchObject({ name: 'monday' });
    expect(await traffic.capture.changeCapture({ kind: 'rename', name: 'monday', next: 'tuesday' })).toBeNull();
    expect(traffic.capture.recorded()).toMatchObject({ name: 'tuesday' });
  });

  test('interception is made, told and removed there; the certificate is read here', async () => {
    const { traffic, change } = await start('hello');
    expect([traffic.interception.current(), traffic.interception.authority()]).toEqual([null, null]);
    change({ interception: { isEnabled: true, rules: [{ host: 'llm.example', action: 'intercept' }] } });
    await traffic.interception.follow();
    expect(traffic.interception.current()?.rules.some(({ host }) => host === 'llm.example')).toBe(true);
    const before = traffic.interception.authority();
    expect(before?.names).toContain('llm.example');
    const renewed = await traffic.interception.renew();
    expect(renewed?.fingerprint).not.toBe(before?.fingerprint);
    await traffic.interception.remove();
    expect([traffic.interception.current(), traffic.interception.authority()]).toEqual([null, null]);
  });

  test('once it has ended, questions are refused, and none that may be asked at any time throws', async () => {
    const { traffic } = await start('hello');
    await traffic.dispose();
    await expect(traffic.proxy.listen(0, '127.0.0.1')).rejects.toThrow('ended');
    expect(await traffic.capture.open('x', 1)).toMatchObject({ ok: false });
    expect(await traffic.capture.events('x', 0, 1)).toBeNull();
    await traffic.capture.flush();
    traffic.capture.setEnabled(true);
    traffic.refresh();
  });
});
