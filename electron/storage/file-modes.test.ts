/** Nothing that we write can be read by other users of the machine, however careless the shell we were started from. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCommand } from '../../tests/support/built-command.ts';
import { startFakeUpstream } from '../../tests/support/fake-upstream.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { createSettingsStore } from './settings-store.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'wirelens-modes-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Files and folders below `folder` that others may read, write or enter. */
function openToOthers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .concat(folder)
    .filter((path) => (statSync(path).mode & 0o077) !== 0);
}

test.skipIf(process.platform === 'win32')(
  'with umask 000, the folder, captures, settings, keys and trust files of `serve` and `run` are ours alone',
  async () => {
    const upstream = keep(await startFakeUpstream((_, response) => response.end('{"id":"x"}')));
    const data = join(parent, 'data');
    const words = ['serve', '--json', '--port', '0', '--data', data, '--upstream', `up=${upstream.url}`];
    const command = [process.execPath, await buildCommand(), ...words, '--intercept', 'known'];
    const child = spawn('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [first] = (await once(lines, 'line')) as [string];
    const { url } = JSON.parse(first) as { url: string };
    await (await fetch(`${url}/up/v1/models`, { headers: { authorization: 'Bearer sk-x' } })).text();
    await once(lines, 'line');
    expect(openToOthers(data)).toEqual([]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    const run = [process.execPath, command[1] ?? '', 'run', '--data', data, '--port', '0', '--', 'true'];
    await promisify(execFile)('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...run]);
    expect(readdirSync(join(data, 'ca')).length).toBeGreaterThan(2);
    expect(openToOthers(data)).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')('with umask 000, settings that are changed are ours alone', async () => {
  const folder = join(parent, 'settings');
  const before = process.umask();
  expect(before).toBeGreaterThanOrEqual(0);
  const store = createSettingsStore({ folder, onChange: () => undefined, onNotice: () => undefined });
  store.update({ theme: 'dark' });
  await store.flush();
  expect(openToOthers(folder)).toEqual([]);
});
