/**
 * The certificate authority of one installation: made at first need, re-issued when the list of hosts grows or its time
 * runs out, and the source of the certificates that intercepted programs see.
 */
import { X509Certificate } from 'node:crypto';
import {
  certificateFile,
  exportCertificate,
  readAuthority,
  type StoredAuthority,
  writeAuthority,
  writeFirstAuthority,
} from './authority-file.ts';
import { createLeafCache, type LeafCache } from './leaf-cache.ts';
import { coversNames, type SignedNames, signedNamesOf } from './name-constraints.ts';

/** Days that the authority lives, and how many before its end it is made anew. */
export const authorityDays = { life: 90, renewal: 14 } as const;

const dayMs = 86_400_000;

export type Authority = LeafCache & {
  /** Path of the certificate, for programs that shall trust it. */
  readonly certificateFile: string;
  /** PEM. */
  readonly certificate: string;
  readonly names: SignedNames;
};

export type AuthorityOptions = {
  readonly dataFolder: string;
  /** Names, globs and addresses that it must be able to sign for. */
  readonly hosts: readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
  /** The certificate changed: whoever trusts the old one must be told. */
  readonly onNotice: (title: string, text: string) => void;
};

/** Loads or makes the authority of a data folder. Rejects when the folder cannot be written. */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const stored = await currentAuthority(options);
  exportCertificate(options.dataFolder, stored.certificate);
  return {
    ...createLeafCache({ issuer: stored, issuerEnd: stored.notAfter, now: options.now }),
    certificateFile: certificateFile(options.dataFolder),
    certificate: stored.certificate,
    names: { names: stored.names, addresses: stored.addresses },
  };
}

async function currentAuthority(options: AuthorityOptions): Promise<StoredAuthority> {
  const { dataFolder, now, onNotice } = options;
  const needed = signedNamesOf(options.hosts);
  const stored = readAuthority(dataFolder);
  if (stored === null) return firstAuthority(options, needed);
  if (stored === 'damaged') {
    onNotice('The certificate authority was damaged', 'A new one was made: programs must be started again with it.');
    return renewAuthority(dataFolder, needed, now());
  }
  if (stored.notAfter - now() < authorityDays.renewal * dayMs) {
    onNotice('The certificate authority was renewed', 'The old one was near its end: start programs again with it.');
    return renewAuthority(dataFolder, needed, now());
  }
  if (coversNames(stored, needed)) return stored;
  const added = needed.names.concat(needed.addresses).filter((host) => !coversNames(stored, signedNamesOf([host])));
  onNotice(
    'The certificate authority was issued anew',
    `It may now sign for ${added.slice(0, 5).join(', ')}${added.length > 5 ? ' and others' : ''}: programs that shall reach these through interception must be started again.`,
  );
  return growAuthority(dataFolder, stored, needed, now());
}

async function firstAuthority({ dataFolder, now }: AuthorityOptions, names: SignedNames): Promise<StoredAuthority> {
  const made = await makeAuthority(null, names, now());
  writeFirstAuthority(dataFolder, made);
  const stored = readAuthority(dataFolder);
  return stored === null || stored === 'damaged' ? made : stored;
}

/** A new key and certificate for exactly `names`; the old ones are worth nothing from now on. */
export async function renewAuthority(dataFolder: string, names: SignedNames, now: number): Promise<StoredAuthority> {
  const made = await makeAuthority(null, names, now);
  writeAuthority(dataFolder, made);
  return made;
}

/** The same key, with a certificate for more names. */
async function growAuthority(
  dataFolder: string,
  stored: StoredAuthority,
  needed: SignedNames,
  now: number,
): Promise<StoredAuthority> {
  const hosts = [stored, needed].flatMap(({ names, addresses }) => [...names, ...addresses]);
  const made = await makeAuthority(stored, signedNamesOf(hosts), now);
  writeAuthority(dataFolder, made);
  return made;
}

async function makeAuthority(
  keysOf: StoredAuthority | null,
  names: SignedNames,
  now: number,
): Promise<StoredAuthority> {
  const { createAuthorityCertificate, createKeyPair } = await import('./certificates.ts');
  const keys = keysOf ?? (await createKeyPair());
  const notAfter = now + authorityDays.life * dayMs;
  const certificate = await createAuthorityCertificate(keys, names, { notBefore: now - dayMs, notAfter });
  const { privateKey, publicKey } = keys;
  return { names: names.names, addresses: names.addresses, certificate, privateKey, publicKey, notAfter };
}

/** SHA-256 of the certificate, as `AB:CD:…`. */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256;
}
