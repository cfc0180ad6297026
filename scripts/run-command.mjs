/** Starting programs and speaking to the person at the terminal: shared by all scripts. Node built-ins only. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * One plain line for the person at the terminal. On stderr, so that stdout stays free for what a program prints.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`wirelens: ${text}\n`);
}

/**
 * Says what went wrong and what to do, and leaves with `status`.
 * @param {string} text
 * @param {number} [status]
 * @returns {never}
 */
export function stop(text, status = 1) {
  for (const line of text.split('\n')) say(line);
  process.exit(status);
}

/**
 * Runs a program to its end with our own stdin, stdout and stderr.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit status; 128 + n-like (130) when a signal ended it, 127 when it could not start
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...windowsShell(command), ...options });
    const release = passSignals(child);
    child.on('error', (error) => {
      release();
      say(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      release();
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * Runs a program quietly and gives what it wrote.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ status: number, stdout: string, stderr: string }>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      ...windowsShell(command),
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (bytes) => {
      stdout += bytes;
    });
    child.stderr?.on('data', (bytes) => {
      stderr += bytes;
    });
    child.on('error', (error) => resolve({ status: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ status: code ?? 143, stdout, stderr }));
  });
}

/**
 * On Windows npm and npx are command scripts, which only a shell can start.
 * @param {string} command
 */
function windowsShell(command) {
  return { shell: process.platform === 'win32' && (command === 'npm' || command === 'npx') };
}

/**
 * A terminal's Ctrl+C reaches the child by itself; a signal sent to us alone is passed on, and we wait for its end.
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  const onTerminate = () => void child.kill('SIGTERM');
  const onInterrupt = () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  };
  process.on('SIGTERM', onTerminate);
  process.on('SIGINT', onInterrupt);
  return () => {
    process.off('SIGTERM', onTerminate);
    process.off('SIGINT', onInterrupt);
  };
}
