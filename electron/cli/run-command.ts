/** `wirelens run -- <command>`: listens, starts a program that talks through us, and leaves with its exit status. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { environmentFor } from '../programs/environment-for.ts';
import { agentByCommand } from '../programs/known-agents.ts';
import { replacedBaseUrls } from '../programs/program-environment.ts';
import { CliError } from './cli-error.ts';
import { runSummary } from './run-summary.ts';
import { type Serving, type ServingOptions, startServing } from './serving.ts';
import type { Terminal } from './terminal.ts';

export type RunOptions = ServingOptions & {
  readonly mode: 'proxy' | 'base-url';
  readonly json?: boolean;
};

/** How long what the program left behind may take to end. */
const settlingMs = 500;

/** Resolves with the program's exit status (128 + n for signal n), when everything is written. */
export async function runCommand(words: readonly string[], options: RunOptions, terminal: Terminal): Promise<number> {
  const [command, ...rest] = words;
  if (command === undefined) throw new CliError('Say what to run: wirelens run -- <command>.', 2);
  const startedAt = Date.now();
  const isByBaseUrl = options.mode === 'base-url';
  const ended: ExchangeSummary[] = [];
  let child: ChildProcess | null = null;
  const name = basename(command).replace(/\.(exe|cmd)$/i, '');
  const serving = await startServing(
    options,
    {
      isWhole: options.mode === 'proxy',
      defaultPort: () => 0,
      onExchangesEnd: (texts) => void ended.push(...texts.map((text) => JSON.parse(text) as ExchangeSummary)),
      program: () => ({ name, pid: child?.pid ?? null, run: `run-${child?.pid}` }),
    },
    terminal,
  );
  const agent = isByBaseUrl ? agentByCommand(name) : null;
  if (agent !== null) terminal.complain(`wirelens: ${agent.title}: ${agent.byBaseUrl}. ${agent.advice}`);
  try {
    // Not on Windows: there, programs such as npm are scripts that only a shell can start.
    const shell = process.platform === 'win32';
    child = spawn(command, rest, { env: environmentOf(serving, options, terminal), stdio: 'inherit', shell });
    const status = await statusOf(child, command, terminal);
    await settle(serving);
    return status;
  } finally {
    await serving.dispose();
    terminal.complain(runSummary(ended, { durationMs: Date.now() - startedAt, isByBaseUrl, ...options }));
  }
}

function environmentOf(serving: Serving, options: RunOptions, terminal: Terminal): NodeJS.ProcessEnv {
  const { listening, interception, token } = serving;
  const { environment } = terminal;
  if (options.mode === 'base-url') {
    for (const variable of replacedBaseUrls(environment)) {
      terminal.complain(`wirelens: ${variable} is replaced for this program; --upstream name=URL sends it elsewhere`);
    }
  }
  const { mode, data: dataFolder } = options;
  return { ...environmentFor(environment, { mode, url: listening.url, token, dataFolder }, interception) };
}

/** Resolves when the program has ended. Signals that we get meanwhile are the program's. */
function statusOf(child: ChildProcess, command: string, terminal: Terminal): Promise<number> {
  // From a terminal, Ctrl+C reaches the program as well: twice would mean something else to it.
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      terminal.complain(
        `wirelens: ${command} cannot be started: ${isMissing ? 'there is no such program' : error.message}`,
      );
      resolve(isMissing ? 127 : 126);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}

/** Connections of the program close a moment after it. */
async function settle(serving: Serving): Promise<void> {
  const limit = Date.now() + settlingMs;
  while (serving.openSockets() > 0 && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 10));
}
