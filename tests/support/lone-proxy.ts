/** A proxy alone in front of given upstreams, with a recording sink: what the proxy's own tests start from. */
import type { ProxyOptions, ProxyServer } from '../../electron/proxy/proxy-api.ts';
import { createProxyServer } from '../../electron/proxy/proxy-server.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { createRecordingSink, type RecordingSink } from './recording-sink.ts';

export type LoneProxy = {
  readonly server: ProxyServer;
  readonly url: string;
  readonly port: number;
  readonly sink: RecordingSink;
  readonly faults: readonly unknown[];
  readonly setUpstreams: (upstreams: readonly Upstream[]) => void;
  readonly close: () => Promise<void>;
};

/** An upstream called `name` with the one endpoint `main`. */
export function upstreamAt(name: string, url: string, changes: Partial<Upstream> = {}): Upstream {
  return {
    name,
    title: name,
    isEnabled: true,
    activeEndpoint: 'main',
    endpoints: [{ name: 'main', url, headers: [], key: null, keyPlacement: 'authorization-bearer', verifyTls: true }],
    deathNotice: 'error-event',
    errorShape: 'openai',
    defaultFormat: 'unknown',
    isPreset: false,
    ...changes,
  };
}

export async function startProxy(
  initial: readonly Upstream[],
  changes: Partial<ProxyOptions> = {},
  sink: RecordingSink = createRecordingSink(),
): Promise<LoneProxy> {
  let upstreams = initial;
  const faults: unknown[] = [];
  const server = createProxyServer({
    sink,
    upstreams: () => upstreams,
    endpointKey: () => null,
    salt: 'test-salt',
    token: () => null,
    onFault: (fault) => faults.push(fault),
    ...changes,
  });
  const listening = await server.listen(0, '127.0.0.1');
  if (!listening.ok) throw new Error(listening.error.message);
  return {
    server,
    url: listening.value.url,
    port: listening.value.port,
    sink,
    faults,
    setUpstreams: (next) => {
      upstreams = next;
    },
    close: () => server.close(),
  };
}
