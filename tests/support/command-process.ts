/** The built command as a user runs it, for the tests of a file: a process of its own, a data folder of its own, real sockets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { paceHeader, type SampleUpstream, startSampleUpstream } from '../../electron/sample/sample-upstream.ts';
import { buildCommand } from './built-command.ts';

type Environment = Readonly<Record<string, string>>;

/** What a command that ended left: its exit status and all that it wrote. */
export type Outcome = { readonly status: number | null; readonly output: Buffer; readonly errors: string };

/** One line of `--json`. */
export type JsonLine = Record<string, unknown>;

/** A running `serve --json`. */
export type Serving = {
  /** Its first line. */
  readonly listening: JsonLine;
  readonly url: string;
  /** The next line; throws when it ends instead. */
  readonly next: () => Promise<JsonLine>;
  readonly errors: () => string;
  /** Resolves with the exit status. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
};

let cli: string;
let sample: SampleUpstream;
let folder: string;
const children = new Set<ChildProcess>();

/** Builds the command and starts the sample upstream once for the file that calls this; each of its tests gets a new data folder. */
export function withCommand(): void {
  beforeAll(async () => {
    cli = await buildCommand();
    sample = await startSampleUpstream();
  });
  afterAll(() => sample.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wirelens-cli-'));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    await rm(folder, { recursive: true, force: true });
  });
}

/** The running test's data folder. */
export const dataFolder = (): string => folder;

/** The sample upstream's address. */
export const sampleUrl = (): string => sample.url;

/** A command that runs until it ends, or the test does. */
export function startCommand(words: readonly string[], environment: Environment = {}): ChildProcess {
  const child = spawn(process.execPath, [cli, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Runs a command to its end, with `input` as its standard input. */
export async function runCommand(words: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
  const child = startCommand(words);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr?.on('data', (bytes: Buffer) => errors.push(bytes));
  // A command that has no use for its input may be gone before it is written.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output: Buffer.concat(output), errors: Buffer.concat(errors).toString() };
}

/** `serve --json` with its lines, which arrive one by one. */
export async function serve(words: readonly string[], environment: Environment = {}): Promise<Serving> {
  const child = startCommand(['serve', '--json', '--data', folder, ...words], environment);
  const errors: string[] = [];
  child.stderr?.on('data', (bytes: Buffer) => errors.push(bytes.toString()));
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<JsonLine> => {
    const line = await lines.next();
    if (line.done) throw new Error(`serve ended: ${errors.join('')}`);
    return JSON.parse(line.value) as JsonLine;
  };
  const listening = await next();
  return {
    listening,
    url: String(listening.url),
    next,
    errors: () => errors.join(''),
    stop: async (signal) => {
      const closed = once(child, 'close');
      child.kill(signal);
      const [status] = (await closed) as [number | null];
      return status;
    },
  };
}

/** What every client here says. */
export const messages = [{ role: 'user' as const, content: 'Hello' }];

/** One streamed answer of the sample upstream through `url`, by the official client. */
export function ask(url: string, model: string) {
  const client = new Anthropic({
    baseURL: `${url}/anthropic`,
    apiKey: 'sk-test-0123456789abcdef',
    maxRetries: 0,
    defaultHeaders: { [paceHeader]: '200' },
  });
  return client.messages.stream({ model, max_tokens: 100, messages }).finalMessage();
}
