/** Starts one program of the doctor's, for a few seconds at most, and hears what it says. */
import { execFile } from 'node:child_process';
import type { Environment } from '../programs/program-environment.ts';

export type ProbeRun = {
  /** Null: there is no such program here. */
  readonly status: number | null;
  readonly output: string;
};

const maxMs = 15_000;

/** Never rejects. Standard output and errors come together, at most 64 KiB. */
export function runProbe(program: string, words: readonly string[], environment: Environment): Promise<ProbeRun> {
  return new Promise((resolve) => {
    const options = { env: { ...environment }, timeout: maxMs, maxBuffer: 65_536, windowsHide: true };
    const child = execFile(program, [...words], options, (error, output, errors) => {
      const isMissing = error !== null && 'code' in error && error.code === 'ENOENT';
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status: isMissing ? null : status, output: `${output}\n${errors}`.trim() });
    });
    child.stdin?.end();
  });
}

/** The first line of what it prints for its version; null: it is not here. */
export async function versionOf(program: string, word: string, environment: Environment): Promise<string | null> {
  const { status, output } = await runProbe(program, [word], environment);
  return status === 0 ? (output.split('\n')[0] ?? '').slice(0, 80) : null;
}
