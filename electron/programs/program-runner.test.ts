/** Programs started as the window starts them: real processes, a stand-in for their proxy. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgramMode, StartedProgram } from '../../shared/model/program.ts';
import type { OwnProgram } from '../proxy/proxy-api.ts';
import { folderAt, programName, shellOf } from './launch-command.ts';
import { createProgramRunner, type ProgramRunner } from './program-runner.ts';
import { findTerminal } from './terminals.ts';

const isWindows = process.platform === 'win32';
let folder: string;
let runner: ProgramRunner;
let changes: StartedProgram[];
let pieces: string;
let asked: { program: OwnProgram; readonly mode: ProgramMode; isClosed: boolean }[];

function createRunner(environment: Readonly<Record<string, string>> = {}): ProgramRunner {
  // What an earlier runner still tells does not count.
  const told: StartedProgram[] = [];
  changes = told;
  pieces = '';
  asked = [];
  return createProgramRunner({
    dataFolder: folder,
    environment: { PATH: process.env.PATH ?? '', ...environment },
    listen: async (program, mode) => {
      const listener = { program, mode, isClosed: false };
      asked.push(listener);
      const close = async () => {
        listener.isClosed = true;
      };
      const identify = (known: OwnProgram) => {
        listener.program = known;
      };
      return { listening: { url: 'http://127.0.0.1:4567', port: 4567, wantedPort: null }, identify, close };
    },
    openInterception: async () => ({
      rules: [],
      certificateFile: join(folder, 'ca.pem'),
      leafFor: () => Promise.reject(new Error('nobody connects')),
    }),
    onChange: (program) => told.push(program),
    onOutput: ({ text }) => {
      pieces += text;
    },
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-programs-'));
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n');
  runner = createRunner();
});
afterEach(async () => {
  await runner.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function start(command: string, mode: 'proxy' | 'base-url' = 'proxy'): Promise<StartedProgram> {
  const result = await runner.start({ command, folder, mode });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const last = (): StartedProgram | undefined => changes.at(-1);
const ended = () => expect.poll(() => last()?.state).toBe('ended');

describe.skipIf(isWindows)('a command', () => {
  test('gets the environment of its mode, and its output and status are told', async () => {
    const program = await start('echo "$HTTPS_PROXY|$OPENAI_BASE_URL"; echo oops >&2; exit 3');
    expect(program).toMatchObject({ name: 'echo', mode: 'proxy', folder, pid: expect.any(Number) });
    await ended();
    expect(last()).toMatchObject({ id: program.id, exitStatus: 3, endedAt: expect.any(Number) });
    expect(runner.output(program.id).text).toBe('http://127.0.0.1:4567|\noops\n');
    await expect.poll(() => pieces).toBe('http://127.0.0.1:4567|\noops\n');
    const other = await start('echo "$HTTPS_PROXY|$OPENAI_BASE_URL"', 'base-url');
    await expect.poll(() => runner.output(other.id).text).toBe('|http://127.0.0.1:4567/openai/v1\n');
  });

  test('what calls its proxy is known by name, pid and run', async () => {
    const program = await start('sleep 30');
    expect(asked[0]?.program).toEqual({ name: 'sleep', pid: program.pid, run: program.id });
  });

  test('is ended with everything that it started', async () => {
    const program = await start(`sh -c 'trap "" TERM; sleep 60 & echo child $!; wait' & wait`);
    await expect.poll(() => runner.output(program.id).text).toMatch(/child \d+/);
    const child = Number(/child (\d+)/.exec(runner.output(program.id).text)?.[1]);
    runner.stop(program.id);
    await ended();
    expect(last()?.exitStatus).toBe(143);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  test('that writes without end keeps its last part only', async () => {
    const program = await start('yes 0123456789');
    await expect.poll(() => runner.output(program.id).total).toBeGreaterThan(1_000_000);
    expect(runner.output(program.id).text.length).toBe(200_000);
    runner.stop(program.id);
    await ended();
  });

  test('in a folder that is not there is refused, and nothing listens for it', async () => {
    const result = await runner.start({ command: 'true', folder: join(folder, 'missing'), mode: 'proxy' });
    expect(result).toMatchObject({ ok: false, error: { kind: 'no-folder' } });
    expect([asked.length, runner.list().length]).toEqual([0, 0]);
  });

  test('keeps its proxy after its end, until twenty others have ended', async () => {
    await start('true');
    await ended();
    expect(asked[0]?.isClosed).toBe(false);
    for (let count = 0; count < 21; count += 1) {
      const { id } = await start('true');
      await expect.poll(() => runner.list().find((program) => program.id === id)?.state).toBe('ended');
    }
    expect([asked[0]?.isClosed, asked.at(-1)?.isClosed, runner.list().length]).toEqual([true, false, 21]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has collected yet is dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux')('a terminal', () => {
  /** A terminal that runs what it is given, as all do, and writes where. */
  function fakeTerminal(rest: string): ProgramRunner {
    const file = join(folder, 'fake-terminal');
    writeFileSync(file, `#!/bin/sh\n${rest}\n`);
    const shell = join(folder, 'fake-shell');
    writeFileSync(shell, '#!/bin/sh\necho "$1 $PWD $ANTHROPIC_BASE_URL"\n');
    for (const program of [file, shell]) chmodSync(program, 0o755);
    return createRunner({ TERMINAL: file, DISPLAY: ':9', SHELL: shell });
  }

  test('runs the user’s shell in the folder, with our variables', async () => {
    runner = fakeTerminal('shift; "$1"');
    const result = await runner.openTerminal({ folder, mode: 'base-url' });
    expect(result).toMatchObject({ ok: true, value: { kind: 'terminal', name: 'terminal', command: 'fake-terminal' } });
    const id = runner.list()[0]?.id ?? '';
    await expect.poll(() => runner.output(id).text).toContain(`-i ${folder} http://127.0.0.1:4567/anthropic`);
  });

  test('whose starter leaves at once is detached, and keeps its proxy until it is let go', async () => {
    runner = fakeTerminal('exit 0');
    await runner.openTerminal({ folder, mode: 'proxy' });
    await expect.poll(() => last()?.state).toBe('detached');
    expect(asked[0]?.isClosed).toBe(false);
    runner.stop(last()?.id ?? '');
    expect([last()?.state, asked[0]?.isClosed]).toEqual(['ended', true]);
  });

  test('that is nowhere to be found leaves what to copy', async () => {
    runner = createRunner({ PATH: folder, DISPLAY: ':9' });
    expect(await runner.openTerminal({ folder, mode: 'proxy' })).toMatchObject({ error: { kind: 'no-terminal' } });
    const result = await runner.exports('base-url');
    expect(result.ok && result.value).toContainEqual({
      name: 'OPENAI_BASE_URL',
      value: 'http://127.0.0.1:4567/openai/v1',
    });
    // One proxy for both, and it intercepts.
    expect((await runner.exports('proxy')).ok).toBe(true);
    expect(asked.map(({ mode }) => mode)).toEqual(['proxy']);
    expect(runner.list()).toMatchObject([{ kind: 'terminal', state: 'detached' }]);
    runner.stop(runner.list()[0]?.id ?? '');
    await runner.exports('proxy');
    expect(asked.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });
});

