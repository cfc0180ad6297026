/** Which program an exchange came from, as a user sees it: the built command, real programs, real sockets. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { buildCommand } from '../../tests/support/built-command.ts';
import { type FakeUpstream, startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { hasCurl } from '../../tests/support/programs.ts';

let cli: string;
let folder: string;
let upstream: FakeUpstream;
let serve: ChildProcess;
let url: string;

beforeAll(async () => {
  cli = await buildCommand();
  folder = mkdtempSync(join(tmpdir(), 'wirelens-clients-'));
  upstream = await startFakeUpstream((request, response) => {
    request.resume();
    // As long as a provider needs for its first token.
    request.on('end', () => setTimeout(() => response.end('{}'), 300));
  });
  serve = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0', ...options()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (serve.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(serve.stdout), 'line')) as [string];
  url = (JSON.parse(line) as { url: string }).url;
});
afterAll(async () => {
  serve?.kill('SIGTERM');
  if (serve?.exitCode === null) await once(serve, 'exit');
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

const options = (): readonly string[] => [
  '--data',
  join(folder, 'data'),
  '--upstream',
  `openai=${upstream.url}`,
  '--redirect',
  `api.openai.com=${upstream.url}`,
];

async function exited(child: ChildProcess): Promise<number | undefined> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.pid;
}

/** The newest exchange of a path, as `list --json` gives it, once it is stored. */
async function listed(path: string): Promise<ExchangeSummary> {
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    const { stdout } = spawnSync(process.execPath, [cli, 'list', '--json', '--data', join(folder, 'data')], {
      encoding: 'utf8',
    });
    const rows = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ExchangeSummary);
    const row = rows.findLast((candidate) => candidate.path === path && candidate.end !== null);
    if (row !== undefined) return row;
  }
  throw new Error(`nothing was captured of ${path}`);
}

const script = `
  const response = await fetch(process.argv[2], { method: 'POST', body: '{}' });
  await response.text();
`;

test.skipIf(process.platform !== 'linux')('a Node program is named with its script, pid and command line', async () => {
  const file = join(folder, 'app.mjs');
  writeFileSync(file, script);
  const words = [file, `${url}/openai/v1/one`, '--api-key', 'sk-very-secret-key'];
  const pid = await exited(spawn(process.execPath, words, { stdio: 'ignore' }));
  const { client } = await listed('/v1/one');
  expect(client).toMatchObject({ program: 'node app.mjs', pid });
  expect(client.process).toMatchObject({ pid, parentPid: process.pid, name: 'node', agent: null });
  expect(client.process?.command).toContain('node app.mjs http://127.0.0.1');
  expect(JSON.stringify(client)).not.toContain('very-secret');
});

test.skipIf(process.platform !== 'linux' || !hasCurl)('a program that lives for one request is named', async () => {
  const pid = await exited(spawn('curl', ['-s', '-d', '{}', `${url}/openai/v1/two`], { stdio: 'ignore' }));
  const { client } = await listed('/v1/two');
  expect(client).toMatchObject({ program: 'curl', pid });
  expect(client.process).toMatchObject({ pid, name: 'curl' });
});

test.skipIf(process.platform !== 'linux' || !hasCurl)('so is one that comes through HTTPS interception', async () => {
  const authority = join(folder, 'data', 'ca', 'ca.pem');
  const words = ['-s', '--cacert', authority, '-x', url, '-d', '{}', 'https://api.openai.com/v1/three'];
  const pid = await exited(spawn('curl', words, { stdio: 'ignore' }));
  const { client } = await listed('/v1/three');
  expect(client).toMatchObject({ program: 'curl', pid });
});

test.skipIf(process.platform !== 'linux')('what an agent started is told with the agent', async () => {
  const file = join(folder, 'claude');
  writeFileSync(
    file,
    `require('node:child_process').spawnSync(process.execPath, [${JSON.stringify(join(folder, 'tool.mjs'))}, process.argv[2]]);`,
  );
  writeFileSync(join(folder, 'tool.mjs'), script);
  await exited(spawn(process.execPath, [file, `${url}/openai/v1/four`], { stdio: 'ignore' }));
  const { client } = await listed('/v1/four');
  expect(client).toMatchObject({ program: 'node tool.mjs', process: { agent: 'claude' } });
});
