/**
 * Tells living writers of a data folder from dead ones, so that a start marks only what a dead process left behind.
 * Each writer holds an exclusive SQLite lock on a tiny file of its own: the system lets go of it whatever kills the
 * process, which a stored process id (reused, or always 1 in a container) cannot promise.
 */
import { closeSync, existsSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { makeFolder } from './make-folder.ts';

export type WriterLock = { readonly writer: string; readonly dispose: () => void };

/** Registers a writer; `writer` is any unique name of `[a-z0-9-]`. */
export function takeWriterLock(dataFolder: string, writer: string): WriterLock {
  makeFolder(lockFolder(dataFolder));
  const file = lockFile(dataFolder, writer);
  // SQLite would make it as readable as the shell's umask allows.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  // Nothing is ever written in it: no journal beside the lock.
  database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  return {
    writer,
    dispose: () => {
      database.close();
      rmSync(file, { force: true });
    },
  };
}

/** Does a live process hold this writer's lock? */
export function isWriterAlive(dataFolder: string, writer: string): boolean {
  const file = lockFile(dataFolder, writer);
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** Removes the lock files of the dead. */
export function removeDeadLocks(dataFolder: string): void {
  if (!existsSync(lockFolder(dataFolder))) return;
  for (const name of readdirSync(lockFolder(dataFolder))) {
    const writer = name.replace(/\.lock$/, '');
    if (name.endsWith('.lock') && !isWriterAlive(dataFolder, writer)) {
      rmSync(lockFile(dataFolder, writer), { force: true });
    }
  }
}

function lockFolder(dataFolder: string): string {
  return join(dataFolder, 'writers');
}

function lockFile(dataFolder: string, writer: string): string {
  return join(lockFolder(dataFolder), `${writer}.lock`);
}
