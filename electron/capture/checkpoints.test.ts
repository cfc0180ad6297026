import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programs } from '../../tests/support/worker-files.ts';
import { openForWriting, storeFile } from '../storage/database.ts';
import { createCheckpoints } from './checkpoints.ts';

const enoughBytes = 16 * 1024 * 1024;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-checkpoints-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the log of a store', () => {
  it('is carried into its file by another thread, while its writer goes on', async () => {
    const { database } = openForWriting(folder, Date.now());
    database.exec('PRAGMA wal_autocheckpoint = 0; CREATE TABLE written (bytes BLOB)');
    const write = (): void => {
      database.prepare('INSERT INTO written VALUES (?)').run(new Uint8Array(1_000_000));
    };
    write();
    const sizeBefore = statSync(storeFile(folder)).size;
    const checkpoints = createCheckpoints((await programs())('checkpoint-thread'), folder);
    checkpoints.wrote(1000);
    checkpoints.wrote(enoughBytes);
    write();
    await expect
      .poll(() => statSync(storeFile(folder)).size, { timeout: 10_000 })
      .toBeGreaterThan(sizeBefore + 900_000);
    expect(checkpoints.isWorking()).toBe(true);
    await checkpoints.dispose();
    expect(database.prepare('SELECT count(*) AS count FROM written').get()).toEqual({ count: 2 });
    database.close();
  });

  it('is left to SQLite where the thread cannot be started', async () => {
    const checkpoints = createCheckpoints(pathToFileURL(join(folder, 'missing.js')), folder);
    checkpoints.wrote(enoughBytes);
    await expect.poll(checkpoints.isWorking, { timeout: 10_000 }).toBe(false);
    checkpoints.wrote(enoughBytes);
    await checkpoints.dispose();
  });
});
