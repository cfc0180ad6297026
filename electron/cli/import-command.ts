/** `wirelens import`: files of exchanges into a data folder, also while the app or `serve` writes to it. */
import { resolve } from 'node:path';
import { createCapture } from '../capture/capture.ts';
import { loadSalt } from '../storage/salt.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

export type ImportOptions = {
  readonly data: string;
  readonly json?: boolean;
  /** Name of a capture to put them into. */
  readonly capture?: string;
};

/** Goes on with the next file when one fails; fails at the end then. */
export async function importCommand(
  files: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<void> {
  const salt = loadSalt(options.data);
  const capture = createCapture({
    dataFolder: options.data,
    workerFile: new URL('./capture-worker.js', import.meta.url),
    onBatch: () => {},
    onNotice: (title, text) => terminal.complain(`wirelens: ${title}. ${text}`),
  });
  let failed = 0;
  try {
    const refusal = options.capture === undefined ? null : await capture.record(options.capture);
    if (refusal !== null) throw new CliError(refusal);
    for (const file of files) {
      const result = await capture.importFile(resolve(file), salt);
      if (!result.ok) {
        failed += 1;
        terminal.complain(`${file}: ${result.error.message}`);
        continue;
      }
      const { imported, skipped, creator, problems } = result.value;
      if (options.json) terminal.print(JSON.stringify({ file, ...result.value }));
      else terminal.print(`${file}: ${imported.length} imported, ${skipped} were there already (by ${creator})`);
      for (const problem of problems) terminal.complain(`${file}: ${problem}`);
    }
  } finally {
    await capture.dispose();
  }
  if (failed > 0) throw new CliError(`${failed} of ${files.length} files could not be imported.`);
}