test('terminals are found in the order of preference, the user’s own first', () => {
  const environment = { PATH: '/usr/bin', DISPLAY: ':0' };
  const find = (there: readonly string[], more = {}) =>
    findTerminal('linux', { ...environment, ...more }, '/s.sh', (file) => there.includes(file));
  expect(find(['/usr/bin/xterm', '/usr/bin/gnome-terminal'])).toMatchObject({
    file: '/usr/bin/gnome-terminal',
    words: ['--', '/s.sh'],
  });
  expect(find(['/usr/bin/xterm', '/usr/bin/kitty'], { TERMINAL: 'kitty' })?.words).toEqual(['/s.sh']);
  expect(find([])).toBeNull();
  expect(find(['/usr/bin/xterm'], { DISPLAY: '' })).toBeNull();
  expect(findTerminal('darwin', {}, '/s.command')?.words).toEqual(['-a', 'Terminal', '/s.command']);
  expect(findTerminal('win32', {}, 'C:\\s.cmd')?.file).toBe('cmd.exe');
});

test.each([
  ['node agent.mjs', 'node'],
  ['OPENAI_API_KEY=x env A=b /usr/local/bin/codex "hello"', 'codex'],
  ['"C:\\Program Files\\tool.exe" run', 'Program'],
  ['claude;', 'claude'],
])('%s is called %s', (command, name) => {
  expect(programName(command)).toBe(name);
});

test('a shell that does not read commands as sh does is not used', () => {
  expect(shellOf('/usr/bin/fish', 'linux')).toEqual(['/bin/sh', '-c']);
  expect(shellOf('/bin/zsh', 'darwin')).toEqual(['/bin/zsh', '-l', '-c']);
});

test.skipIf(isWindows).each([
  ['', '/home/me'],
  ['~', '/home/me'],
  ['~/code', '/home/me/code'],
  ['code', '/home/me/code'],
  ['/srv', '/srv'],
  ['~other', '/home/me/~other'],
])('the typed folder "%s" is %s', (typed, folder) => {
  expect(folderAt(typed, '/home/me')).toBe(folder);
});
