#!/usr/bin/env node
/** Entry of the `wirelens` command: plain Node, no Electron. Turns every outcome into an exit status. */
import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { createProgram } from './program.ts';
import { processTerminal, ReaderLeftError, type Terminal } from './terminal.ts';

/** 0: done, 1: failed, 2: wrong usage. */
async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told the user already; help and version come this way with status 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ReaderLeftError) return 0;
    terminal.complain(`wirelens: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof CliError) && terminal.environment.WIRELENS_DEBUG) console.error(error);
    return error instanceof CliError ? error.exitStatus : 1;
  }
}

// No process.exit: what is still being written to a pipe would be lost.
process.exitCode = await run(process.argv.slice(2), processTerminal());
