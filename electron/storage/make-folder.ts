/**
 * Makes folders of the data folder, and says in words why one cannot be. In place of Node's recursive mkdir, which
 * never comes back on file systems that refuse new folders with ENOENT (/proc, /sys): it asks again for ever.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder and what is missing above it, for nobody else (0700); one that is there stays as it is. Throws what the file system says. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (isFolder(folder)) return;
    const parent = dirname(folder);
    // ENOENT with a parent that is there: nothing can be made in it, however often it is asked.
    if (errorCode(error) !== 'ENOENT' || parent === folder || isFolder(parent)) throw error;
    makeFolder(parent);
    makeInside(folder);
  }
}

/** Its parent is there by now; another process may have been quicker. */
function makeInside(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EROFS: 'its file system is read-only',
  EACCES: 'it belongs to somebody else, or is protected',
  EPERM: 'it belongs to somebody else, or is protected',
  ENOSPC: 'the disk is full',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'nothing can be made in that place',
};

/** Why a folder cannot be used, to stand behind a colon. */
export function folderReason(error: unknown): string {
  return reasons[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
