/**
 * The proxy and capture as the app runs them, on a thread of their own. What Electron's main thread does (menus, dialogs,
 * a window being dragged) holds no traffic up, and Node's own loop turns faster than the one that it shares with Chromium.
 */
import type { Transferable } from 'node:worker_threads';
import { createCapture } from '../capture/capture.ts';
import { clientKeyReader, createEndpointTls } from '../proxy/endpoint-tls.ts';
import { createExtraTrust } from '../proxy/extra-trust.ts';
import { outgoingProxiesOf } from '../proxy/outgoing-proxies.ts';
import type { OwnProgram, ProxyOptions, ProxyServer } from '../proxy/proxy-api.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import type { CallHandlers } from '../storage/worker-calls.ts';
import { createInterceptionControl } from './interception-control.ts';
import { clientKeySlot, keyId } from './key-slot.ts';
import { createProxyControl } from './proxy-control.ts';
import type {
  CaptureOrder,
  FromTraffic,
  InterceptionState,
  TrafficCalls,
  TrafficFacts,
  TrafficThreadData,
} from './traffic-messages.ts';

export type TrafficSession = {
  readonly calls: CallHandlers<TrafficCalls>;
  readonly tellCapture: (name: CaptureOrder, words: readonly unknown[]) => void;
  readonly nameProgram: (listener: number, program: OwnProgram) => void;
};

/** How often the count of running exchanges is told at most. */
const runningMs = 50;

type Listener = { readonly server: ProxyServer; program: OwnProgram };

/** Capture starts at once; the proxy listens when it is told to. */
export function createTrafficSession(
  data: TrafficThreadData,
  post: (message: FromTraffic, transfer?: Transferable[]) => void,
  onFault: (fault: unknown) => void,
): TrafficSession {
  const { dataFolder, salt } = data;
  let facts: TrafficFacts = data.facts;
  const capture = createCapture({
    dataFolder,
    workerFile: new URL(data.captureWorkerFile),
    onBatchPort: (port) => post({ kind: 'batches', port }, [port]),
    onExchangesEnd: (summaries) => post({ kind: 'ends', summaries }),
    onRunning: createRunningTeller(post),
    onNotice: (title, text) => post({ kind: 'notice', tone: 'warning', title, text }),
  });
  const interception = createInterceptionControl({
    dataFolder,
    settings: () => facts.interception,
    onNotice: (title, text) => post({ kind: 'notice', tone: 'info', title, text }),
    onAuthority: (authority) => post({ kind: 'authority', facts: authority }),
  });
  const keyOf = (upstream: string, slot: string): string | null => facts.keys[keyId(upstream, slot)] ?? null;
  const shared: ProxyOptions = {
    sink: capture.sink,
    upstreams: () => facts.upstreams,
    endpointKey: keyOf,
    salt,
    token: () => facts.token,
    endpointTls: createEndpointTls(
      clientKeyReader(process.env, (upstream, endpoint) => keyOf(upstream, clientKeySlot(endpoint))),
    ),
    extraCertificates: createExtraTrust({
      environment: process.env,
      companyCa: () => facts.companyCa,
      onProblem: (text) =>
        post({ kind: 'notice', tone: 'warning', title: 'A trusted certificate cannot be read', text }),
    }),
    outgoing: outgoingProxiesOf(process.env, (problem) => console.error(problem)),
    onFault,
  };
  const proxy = createProxyControl({
    createServer: () => createProxyServer({ ...shared, interception: interception.current }),
    onStatus: (status) => post({ kind: 'status', status }),
  });
  const listeners = new Map<number, Listener>();
  const interceptionState = (): InterceptionState => ({
    own: factsOf(interception.current()),
    programs: factsOf(interception.forPrograms()),
  });

  return {
    tellCapture: (name, words) => (capture[name] as (...words: readonly unknown[]) => void)(...words),
    nameProgram: (listener, program) => {
      const known = listeners.get(listener);
      if (known !== undefined) known.program = program;
    },
    calls: {
      facts: (next) => {
        facts = next;
        return null;
      },
      capture: ({ name, words }) => (capture[name] as (...words: readonly unknown[]) => Promise<unknown>)(...words),
      recorded: () => capture.recorded(),
      listen: ({ port, host }) => proxy.listen(port, host),
      intercept: async (what) => {
        await interception[what]();
        return interceptionState();
      },
      listenForProgram: async ({ listener, program, mode }) => {
        const interceptionOf = mode === 'proxy' ? interception.forPrograms : () => null;
        const current = (): OwnProgram => listeners.get(listener)?.program ?? program;
        const server = createProxyServer({ ...shared, interception: interceptionOf, program: current });
        const listening = await server.listen(0, '127.0.0.1');
        if (!listening.ok) {
          await server.close();
          throw new Error(listening.error.message);
        }
        listeners.set(listener, { server, program });
        return listening.value;
      },
      closeForProgram: async (listener) => {
        const known = listeners.get(listener);
        listeners.delete(listener);
        await known?.server.close();
        return null;
      },
      closeProxy: async () => {
        await proxy.dispose();
        return null;
      },
    },
  };
}

function factsOf(interception: ReturnType<NonNullable<ProxyOptions['interception']>>): InterceptionState['own'] {
  return interception === null ? null : { rules: interception.rules, certificateFile: interception.certificateFile };
}

/** Thousands of small requests a second would wake the main thread as often. */
function createRunningTeller(post: (message: FromTraffic) => void): (count: number) => void {
  let latest = 0;
  let timer: NodeJS.Timeout | null = null;
  return (count) => {
    latest = count;
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      post({ kind: 'running', count: latest });
    }, runningMs);
  };
}
