/** One run of the `wirelens` command, whoever starts it: turns every outcome into an exit status. */
import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { createProgram } from './program.ts';
import { ReaderLeftError, type Terminal } from './terminal.ts';

/** 0: done, 1: failed, 2: wrong usage; `run`: the status of its program. Resolves when the command is over (`serve`: after a signal). */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const onStatus = (ofProgram: number): void => {
    status = ofProgram;
  };
  try {
    await createProgram(terminal, onStatus).parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    // Commander has told the user already; help and version come this way with status 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ReaderLeftError) return 0;
    terminal.complain(`wirelens: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof CliError) && terminal.environment.WIRELENS_DEBUG) console.error(error);
    return error instanceof CliError ? error.exitStatus : 1;
  }
}
