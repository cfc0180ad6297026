/**
 * A Wirelens of its own for the doctor's probes: the same proxy, authority and capture over a temporary data folder, so
 * that a probe changes nothing of the user's and its capture proves that the whole way works.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { createCapture } from '../capture/capture.ts';
import { type Environment, proxyEnvironment } from '../programs/program-environment.ts';
import { writeTrustFiles } from '../programs/trust-files.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import { openAuthority } from '../proxy/tls/authority.ts';
import { type ProbeServer, startProbeServer } from './probe-server.ts';

export type ProbeStack = {
  /** Of the proxy. */
  readonly url: string;
  readonly server: ProbeServer;
  /** PEM file of the authority. */
  readonly certificateFile: string;
  /** What `wirelens run` would give a program, in proxy mode. */
  readonly proxied: Environment;
  /** The exchange whose target holds this text, once it has ended; null after a while. */
  readonly captured: (text: string) => Promise<ExchangeSummary | null>;
  readonly folder: string;
  readonly dispose: () => Promise<void>;
};

/** Longer than a capture needs on a busy machine. */
const captureMs = 1500;

/** @param workerFile the built capture worker */
export async function startProbeStack(workerFile: URL, environment: Environment): Promise<ProbeStack> {
  const folder = await mkdtemp(join(tmpdir(), 'wirelens-doctor-'));
  const authority = await openAuthority({
    dataFolder: folder,
    hosts: ['localhost'],
    now: Date.now,
    onNotice: () => undefined,
  });
  const server = await startProbeServer(await authority.leafFor('localhost'));
  const rules = ['localhost', '*.localhost'].map((host): HostRule => ({ host, action: 'redirect', url: server.url }));
  const ended: ExchangeSummary[] = [];
  const capture = createCapture({
    dataFolder: folder,
    workerFile,
    onBatch: () => undefined,
    onExchangesEnd: (texts) => void ended.push(...texts.map((text) => JSON.parse(text) as ExchangeSummary)),
    onNotice: () => undefined,
  });
  const { certificateFile, leafFor } = authority;
  const proxy = createProxyServer({
    sink: capture.sink,
    upstreams: () => probeUpstreams(server.url),
    endpointKey: () => null,
    salt: randomBytes(16).toString('hex'),
    token: () => null,
    interception: () => ({ rules, leafFor, certificateFile }),
    onFault: () => undefined,
  });
  const dispose = async (): Promise<void> => {
    await proxy.close();
    await server.close();
    await capture.dispose();
    await rm(folder, { recursive: true, force: true });
  };
  const listening = await proxy.listen(0, '127.0.0.1');
  if (!listening.ok) {
    await dispose();
    throw new Error(listening.error.message);
  }
  const { url } = listening.value;
  const files = writeTrustFiles(folder, certificateFile, environment);
  return {
    url,
    server,
    certificateFile,
    proxied: proxyEnvironment(environment, { url, rules, files }),
    captured: (text) => waitFor(() => ended.findLast(({ target }) => target.includes(text)) ?? null),
    folder,
    dispose,
  };
}

/** The OpenAI preset, sent to the probe server. */
function probeUpstreams(url: string) {
  return presetUpstreams
    .filter(({ name }) => name === 'openai')
    .map((upstream) => ({
      ...upstream,
      endpoints: upstream.endpoints.map((endpoint) => ({ ...endpoint, url: `${url}/v1` })),
    }));
}

async function waitFor<Value>(look: () => Value | null): Promise<Value | null> {
  const until = performance.now() + captureMs;
  for (;;) {
    const found = look();
    if (found !== null || performance.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
