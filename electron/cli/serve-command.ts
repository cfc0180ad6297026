/** `wirelens serve`: the proxy and its capture without a window. Composes what main.ts composes for the app. */
import { randomBytes } from 'node:crypto';
import type { Settings } from '../../shared/model/settings.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { createCapture } from '../capture/capture.ts';
import type { Capture } from '../capture/capture-api.ts';
import { isLoopbackName } from '../proxy/access-guard.ts';
import type { Listening, ProxyServer } from '../proxy/proxy-api.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import { loadSalt } from '../storage/salt.ts';
import { createSettingsStore } from '../storage/settings-store.ts';
import { CliError } from './cli-error.ts';
import { exchangeLine } from './exchange-line.ts';
import type { Terminal } from './terminal.ts';
import { applyUpstreamOptions, type UpstreamOption } from './upstream-option.ts';

export type ServeOptions = {
  readonly port?: number;
  readonly host?: string;
  readonly data: string;
  readonly upstream: readonly UpstreamOption[];
  readonly json?: boolean;
};

type Running = { readonly server: ProxyServer; readonly capture: Capture };

/** Resolves after a signal, when everything is written. Fails with CliError when it cannot listen. */
export async function serveCommand(options: ServeOptions, terminal: Terminal): Promise<void> {
  const settings = createSettingsStore({
    folder: options.data,
    onChange: () => {},
    onNotice: (notice) => terminal.complain(`wirelens: ${notice.title}. ${notice.text}`),
  }).current();
  const upstreams = applyUpstreamOptions(settings.upstreams, options.upstream);
  const host = options.host ?? settings.host;
  const givenToken = settings.token ?? (terminal.environment.WIRELENS_TOKEN || null);
  const token = givenToken ?? newTokenFor(host);
  warnOfStoredKeys(upstreams, terminal);
  const onFault = (fault: unknown) =>
    terminal.complain(`wirelens: a fault inside; traffic goes on: ${describe(fault)}`);
  const stopped = waitForSignal();
  const running = compose(options, { upstreams, token, onFault }, terminal);
  // A bug must not end the streams of others: report it and stay (STYLE.md section 7).
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  const listening = await running.server.listen(options.port ?? settings.port, host);
  if (!listening.ok) {
    await dispose(running);
    throw new CliError(listening.error.message);
  }
  // A token that the user set is known to them: only a new one is told.
  announce(listening.value, { ...options, token: givenToken === null ? token : null }, terminal);
  await stopped;
  await dispose(running);
  process.off('uncaughtException', onFault).off('unhandledRejection', onFault);
}

function compose(
  options: ServeOptions,
  run: {
    readonly upstreams: readonly Upstream[];
    readonly token: string | null;
    readonly onFault: (fault: unknown) => void;
  },
  terminal: Terminal,
): Running {
  // First: it throws where the folder cannot be written, and then nothing must be running yet.
  const salt = loadSalt(options.data);
  const capture = createCapture({
    dataFolder: options.data,
    workerFile: new URL('./capture-worker.js', import.meta.url),
    onBatch: () => {},
    onExchangeEnd: (summary) => {
      terminal.print(options.json ? JSON.stringify({ event: 'exchange-end', ...summary }) : exchangeLine(summary));
    },
    onNotice: (title, text) => terminal.complain(`wirelens: ${title}. ${text}`),
  });
  const server = createProxyServer({
    sink: capture.sink,
    upstreams: () => run.upstreams,
    endpointKey: (upstream, endpoint) => environmentKey(run.upstreams, upstream, endpoint, terminal),
    salt,
    token: () => run.token,
    onFault: run.onFault,
  });
  return { server, capture };
}

async function dispose({ server, capture }: Running): Promise<void> {
  await server.close();
  await capture.dispose();
}

function announce(listening: Listening, options: ServeOptions & { readonly token: string | null }, terminal: Terminal) {
  const { url, port, wantedPort } = listening;
  if (wantedPort !== null) terminal.complain(`wirelens: port ${wantedPort} is taken: listening on ${port} instead`);
  if (options.json) {
    const secret = options.token === null ? {} : { token: options.token };
    terminal.print(JSON.stringify({ event: 'listening', port, url, pid: process.pid, ca: null, ...secret }));
    return;
  }
  terminal.print(`Listening on ${url}, capturing into ${options.data}`);
  terminal.print(`Base URLs: ${url}/openai/v1, ${url}/anthropic, ${url}/<upstream>/... (Ctrl+C ends)`);
  if (options.token !== null) terminal.print(`Every client must send the header x-wirelens-token: ${options.token}`);
}

/** Keys that the system keeps for the app cannot be read here; those in the environment can. */
function environmentKey(
  upstreams: readonly Upstream[],
  upstreamName: string,
  endpointName: string,
  terminal: Terminal,
): string | null {
  const upstream = upstreams.find(({ name }) => name === upstreamName);
  const source = upstream?.endpoints.find(({ name }) => name === endpointName)?.key ?? null;
  return source?.kind === 'env' ? terminal.environment[source.variable] || null : null;
}

function warnOfStoredKeys(upstreams: readonly Upstream[], terminal: Terminal): void {
  for (const { name, isEnabled, endpoints, activeEndpoint } of upstreams) {
    const active = endpoints.find((endpoint) => endpoint.name === activeEndpoint);
    if (!isEnabled || active?.key?.kind !== 'stored') continue;
    terminal.complain(`wirelens: the key of ${name}, ${activeEndpoint} is kept for the app only; use env:NAME here`);
  }
}

/** Listening wider than loopback needs a token; one for this run when nobody set any. */
function newTokenFor(host: Settings['host']): string | null {
  return isLoopbackName(host) ? null : randomBytes(16).toString('hex');
}

/** The first signal asks to finish; a second one ends at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    const stop = (signal: NodeJS.Signals): void => {
      count += 1;
      if (count > 1) process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
