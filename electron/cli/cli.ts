#!/usr/bin/env node
/** Entry of the `wirelens` command in plain Node, no Electron. */
import { runCommandLine } from './run-command-line.ts';
import { processTerminal } from './terminal.ts';

// No process.exit: what is still being written to a pipe would be lost.
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
