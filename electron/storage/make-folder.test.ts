/** Folders are made with what is missing above them, and never waited for where there cannot be any. */
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderReason, makeFolder } from './make-folder.ts';

let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'wirelens-folder-'));
});
afterEach(() => {
  chmodSync(base, 0o700);
  rmSync(base, { recursive: true, force: true });
});

const mode = (place: string): number => statSync(place).mode & 0o777;

/** Why `folder` could not be made; null when it was. */
function refusal(folder: string): string | null {
  try {
    makeFolder(folder);
    return null;
  } catch (error) {
    return folderReason(error);
  }
}

describe('makeFolder', () => {
  test('makes what is missing above, for nobody else', () => {
    makeFolder(join(base, 'a', 'b', 'c'));
    expect([join(base, 'a'), join(base, 'a', 'b'), join(base, 'a', 'b', 'c')].map(mode)).toEqual([0o700, 0o700, 0o700]);
  });

  test('leaves a folder that is there as it is', () => {
    chmodSync(base, 0o755);
    makeFolder(base);
    expect(mode(base)).toBe(0o755);
  });

  test('says that a file is in the way, at the end of the path and in it', () => {
    writeFileSync(join(base, 'file'), '');
    expect(refusal(join(base, 'file'))).toBe('it is a file');
    expect(refusal(join(base, 'file', 'data'))).toBe('a part of its path is a file');
  });

  // Node's own recursive mkdir never returns from these.
  test.runIf(process.platform === 'linux')('gives up where the file system has no room for folders', () => {
    expect(refusal('/proc/wirelens-nothing')).toBe('nothing can be made in that place');
    expect(refusal('/proc/wirelens-nothing/deeper/still')).toBe('nothing can be made in that place');
  });

  // Root may write everywhere.
  test.skipIf(process.getuid?.() === 0)('says that the folder above is protected', () => {
    chmodSync(base, 0o500);
    expect(refusal(join(base, 'a', 'b'))).toBe('it belongs to somebody else, or is protected');
  });
});
