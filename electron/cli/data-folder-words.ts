/** What a command says of a data folder that it cannot use: one sentence, never the words of the file system alone. */
import { accessSync, constants, statSync } from 'node:fs';
import { folderReason } from '../storage/make-folder.ts';
import { CliError } from './cli-error.ts';

/** Is there a folder that could hold captures? Fails with CliError when something else is there, or it cannot be read. */
export function hasDataFolder(dataFolder: string): boolean {
  try {
    if (!statSync(dataFolder).isDirectory()) throw new CliError(`${dataFolder} is a file, not a data folder.`);
    accessSync(dataFolder, constants.R_OK | constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw new CliError(`The data folder ${dataFolder} cannot be read: ${folderReason(error)}.`);
  }
}

/** Does `work`, which writes into the folder. Fails with CliError where the file system refuses. */
export async function writeInto<Value>(dataFolder: string, work: () => Promise<Value>): Promise<Value> {
  hasDataFolder(dataFolder);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new CliError(`The data folder ${dataFolder} cannot be written: ${folderReason(error)}.`);
  }
}
