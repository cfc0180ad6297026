/**
 * The authority as it lies in the data folder: key and certificate in one file, written whole or not at all, for nobody
 * else to read; beside it the certificate alone, for programs that shall trust it.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { makeFolder } from '../../storage/make-folder.ts';
import type { SignedNames } from './name-constraints.ts';

export type StoredAuthority = SignedNames & {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly publicKey: string;
  /** Epoch ms at which the certificate ends. */
  readonly notAfter: number;
};

const storedSchema = v.object({
  names: v.array(v.string()),
  addresses: v.array(v.string()),
  certificate: v.string(),
  privateKey: v.string(),
  publicKey: v.string(),
  notAfter: v.number(),
});

/** Folder of everything that belongs to the authority. */
export function authorityFolder(dataFolder: string): string {
  return join(dataFolder, 'ca');
}

/** The certificate alone, as PEM. */
export function certificateFile(dataFolder: string): string {
  return join(authorityFolder(dataFolder), 'ca.pem');
}

function authorityFile(dataFolder: string): string {
  return join(authorityFolder(dataFolder), 'authority.json');
}

/** The stored authority; null when there is none, `damaged` when the file is no pair of key and certificate. */
export function readAuthority(dataFolder: string): StoredAuthority | 'damaged' | null {
  let text: string;
  try {
    text = readFileSync(authorityFile(dataFolder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const stored = v.parse(storedSchema, JSON.parse(text));
    return new X509Certificate(stored.certificate).checkPrivateKey(createPrivateKey(stored.privateKey))
      ? stored
      : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** The certificate as PEM; null when there is no good one. */
export function readCertificate(dataFolder: string): string | null {
  const stored = readAuthority(dataFolder);
  return stored === null || stored === 'damaged' ? null : stored.certificate;
}

/** Replaces what is stored. Throws when the folder cannot be written. */
export function writeAuthority(dataFolder: string, authority: StoredAuthority): void {
  writePrivately(authorityFile(dataFolder), `${JSON.stringify(authority, null, 2)}\n`, renameSync);
  exportCertificate(dataFolder, authority.certificate);
}

/**
 * Stores an authority where there was none. When another process was first, that one's counts and is returned by the
 * next `readAuthority`.
 */
export function writeFirstAuthority(dataFolder: string, authority: StoredAuthority): void {
  writePrivately(authorityFile(dataFolder), `${JSON.stringify(authority, null, 2)}\n`, (from, to) => {
    try {
      linkSync(from, to);
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      // File systems without hard links (some network and FAT drives).
      if (!isThere) renameSync(from, to);
    }
  });
}

/** Writes the certificate for programs that shall trust it. */
export function exportCertificate(dataFolder: string, certificate: string): void {
  writePrivately(certificateFile(dataFolder), certificate, renameSync);
}

/** Removes key, certificate and everything made of them. True when there was an authority. */
export function removeAuthority(dataFolder: string): boolean {
  const wasThere = readAuthority(dataFolder) !== null;
  rmSync(authorityFolder(dataFolder), { recursive: true, force: true });
  return wasThere;
}

/** Writes a file of mode 0600 in the authority's folder (0700) in one step. */
export function writePrivately(
  file: string,
  content: string | Uint8Array,
  place: (from: string, to: string) => void = renameSync,
): void {
  const folder = join(file, '..');
  makeFolder(folder);
  // An older folder may be wider: whatever lies in here is nobody else's business.
  chmodSync(folder, 0o700);
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    place(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
