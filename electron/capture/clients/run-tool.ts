/** Runs a tool of the system for its output: bounded in time and size, quiet about failure. */
import { execFile } from 'node:child_process';

/** What it wrote on stdout; empty when it is not there, failed without a word, or took too long. */
export type RunTool = (file: string, words: readonly string[]) => Promise<string>;

const maxMs = 3000;
const maxBytes = 16 * 1024 * 1024;

/** With a limit on time and output; a tool that fails has said what it has. */
export const runTool: RunTool = (file, words) =>
  new Promise((resolve) => {
    const options = { timeout: maxMs, maxBuffer: maxBytes, windowsHide: true } as const;
    // `lsof` ends with status 1 when one of its questions had no answer, and has answered the others.
    execFile(file, [...words], options, (_error, output) => resolve(output));
  });
