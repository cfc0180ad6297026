/** The ways in, each tried with a real program: captured, refused in words, or gone past us, with the proof. */
import http from 'node:http';
import type { DoctorCheck, DoctorOutcome } from '../../shared/model/doctor.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { type Environment, withoutProxy } from '../programs/program-environment.ts';
import { nodeConnect, nodeFetch, nodeOwnWebSocket, nodeWebSocket, pythonFetch } from './probe-scripts.ts';
import type { ProbeStack } from './probe-stack.ts';
import { type ProbeRun, runProbe } from './run-probe.ts';

export type WayContext = {
  readonly stack: ProbeStack;
  readonly environment: Environment;
  /** Path of a Node to start, with its version; null: none here. */
  readonly node: { readonly file: string; readonly version: string } | null;
  readonly curl: string | null;
  readonly python: { readonly file: string; readonly version: string } | null;
};

type Way = {
  readonly id: string;
  readonly title: string;
  /** Starts the program. Null: it is not here. */
  readonly start: ((url: string) => Promise<ProbeRun>) | null;
  readonly missing: string;
  /** Where it goes; the mark is added. */
  readonly url: string;
  /** What it means that nothing was captured. */
  readonly otherwise?: { readonly outcome: DoctorOutcome; readonly text: string; readonly advice: string };
};

const path = '/v1/chat/completions';

/** All of them, one after the other: a probe takes a tenth of a second. */
export async function checkWays(context: WayContext): Promise<readonly DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const way of waysOf(context)) checks.push(await checkWay(way, context.stack));
  checks.push(await checkDistrust(context));
  checks.push(await checkHardCoded(context));
  return checks;
}

function waysOf({ stack, environment, node, curl, python }: WayContext): readonly Way[] {
  const { url, server, proxied } = stack;
  const straight = withoutProxy(environment);
  const runNode = (script: string, variables: Environment) =>
    node === null ? null : (target: string) => runProbe(node.file, ['-e', script, target], variables);
  const noNode = 'no Node.js was found on PATH';
  const nodeVersion = node?.version ?? '';
  return [
    {
      id: 'base-url-node',
      title: `Base URL: Node ${nodeVersion} fetch`,
      start: runNode(nodeFetch, straight),
      missing: noNode,
      url: `${url}/openai${path}`,
    },
    {
      id: 'http-proxy-absolute',
      title: 'HTTP_PROXY: a request in the absolute form',
      start: (target) => absoluteForm(url, target),
      missing: '',
      url: `http://localhost:${new URL(server.url).port}${path}`,
    },
    {
      id: 'https-proxy-node',
      title: `HTTPS_PROXY: Node ${nodeVersion} through CONNECT, trusting our certificate`,
      start: runNode(nodeConnect, proxied),
      missing: noNode,
      url: server.secureUrl + path,
    },
    {
      id: 'https-proxy-curl',
      title: `HTTPS_PROXY: ${curl ?? 'curl'}`,
      start:
        curl === null
          ? null
          : (target) => runProbe('curl', ['-sS', '-d', '{}', '-o', devNull, '-w', '%{http_code}', target], proxied),
      missing: 'curl is not installed',
      url: server.secureUrl + path,
    },
    {
      id: 'https-proxy-python',
      title: `HTTPS_PROXY: ${python?.version ?? 'Python'}, urllib`,
      start: python === null ? null : (target) => runProbe(python.file, ['-c', pythonFetch, target], proxied),
      missing: 'Python is not installed',
      url: server.secureUrl + path,
    },
    {
      id: 'https-proxy-node-fetch',
      title: `HTTPS_PROXY: Node ${nodeVersion} fetch, with nothing but the environment`,
      start: runNode(nodeFetch, proxied),
      missing: noNode,
      url: server.secureUrl + path,
      otherwise: {
        outcome: 'warning',
        text: `this Node's own fetch does not read HTTPS_PROXY (NODE_USE_ENV_PROXY needs 22.21 or 24)`,
        advice: 'Programs that use it without a proxy agent need a newer Node, or the base-URL mode.',
      },
    },
    {
      id: 'web-socket-proxy',
      title: 'WebSocket through HTTPS_PROXY',
      start: runNode(nodeWebSocket, proxied),
      missing: noNode,
      url: `${server.secureUrl}/v1/responses`,
    },
    {
      id: 'web-socket-node',
      title: `WebSocket: Node ${nodeVersion}'s own, with nothing but the environment`,
      start: runNode(nodeOwnWebSocket, proxied),
      missing: noNode,
      url: `${server.secureUrl}/v1/responses`,
      otherwise: {
        outcome: 'warning',
        text: "this Node's own WebSocket does not read HTTPS_PROXY",
        advice: 'Programs that use it pass us by, unless they can be told to use HTTP instead.',
      },
    },
  ];
}

const devNull = process.platform === 'win32' ? 'NUL' : '/dev/null';

