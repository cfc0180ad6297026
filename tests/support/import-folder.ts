/** A folder per test with real stores in it, files to import, and what the stores export. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type CaptureStorage, openCaptureStorage } from '../../electron/capture/capture-storage.ts';
import { importFile } from '../../electron/import/import-file.ts';
import { exportExchanges } from '../../electron/storage/export-stream.ts';
import { createStoreQuestions } from '../../electron/storage/store-questions.ts';
import type { ExportFormat } from '../../shared/export/export-formats.ts';

/** The time of every import, epoch ms. */
export const importedAt = Date.UTC(2026, 2, 5);

/** Makes the folder before each test of the file and removes it after. */
export function importFolder() {
  let folder = '';
  const open: CaptureStorage[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirelens-import-'));
  });
  afterEach(() => {
    for (const storage of open.splice(0)) storage.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const store = (name: string): CaptureStorage => {
    const fail = (): never => {
      throw new Error('storage trouble');
    };
    const storage = openCaptureStorage(join(folder, name), {
      ...{ onNotice: fail, onTrouble: fail, onRecovery: fail, onLost: fail, onRecovered: fail },
    });
    if (storage === null) throw new Error('no storage');
    open.push(storage);
    return storage;
  };
  const fileWith = (name: string, content: string | Buffer): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const load = (storage: CaptureStorage, file: string) =>
    importFile(storage, file, { salt: 'a'.repeat(64), onImported: () => {}, now: importedAt });
  const exported = async (name: string, format: ExportFormat): Promise<Buffer> => {
    const questions = createStoreQuestions(join(folder, name));
    const pieces: Buffer[] = [];
    const facts = { version: '0.1.0', exportedAt: 0 };
    await exportExchanges(questions, 'all', format, facts, (bytes) => void pieces.push(Buffer.from(bytes)));
    questions.dispose();
    return Buffer.concat(pieces);
  };
  return { store, fileWith, load, exported, folder: () => folder };
}
