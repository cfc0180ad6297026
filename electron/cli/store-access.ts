/** Write access to a data folder for the commands that keep it small and in order, also while the app writes to it. */
import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { openForWriting, storeFile } from '../storage/database.ts';
import { createStoreMaintenance, type StoreMaintenance } from '../storage/store-maintenance.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder } from './data-folder-words.ts';

/** Runs `work` over the store of a folder and closes it. Fails with CliError where there is none, or it is busy. */
export async function withStore<Value>(
  dataFolder: string,
  work: (maintenance: StoreMaintenance, database: DatabaseSyncInstance) => Value | Promise<Value>,
): Promise<Value> {
  if (!hasDataFolder(dataFolder) || !existsSync(storeFile(dataFolder)))
    throw new CliError(`Nothing was captured yet in ${dataFolder}.`);
  try {
    const { database } = openForWriting(dataFolder, Date.now());
    try {
      return await work(createStoreMaintenance(database), database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof CliError || !(error instanceof Error)) throw error;
    throw new CliError(`The captures in ${dataFolder} could not be changed: ${error.message}`);
  }
}

/** Nothing else waits in a command. */
export const withoutRest = async (): Promise<boolean> => true;