async function checkWay(way: Way, stack: ProbeStack): Promise<DoctorCheck> {
  const { id, title } = way;
  const base = { id, area: 'ways', title } as const;
  if (way.start === null) return { ...base, outcome: 'skipped', text: way.missing, advice: null };
  const mark = `${id}-${performance.now().toString(36).replace('.', '')}`;
  const run = await way.start(`${way.url}?probe=${mark}`);
  // Nothing will come of a request that was seen elsewhere, or not made.
  const isPast = stack.server.sawPast(mark);
  if (run.status === 7) return { ...base, outcome: 'skipped', text: 'this Node has none', advice: null };
  const captured = isPast ? null : await stack.captured(mark);
  if (captured !== null && captured.end === 'complete') {
    return { ...base, outcome: 'good', text: `captured: ${proofOf(captured)}`, advice: null };
  }
  if (captured !== null) {
    const text = `captured, but it ended ${captured.end}: ${captured.failure?.message ?? run.output}`;
    return { ...base, outcome: 'bad', text, advice: null };
  }
  const seen = isPast
    ? 'the provider was reached past us'
    : `nothing came here; the program said: ${lastLine(run.output)}`;
  if (way.otherwise !== undefined && isPast) {
    const { outcome, text, advice } = way.otherwise;
    return { ...base, outcome, text: `${seen}: ${text}`, advice };
  }
  return { ...base, outcome: 'bad', text: seen, advice: 'Report this, with the output of "wirelens doctor --json".' };
}

/** A program with the proxy and without our certificate must be refused by itself, and we must say so. */
async function checkDistrust({ stack, environment, node }: WayContext): Promise<DoctorCheck> {
  const base = { id: 'no-ca', area: 'ways', title: 'A program that does not trust our certificate' } as const;
  if (node === null) return { ...base, outcome: 'skipped', text: 'no Node.js was found on PATH', advice: null };
  const variables = { ...withoutProxy(environment), HTTPS_PROXY: stack.url, NODE_EXTRA_CA_CERTS: '' };
  const target = `${stack.server.secureUrl.replace('localhost', 'distrust.localhost')}${path}`;
  const { output } = await runProbe(node.file, ['-e', nodeConnect, target], variables);
  const row = await stack.captured('distrust.localhost');
  if (row?.failure?.kind === 'certificate-refused') {
    const advice = 'Such a row has the way out: "wirelens run", the certificate, or "tunnel" for its host.';
    return {
      ...base,
      outcome: 'good',
      text: `refused (${lastLine(output)}), and shown: ${firstSentence(row)}`,
      advice,
    };
  }
  const text =
    row === null ? `no row told of it; the program said: ${lastLine(output)}` : `shown as ${row.failure?.kind}`;
  return { ...base, outcome: 'bad', text, advice: null };
}

/** A base URL is an offer: a program with an address of its own does not take it. Seen here so that it is known. */
async function checkHardCoded({ stack, environment, node }: WayContext): Promise<DoctorCheck> {
  const title = 'A program that does not honour the base URL';
  const base = { id: 'base-url-ignored', area: 'ways', title } as const;
  if (node === null) return { ...base, outcome: 'skipped', text: 'no Node.js was found on PATH', advice: null };
  const variables = {
    ...withoutProxy(environment),
    OPENAI_BASE_URL: `${stack.url}/openai/v1`,
    NODE_EXTRA_CA_CERTS: stack.certificateFile,
  };
  const mark = 'hard-coded';
  await runProbe(node.file, ['-e', nodeFetch, `${stack.server.secureUrl}${path}?probe=${mark}`], variables);
  const isPast = stack.server.sawPast(mark);
  const advice = 'When nothing appears in base-URL mode, start the program in proxy mode: wirelens run -- <command>.';
  const text = isPast
    ? 'it reached its provider past us, as was to be expected: nobody can capture that'
    : 'the probe did not reach its provider';
  return { ...base, outcome: isPast ? 'good' : 'skipped', text, advice };
}

function absoluteForm(proxy: string, target: string): Promise<ProbeRun> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve) => {
    const headers = { host: new URL(target).host, 'content-type': 'application/json' };
    const request = http.request({ hostname, port, method: 'POST', path: target, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('close', () => resolve({ status: 0, output: String(answer.statusCode) }));
    });
    request.on('error', (error) => resolve({ status: 1, output: error.message }));
    request.end('{}');
  });
}

/** `POST openai-chat 200, verbatim, from node -e (pid 4711), exchange 0mw…`. */
function proofOf(summary: ExchangeSummary): string {
  const { client } = summary;
  const parts = [
    `${summary.isWebSocket ? 'WebSocket' : summary.format} ${summary.status}`,
    summary.isVerbatim === true ? 'verbatim' : null,
    client.pid === null ? null : `from ${client.program} (pid ${client.pid})`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function lastLine(output: string): string {
  return (output.split('\n').findLast((line) => line.trim() !== '') ?? 'nothing').trim().slice(0, 200);
}

function firstSentence({ failure }: ExchangeSummary): string {
  return (failure?.message ?? '').replace(/\. .*$/s, '.');
}
