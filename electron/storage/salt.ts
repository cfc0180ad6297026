/** The salt of this installation's secret fingerprints: random, made once, kept beside the captures, for nobody else. */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderReason, makeFolder } from './make-folder.ts';

const saltPattern = /^[0-9a-f]{64}$/;

/**
 * 64 hex digits; the same on every call for one folder, also when app and CLI start at the same moment. Makes folder
 * (0700) and file (0600) when missing; a damaged file is replaced. Throws in words when the folder cannot be written.
 */
export function loadSalt(dataFolder: string): string {
  const file = join(dataFolder, 'fingerprint-salt');
  const existing = readSalt(file);
  if (existing.salt !== null) return existing.salt;
  try {
    return makeSalt(dataFolder, file, existing.isPresent);
  } catch (error) {
    throw new Error(`The data folder ${dataFolder} cannot be written: ${folderReason(error)}.`, { cause: error });
  }
}

function makeSalt(dataFolder: string, file: string, isPresent: boolean): string {
  makeFolder(dataFolder);
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const salt = randomBytes(32).toString('hex');
  writeFileSync(temporary, `${salt}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (isPresent) renameSync(temporary, file);
    // link fails where the file exists by now: whoever came first has made the salt for both.
    else linkSync(temporary, file);
  } catch {
    const other = readSalt(file);
    if (other.salt !== null) return other.salt;
    // File systems without hard links (some network and FAT drives).
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  return salt;
}

function readSalt(file: string): { readonly salt: string | null; readonly isPresent: boolean } {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return { salt: saltPattern.test(text) ? text : null, isPresent: true };
  } catch {
    return { salt: null, isPresent: false };
  }
}
