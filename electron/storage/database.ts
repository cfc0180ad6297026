/** Opens the store's file: settings of the connection, migrations, and what to do with a damaged or too new file. */
import { chmodSync, closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { makeFolder } from './make-folder.ts';
import { initialSchema } from './migrations/0001-initial.ts';
import { searchSchema } from './migrations/0002-search-and-conversations.ts';
import { blobSchema } from './migrations/0003-blobs-and-captures.ts';
import { markSchema } from './migrations/0004-exchange-marks.ts';

/** In order; the position (from 1) is the schema's version. Forward only. */
const migrations: readonly string[] = [initialSchema, searchSchema, blobSchema, markSchema];

/** The schema this program writes. */
export const schemaVersion = migrations.length;

/** A file small enough to be read through at every start, in bytes. */
const fullCheckBytes = 16 * 1024 * 1024;
const busyTimeoutMs = 5000;
/** What the write-ahead log keeps on disk after a burst made it longer. */
const maxWalBytes = 32 * 1024 * 1024;

/** The store was written by a newer Wirelens: it is left alone. */
export class NewerStoreError extends Error {
  readonly found: number;
  constructor(found: number) {
    super(
      `The captures were written by a newer Wirelens (schema ${found}, this one knows ${schemaVersion}). ` +
        'Update Wirelens, or choose another data folder.',
    );
    this.name = 'NewerStoreError';
    this.found = found;
  }
}

/** Path of the captures in a data folder. */
export function storeFile(dataFolder: string): string {
  return join(dataFolder, 'captures.sqlite');
}

export type OpenedStore = {
  readonly database: DatabaseSyncInstance;
  /** Where a damaged file was put, when there was one. */
  readonly setAside: string | null;
};

/**
 * Opens (or makes) the store for writing. A damaged file is set aside and a new one begun. Throws NewerStoreError, and
 * what the file system throws (folder not writable, disk full).
 */
export function openForWriting(dataFolder: string, now: number): OpenedStore {
  makeFolder(dataFolder);
  const file = storeFile(dataFolder);
  try {
    return { database: openChecked(file), setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = setFileAside(file, now);
    return { database: openChecked(file), setAside };
  }
}

/** Opens the store read-only; null when there is none yet. Throws NewerStoreError. */
export function openForReading(dataFolder: string): DatabaseSyncInstance | null {
  const file = storeFile(dataFolder);
  if (!existsSync(file)) return null;
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
  try {
    const version = userVersion(database);
    if (version > schemaVersion) throw new NewerStoreError(version);
    // An older one is read as it is: what a later schema added is missing, and whoever asks for it says so.
    if (version > 0) return database;
    // Another process is about to make its tables.
    database.close();
    return null;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** Is this error SQLite's word for a file that is no (longer a) sound database? */
function isDamage(error: unknown): boolean {
  return error instanceof Error && /malformed|not a database|corrupt/i.test(error.message);
}

/** Only its owner reads what was captured. SQLite gives its side files (-wal, -shm) the rights of the store itself. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const one of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(one)) chmodSync(one, 0o600);
}

function openChecked(file: string): DatabaseSyncInstance {
  const isSmall = existsSync(file) && statSync(file).size < fullCheckBytes;
  makePrivate(file);
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    // The page size is that of a new file only; measured at 100 streams, this halves what writing costs.
    // So is auto_vacuum, which lets what was deleted be given back in small steps (store-space.ts).
    database.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    database.exec(`PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = ${maxWalBytes};`);
    migrate(database);
    checkIntegrity(database, isSmall);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSyncInstance): void {
  if (userVersion(database) === schemaVersion) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Asked again under the lock: two processes may start on one new folder.
    const found = userVersion(database);
    if (found > schemaVersion) throw new NewerStoreError(found);
    for (const sql of migrations.slice(found)) database.exec(sql);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A look at both tables' ends always; every page only while the file is small. */
function checkIntegrity(database: DatabaseSyncInstance, isSmall: boolean): void {
  database.prepare('SELECT * FROM exchanges ORDER BY number DESC LIMIT 20').all();
  database.prepare('SELECT number, exchange FROM segments ORDER BY number DESC LIMIT 20').all();
  if (!isSmall) return;
  const row = database.prepare('PRAGMA quick_check(1)').get() as { readonly quick_check: string };
  if (row.quick_check !== 'ok') throw new Error(`database malformed: ${row.quick_check}`);
}

function setFileAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const target = file.replace(/\.sqlite$/, `.damaged-${stamp}.sqlite`);
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(file + ending)) renameSync(file + ending, target + ending);
  }
  return target;
}

function userVersion(database: DatabaseSyncInstance): number {
  const row = database.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  return row.user_version;
}
