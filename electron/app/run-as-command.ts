/** The packaged program as the `wirelens` command: no window, the command's exit status, nothing of its output lost. */
import { app } from 'electron';
import { runCommandLine } from '../cli/run-command-line.ts';
import { processTerminal } from '../cli/terminal.ts';

/** `words`: the command line without the program. Ends the process with the command's status. */
export async function runAsCommand(words: readonly string[]): Promise<void> {
  let isOver = false;
  // Electron answers signals by quitting before Node hears of them: the command must hear them, and end in its own time.
  app.on('will-quit', (event) => {
    if (isOver) return;
    event.preventDefault();
    process.emit('SIGTERM');
  });
  const status = await runCommandLine(words, processTerminal());
  isOver = true;
  // `app.exit` does not wait for what is still on its way to a pipe.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
  app.exit(status);
}
