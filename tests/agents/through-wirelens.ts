/** Runs a client by `wirelens run`, in a home and a data folder of its own, and gives what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Client, ClientMode } from './clients.ts';
import type { MockProvider } from './mock-provider.ts';

export type Run = {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
  readonly exchanges: readonly ExchangeSummary[];
};

export type RunContext = {
  readonly folder: string;
  readonly provider: MockProvider;
  /** Where the agents are installed. */
  readonly agentsFolder: string;
};

const command = resolve(import.meta.dirname, '../../dist/electron/cli.js');
/** opencode installs parts of itself into a fresh home first. */
const maxMs = 300_000;

/** Every host that one of the clients asks. */
const hosts = [
  'api.openai.com',
  'chatgpt.com',
  'api.anthropic.com',
  'generativelanguage.googleapis.com',
  'cloudcode-pa.googleapis.com',
  'opencode.ai',
];

const homeOf = (folder: string, { id }: Client, mode: ClientMode): string => join(folder, `${id}-${mode}`);

/** Where the client works. */
export function workFolderOf(folder: string, client: Client, mode: ClientMode): string {
  return join(homeOf(folder, client, mode), 'work');
}

/** Where its exchanges are. */
export function dataFolderOf(folder: string, client: Client, mode: ClientMode): string {
  return join(homeOf(folder, client, mode), 'wirelens');
}

/** The command, without a client. */
export function runWirelens(words: readonly string[], home: string): Promise<Omit<Run, 'exchanges'>> {
  return start(words, { PATH: process.env.PATH ?? '', HOME: home }, home);
}

/** Never rejects for what the client does. */
export async function runThrough(client: Client, mode: ClientMode, context: RunContext): Promise<Run> {
  const { folder, provider } = context;
  const home = homeOf(folder, client, mode);
  const data = dataFolderOf(folder, client, mode);
  const work = workFolderOf(folder, client, mode);
  mkdirSync(work, { recursive: true });
  const { words, files = {}, environment = {} } = client.start(mode, context);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    // For Wirelens itself: the provider behind it has a certificate of our own.
    NODE_EXTRA_CA_CERTS: provider.certificateFile,
    OPENAI_API_KEY: 'sk-test-0123456789abcdef',
    ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
    GEMINI_API_KEY: 'test-0123456789abcdef',
    ...environment,
  };
  const options = mode === 'proxy' ? redirects(provider.url) : upstreams(provider.url);
  const run = ['run', '--data', data, '--mode', mode, ...options, '--', ...words];
  const ran = await start(run, variables, work);
  const listed = await start(['list', '--json', '--limit', '500', '--data', data], variables, work);
  const lines = listed.output.split('\n').filter(Boolean);
  return { ...ran, exchanges: lines.map((line) => JSON.parse(line) as ExchangeSummary) };
}

function redirects(url: string): readonly string[] {
  return hosts.flatMap((host) => ['--redirect', `${host}=${url}`]);
}

function upstreams(url: string): readonly string[] {
  const targets = [`openai=${url}/v1`, `anthropic=${url}`, `gemini=${url}`];
  return targets.flatMap((target) => ['--upstream', target]);
}

async function start(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): Promise<{ readonly status: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(process.execPath, [command, ...words], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: maxMs,
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output, errors };
}
