/** `wirelens ca`: shows, exports, renews and removes the certificate authority of a data folder. */
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { knownHostRules } from '../../shared/upstreams/known-hosts.ts';
import { type Authority, authorityDays, fingerprintOf, openAuthority, renewAuthority } from '../proxy/tls/authority.ts';
import { certificateFile, readAuthority, removeAuthority, type StoredAuthority } from '../proxy/tls/authority-file.ts';
import { interceptedHosts } from '../proxy/tls/interception-source.ts';
import { signedNamesOf } from '../proxy/tls/name-constraints.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder, writeInto } from './data-folder-words.ts';
import { loadSettings } from './serving.ts';
import type { Terminal } from './terminal.ts';

export type CaOptions = { readonly data: string; readonly json?: boolean };

/** Fails with CliError when there is none. */
export function showCa(options: CaOptions, terminal: Terminal): void {
  const stored = hasDataFolder(options.data) ? readAuthority(options.data) : null;
  if (stored === null) {
    throw new CliError(
      'There is no certificate authority yet: interception makes one, and so does "wirelens ca export".',
    );
  }
  if (stored === 'damaged')
    throw new CliError('The certificate authority is damaged: "wirelens ca renew" makes it anew.');
  tell(stored, options, terminal);
}

/** Writes the certificate (PEM) to a file, or to stdout for `-`. Makes the authority when there is none. */
export async function exportCa(options: CaOptions & { readonly output: string }, terminal: Terminal): Promise<void> {
  const { certificate } = await writeInto(options.data, () => openFor(options.data, terminal));
  if (options.output === '-') {
    await terminal.write(Buffer.from(certificate));
    return;
  }
  await writeFile(options.output, certificate);
  const told = { file: options.output, fingerprint: fingerprintOf(certificate) };
  terminal.print(options.json ? JSON.stringify(told) : `Wrote ${told.file}, SHA-256 ${told.fingerprint}`);
}

/** A new key and certificate for the list as it is now; the old ones are worth nothing from then on. */
export async function renewCa(options: CaOptions, terminal: Terminal): Promise<void> {
  const stored = await writeInto(options.data, () =>
    renewAuthority(options.data, signedNamesOf(listedHosts(options.data, terminal)), Date.now()),
  );
  tell(stored, options, terminal);
  terminal.complain('wirelens: start programs, and what intercepts for them, again: the old certificate is void.');
}

/** Removes key and certificate. */
export function removeCa(options: CaOptions, terminal: Terminal): void {
  const wasThere = hasDataFolder(options.data) && removeAuthority(options.data);
  if (options.json) terminal.print(JSON.stringify({ removed: wasThere }));
  else terminal.print(wasThere ? 'Removed: key, certificate and bundles are gone.' : 'There was no authority.');
}

function openFor(dataFolder: string, terminal: Terminal): Promise<Authority> {
  const stored = readAuthority(dataFolder);
  const hosts = stored === null || stored === 'damaged' ? listedHosts(dataFolder, terminal) : [];
  const onNotice = (title: string, text: string): void => terminal.complain(`wirelens: ${title}. ${text}`);
  return openAuthority({ dataFolder, hosts, now: Date.now, onNotice });
}

function listedHosts(dataFolder: string, terminal: Terminal): readonly string[] {
  const warn = (title: string, text: string): void => terminal.complain(`wirelens: ${title}. ${text}`);
  return interceptedHosts([...loadSettings(dataFolder, warn).interception.rules, ...knownHostRules]);
}

function tell(stored: StoredAuthority, options: CaOptions, terminal: Terminal): void {
  const { subject } = new X509Certificate(stored.certificate);
  const file = certificateFile(options.data);
  const fingerprint = fingerprintOf(stored.certificate);
  const validUntil = new Date(stored.notAfter).toISOString();
  const { names, addresses } = stored;
  if (options.json) {
    terminal.print(JSON.stringify({ file, subject, fingerprint, validUntil, names, addresses }));
    return;
  }
  terminal.print(`Certificate  ${file}`);
  terminal.print(`Subject      ${subject.replaceAll('\n', ', ')}`);
  terminal.print(`SHA-256      ${fingerprint}`);
  terminal.print(`Valid until  ${validUntil.slice(0, 10)} (of ${authorityDays.life} days)`);
  terminal.print(`May sign for these hosts and what is below them, and for nothing else:`);
  for (const name of [...names, ...addresses]) terminal.print(`  ${name}`);
}
