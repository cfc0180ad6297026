/** Proxy and capture without a window, as `serve` and `run` both need them: composes what main.ts composes for the app. */
import { randomBytes } from 'node:crypto';
import packageFacts from '../../package.json' with { type: 'json' };
import { keepEverything } from '../../shared/model/retention.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { noTelemetry, type TelemetrySettings } from '../../shared/model/telemetry.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { createCapture } from '../capture/capture.ts';
import { isLoopbackName } from '../proxy/access-guard.ts';
import { clientKeyReader, createEndpointTls } from '../proxy/endpoint-tls.ts';
import { createExtraTrust } from '../proxy/extra-trust.ts';
import { outgoingProxiesOf } from '../proxy/outgoing-proxies.ts';
import type { Interception, Listening, ProxyOptions } from '../proxy/proxy-api.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import { createInterceptionSource } from '../proxy/tls/interception-source.ts';
import { createQueries } from '../storage/queries.ts';
import { loadSalt } from '../storage/salt.ts';
import { followSettings } from '../storage/settings-follower.ts';
import { createSettingsStore } from '../storage/settings-store.ts';
import { createLiveSpans } from '../telemetry/live-spans.ts';
import { CliError } from './cli-error.ts';
import { type InterceptOptions, rulesOfRun } from './intercept-option.ts';
import type { Terminal } from './terminal.ts';
import { applyUpstreamOptions, type UpstreamOption } from './upstream-option.ts';

export type ServingOptions = InterceptOptions & {
  readonly port?: number;
  readonly host?: string;
  readonly data: string;
  readonly upstream: readonly UpstreamOption[];
  /** A PEM file, trusted in our connections to upstreams and proxies. */
  readonly upstreamCa?: string;
  /** Name of a capture to record into. */
  readonly capture?: string;
  /** A collector that gets spans as exchanges end; with what they say, or with stand-ins in it. */
  readonly otlp?: string;
  readonly otlpContent?: boolean;
  readonly otlpRedact?: boolean;
  /** Offer HTTP/2 to intercepted programs that could do without it. */
  readonly http2?: boolean;
};

/** What differs between the commands. */
export type ServingPlan = {
  /** See CaptureOptions. */
  readonly onExchangesEnd: (summaries: readonly string[]) => void;
  /** Intercept the known hosts too, whatever the settings say. */
  readonly isWhole: boolean;
  readonly defaultPort: (settings: Settings) => number;
  readonly program?: NonNullable<ProxyOptions['program']>;
};

export type Serving = {
  readonly listening: Listening;
  readonly interception: Interception | null;
  readonly token: string | null;
  /** Made for this run, so nobody knows it yet. */
  readonly isTokenNew: boolean;
  readonly openSockets: () => number;
  /** Ends what is in flight and writes everything. */
  readonly dispose: () => Promise<void>;
};

