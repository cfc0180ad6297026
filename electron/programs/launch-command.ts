/** How a typed command line is started on each platform: by a shell, in a process group of its own, so that all of it can be ended. */

import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { basename, resolve } from 'node:path';
import type { Environment } from './program-environment.ts';

export type Launch = {
  /** As typed: the shell reads it. */
  readonly command: string;
  readonly folder: string;
  readonly environment: Environment;
};

/** Starts it without input; stdout and stderr are pipes. Errors come by the child's `error`. */
export function launchCommand({ command, folder, environment }: Launch): ChildProcess {
  const options: SpawnOptions = { cwd: folder, env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] };
  if (process.platform === 'win32') return spawn(command, { ...options, shell: true, windowsHide: true });
  const [shell, ...flags] = shellOf(environment.SHELL, process.platform);
  return spawn(shell, [...flags, command], { ...options, detached: true });
}

/**
 * The user's shell where it reads commands as sh does. On macOS as a login shell: a program started from the Dock has none
 * of the folders on its PATH that the user's terminal has.
 */
export function shellOf(given: string | undefined, platform: NodeJS.Platform): readonly [string, ...string[]] {
  const isKnown = given !== undefined && /^(ba|z|k|mk|da|a)?sh$/.test(basename(given));
  const shell = isKnown ? given : '/bin/sh';
  return platform === 'darwin' ? [shell, '-l', '-c'] : [shell, '-c'];
}

/** The command's first word that is a program: `A=1 env X=2 /usr/bin/node x.js` is `node`. */
export function programName(command: string): string {
  const words = command.trim().split(/\s+/);
  const word = words.find((candidate) => !/^\w+=/.test(candidate) && candidate !== 'env') ?? 'program';
  const plain = word.replaceAll(/["']/g, '').replace(/[;&|]+$/, '');
  return (
    plain
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(exe|cmd|bat)$/i, '')
      .slice(0, 40) || 'program'
  );
}

/** A typed folder: empty and `~` are the home folder, what is not absolute lies in it. */
export function folderAt(typed: string, home: string): string {
  return resolve(home, typed.replace(/^~(?=$|[\\/])/, '.').trim());
}

/** How long a program that was asked to end may take before it is made to. */
const patienceMs = 3000;

/** Asks the program and all that it started to end, and makes them when they do not. */
export function endCommand(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  signalGroup(pid, 'SIGTERM');
  // Also when the program itself has left by then: what it started may be deaf to the first signal.
  setTimeout(() => signalGroup(pid, 'SIGKILL'), patienceMs).unref();
}

/** At once, for when we leave ourselves. */
export function killCommand(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') endCommand(child);
  else signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Everything in the group has ended already.
  }
}
