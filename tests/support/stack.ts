/** The whole headless product in one process for a test: proxy, capture and queries over a temporary data folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCapture } from '../../electron/capture/capture.ts';
import type { Capture } from '../../electron/capture/capture-api.ts';
import type { ProxyOptions } from '../../electron/proxy/proxy-api.ts';
import { createProxyServer } from '../../electron/proxy/proxy-server.ts';
import { createQueries } from '../../electron/storage/queries.ts';
import type { Queries } from '../../electron/storage/queries-api.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { workerFiles } from './worker-files.ts';

export type Stack = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly capture: Capture;
  readonly queries: Queries;
  readonly dataFolder: string;
  /** Changes what the next request meets. */
  readonly setUpstreams: (upstreams: readonly Upstream[]) => void;
  /** Summaries of ended exchanges so far, in order of ending. */
  readonly ended: () => readonly ExchangeSummary[];
  /** Resolves when `count` exchanges have ended; rejects after 10 s. */
  readonly waitForEnded: (count: number) => Promise<readonly ExchangeSummary[]>;
  readonly faults: () => readonly unknown[];
  readonly close: () => Promise<void>;
};

/** An upstream with one endpoint, for tests. */
export function testUpstream(name: string, url: string, changes: Partial<Upstream> = {}): Upstream {
  return {
    name,
    title: name,
    isEnabled: true,
    activeEndpoint: 'test',
    endpoints: [{ name: 'test', url, headers: [], key: null, keyPlacement: 'authorization-bearer', verifyTls: true }],
    deathNotice: 'error-event',
    errorShape: 'openai',
    defaultFormat: 'unknown',
    isPreset: false,
    ...changes,
  };
}

export async function startStack(initial: readonly Upstream[], changes: Partial<ProxyOptions> = {}): Promise<Stack> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'wirelens-stack-'));
  const workers = await workerFiles();
  const ended: ExchangeSummary[] = [];
  const faults: unknown[] = [];
  const waiters = new Set<() => void>();
  let upstreams = initial;
  const capture = createCapture({
    dataFolder,
    workerFile: workers.capture,
    onBatch: () => undefined,
    onNotice: (title, text) => faults.push(`${title}: ${text}`),
    onExchangesEnd: (texts) => {
      ended.push(...texts.map((text) => JSON.parse(text) as ExchangeSummary));
      for (const wake of waiters) wake();
    },
  });
  const queries = createQueries({ dataFolder, workerFile: workers.query });
  const server = createProxyServer({
    sink: capture.sink,
    upstreams: () => upstreams,
    endpointKey: () => null,
    salt: 'test-salt',
    token: () => null,
    onFault: (fault) => faults.push(fault),
    ...changes,
  });
  const listening = await server.listen(0, '127.0.0.1');
  if (!listening.ok) throw new Error(listening.error.message);
  const waitForEnded = (count: number): Promise<readonly ExchangeSummary[]> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`only ${ended.length} of ${count} exchanges ended`)), 60_000);
      const check = (): void => {
        if (ended.length < count) return;
        clearTimeout(timer);
        waiters.delete(check);
        resolve(ended);
      };
      waiters.add(check);
      check();
    });
  return {
    url: listening.value.url,
    capture,
    queries,
    dataFolder,
    setUpstreams: (next) => {
      upstreams = next;
    },
    ended: () => ended,
    waitForEnded,
    faults: () => faults,
    close: async () => {
      await server.close();
      await capture.dispose();
      await queries.dispose();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