/** Listens. Fails with CliError when it cannot. */
export async function startServing(options: ServingOptions, plan: ServingPlan, terminal: Terminal): Promise<Serving> {
  const warn = (title: string, text: string): void => terminal.complain(`wirelens: ${title}. ${text}`);
  let settings = loadSettings(options.data, warn);
  let upstreams = applyUpstreamOptions(settings.upstreams, options.upstream);
  const host = options.host ?? settings.host;
  const givenToken = settings.token ?? (terminal.environment.WIRELENS_TOKEN || null);
  const token = givenToken ?? newTokenFor(host);
  warnOfStoredKeys(upstreams, terminal);
  const onFault = (fault: unknown): void =>
    terminal.complain(`wirelens: a fault inside; traffic goes on: ${describe(fault)}`);
  // First: it throws where the folder cannot be written, and then nothing must be running yet.
  const salt = loadSalt(options.data);
  const source = createInterceptionSource({
    dataFolder: options.data,
    onNotice: warn,
    offersHttp2: () => options.http2 ?? settings.interception.offersHttp2 ?? false,
  });
  const followRules = (): Promise<void> => source.use(rulesOfRun(options, settings.interception, plan.isWhole));
  await followRules();
  const capture = createCapture({
    dataFolder: options.data,
    workerFile: new URL('./capture-worker.js', import.meta.url),
    onBatch: () => {},
    onExchangesEnd: (summaries) => {
      plan.onExchangesEnd(summaries);
      spans.endedTexts(summaries);
    },
    onNotice: warn,
  });
  const queries = createQueries({
    dataFolder: options.data,
    workerFile: new URL('./query-worker.js', import.meta.url),
    version: packageFacts.version,
  });
  const spans = createLiveSpans({ queries, flush: capture.flush, onNotice: warn });
  spans.follow(telemetryOf(options, settings));
  capture.setRetention(settings.retention ?? keepEverything);
  const refusal = options.capture === undefined ? null : await capture.record(options.capture);
  if (refusal !== null) {
    await capture.dispose();
    throw new CliError(refusal);
  }
  const server = createProxyServer({
    sink: capture.sink,
    upstreams: () => upstreams,
    endpointKey: (upstream, endpoint) => environmentKey(upstreams, upstream, endpoint, terminal),
    salt,
    token: () => token,
    interception: source.current,
    endpointTls: createEndpointTls(clientKeyReader(terminal.environment, () => null)),
    extraCertificates: createExtraTrust({
      environment: terminal.environment,
      companyCa: () => options.upstreamCa ?? settings.companyCa ?? '',
      onProblem: (problem) => terminal.complain(`wirelens: ${problem}`),
    }),
    outgoing: outgoingProxiesOf(terminal.environment, (problem) => terminal.complain(`wirelens: ${problem}`)),
    ...(plan.program === undefined ? {} : { program: plan.program }),
    onFault,
  });
  // A bug must not end the streams of others: report it and stay (STYLE.md section 7).
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  const follower = followSettings(
    options.data,
    (changed) => {
      settings = changed;
      upstreams = applyUpstreamOptions(changed.upstreams, options.upstream);
      capture.setRetention(changed.retention ?? keepEverything);
      spans.follow(telemetryOf(options, changed));
      warnOfStoredKeys(upstreams, terminal);
      followRules().catch(onFault);
    },
    (reason) => warn('Settings stay as they were', `settings.json cannot be used: ${reason}`),
  );
  const dispose = async (): Promise<void> => {
    follower.dispose();
    await server.close();
    await spans.dispose();
    await capture.dispose();
    await queries.dispose();
    process.off('uncaughtException', onFault).off('unhandledRejection', onFault);
  };
  const listening = await server.listen(options.port ?? plan.defaultPort(settings), host);
  if (!listening.ok) {
    await dispose();
    throw new CliError(listening.error.message);
  }
  const { wantedPort, port } = listening.value;
  if (wantedPort !== null) terminal.complain(`wirelens: port ${wantedPort} is taken: listening on ${port} instead`);
  const { openSockets } = server;
  const isTokenNew = token !== null && givenToken === null;
  return { listening: listening.value, interception: source.current(), token, isTokenNew, openSockets, dispose };
}

/** The command line's collector comes before that of the settings. */
function telemetryOf({ otlp, otlpContent, otlpRedact }: ServingOptions, settings: Settings): TelemetrySettings {
  if (otlp === undefined) return settings.telemetry ?? noTelemetry;
  return {
    ...{ isEnabled: true, endpoint: otlp },
    ...{ withContent: otlpContent ?? false, isRedacting: otlpRedact ?? false },
  };
}

/** The settings of a data folder, for reading. */
export function loadSettings(dataFolder: string, warn: (title: string, text: string) => void): Settings {
  return createSettingsStore({
    folder: dataFolder,
    onChange: () => {},
    onNotice: ({ title, text }) => warn(title, text),
  }).current();
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

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
