/** Starts and stops the bench's processes, each by its own pid, and reads their CPU time and memory from the system. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClientResult, ClientTask } from './messages.ts';

export type Running = { readonly process: ChildProcess; readonly port: number; readonly stop: () => Promise<void> };

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

function forkReady(file: string, args: readonly string[]): Promise<Running> {
  const child = fork(here(file), args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message: { port: number }) =>
      resolve({ process: child, port: message.port, stop: () => stopChild(child) }),
    );
    child.once('exit', (code) => reject(new Error(`${file} left with ${code}`)));
  });
}

/** Key and certificate of those that speak TLS; none: they do not. */
type Pair = { readonly key: string; readonly cert: string } | null;

const words = (pair: Pair): readonly string[] => (pair === null ? [] : [pair.key, pair.cert]);
export const startUpstream = (pair: Pair): Promise<Running> => forkReady('./upstream-process.ts', words(pair));
export const startNodePipe = (target: string, pair: Pair): Promise<Running> =>
  forkReady('./node-pipe-process.ts', [target, ...words(pair)]);
export const startClient = (): Promise<Running> => forkReady('./client-process.ts', []);

/** The product, headless, with capture, decoding and storage on: `wirelens serve` from the build. `options`: more of its words. */
export async function startWirelens(target: string, options: readonly string[] = []): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-bench-'));
  const cli = here('../../dist/electron/cli.js');
  const args = [cli, 'serve', '--json', '--port', '0', '--data', folder, '--upstream', `bench=${target}`, ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    lines.once('line', (line) => resolve((JSON.parse(line) as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`wirelens serve left with ${code}`)));
  });
  const stop = async (): Promise<void> => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { process: child, port, stop };
}

export function runTask(
  client: Running,
  task: ClientTask,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<ClientResult> {
  return new Promise((resolve, reject) => {
    const listener = (message: { kind: string; result?: ClientResult; bytes?: number; message?: string }): void => {
      if (message.kind === 'progress') {
        onProgress(message.bytes ?? 0);
        return;
      }
      client.process.off('message', listener);
      if (message.kind === 'result' && message.result) resolve(message.result);
      else reject(new Error(message.message ?? 'the client failed'));
    };
    client.process.on('message', listener);
    client.process.send(task);
  });
}

/** User and system CPU milliseconds of a process so far (all its threads), from /proc; null where there is none. */
export function cpuMs(child: ChildProcess): number | null {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

/** Resident bytes of a process, from /proc; null where there is none. */
export function residentBytes(child: ChildProcess): number | null {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return line ? Number(line[1]) * 1024 : null;
  } catch {
    return null;
  }
}
