/**
 * The packaged program, unpacked: starts with the release fuses on, records what passes through it, and leaves when
 * asked. Playwright cannot drive it (the inspect arguments are fused off), so it is met as a client meets it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inheritedEnvironment, repositoryRoot, rootFlags } from '../support/app-launcher.ts';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-package-'));
  const script = path.join(repositoryRoot, 'scripts', 'package.mjs');
  const packaged = await runToEnd(process.execPath, [script, '--dir', '--output', path.join(folder, 'out')]);
  expect(packaged.status, packaged.output).toBe(0);
  const unpacked = /the unpacked program is in (.*)/.exec(packaged.output)?.[1] ?? '';
  program = path.join(unpacked, programName());
}, 180_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the packaged program', () => {
  test('proxies and records a request, and leaves on SIGTERM with everything written', async () => {
    const data = path.join(folder, 'data');
    const environment = { ...inheritedEnvironment(), WIRELENS_PORT: '0', WIRELENS_DATA: data };
    const child = spawn(program, [...rootFlags(), `--user-data-dir=${data}`], { env: environment });
    try {
      const url = await listeningUrl(child);
      const response = await fetch(`${url}/no-such-upstream/v1/models`);
      expect(response.status).toBe(404);
      expect(response.headers.get('x-wirelens-error')).toBe('no-route');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await exitOf(child)).toBe(0);
    const cli = path.join(repositoryRoot, 'dist', 'electron', 'cli.js');
    const list = await runToEnd(process.execPath, [cli, 'list', '--data', data, '--json']);
    expect(list.output).toContain('no-such-upstream');
  });

  test('is the wirelens command when it is called with one', async () => {
    const data = path.join(folder, 'command-data');
    const environment = inheritedEnvironment();
    const serve = [...rootFlags(), 'serve', '--json', '--port', '0', '--data', data];
    const child = spawn(program, serve, { env: environment });
    try {
      const url = await servedUrl(child);
      expect((await fetch(`${url}/no-such-upstream/v1/models`)).status).toBe(404);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await exitOf(child)).toBe(0);
    const list = await runToEnd(program, [...rootFlags(), 'list', '--data', data, '--json']);
    expect(list.output).toContain('no-such-upstream');
    expect((await runToEnd(program, [...rootFlags(), 'decode'])).status).toBe(2);
  });

  test('does not become plain Node when its environment asks for that', async () => {
    const environment = { ...inheritedEnvironment(), ELECTRON_RUN_AS_NODE: '1', WIRELENS_PORT: '0' };
    const data = `--user-data-dir=${path.join(folder, 'node-data')}`;
    const child = spawn(program, [...rootFlags(), data, '-e', 'console.log("plain node")'], { env: environment });
    const output = collect(child);
    try {
      await listeningUrl(child);
    } finally {
      child.kill('SIGTERM');
    }
    await exitOf(child);
    expect(output()).not.toContain('plain node');
  });
});

function programName(): string {
  if (process.platform === 'darwin') return 'Wirelens.app/Contents/MacOS/Wirelens';
  return process.platform === 'win32' ? 'Wirelens.exe' : 'wirelens';
}

function collect(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  return () => output;
}

/** The address in the first line of `serve --json`. */
async function servedUrl(child: ChildProcess): Promise<string> {
  const output = collect(child);
  await expect.poll(output, { timeout: 30_000 }).toContain('"listening"');
  return /"url":"([^"]+)"/.exec(output())?.[1] ?? '';
}

/** The address that the program prints; rejects when it ends, or says nothing for 30 s. */
function listeningUrl(child: ChildProcess): Promise<string> {
  const output = collect(child);
  return new Promise((resolve, reject) => {
    const give = (settle: () => void) => {
      clearTimeout(timer);
      child.stdout?.off('data', look);
      settle();
    };
    const look = () => {
      const url = /listens on (http:\/\/\S+:\d+)/.exec(output())?.[1];
      if (url) give(() => resolve(url));
    };
    const timer = setTimeout(() => give(() => reject(new Error(`it does not listen: ${output()}`))), 30_000);
    child.stdout?.on('data', look);
    child.once('exit', (code) => give(() => reject(new Error(`it ended with ${code}: ${output()}`))));
  });
}

/** The exit status; a program that does not leave within 15 s is ended by force and gives null. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await once(child, 'exit');
  clearTimeout(timer);
  return child.exitCode;
}

async function runToEnd(command: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(command, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  await once(child, 'close');
  return { status: child.exitCode, output: output() };
}
