/** The authority and the data folder: are they what they must be, and for how long. */
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DoctorCheck } from '../../shared/model/doctor.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { knownHostRules } from '../../shared/upstreams/known-hosts.ts';
import { authorityDays, fingerprintOf } from '../proxy/tls/authority.ts';
import { authorityFolder, certificateFile, readAuthority, type StoredAuthority } from '../proxy/tls/authority-file.ts';
import { interceptedHosts } from '../proxy/tls/interception-source.ts';
import { coversNames, signedNamesOf } from '../proxy/tls/name-constraints.ts';

const dayMs = 86_400_000;
/** Name Constraints (RFC 5280, 4.2.1.10), as it stands in a certificate: the object identifier 2.5.29.30, then `critical`. */
const criticalNameConstraints = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e, 0x01, 0x01, 0xff]);

/** @param now epoch ms */
export function checkSetup(dataFolder: string, settings: Settings, now: number): readonly DoctorCheck[] {
  return [checkFolder(dataFolder), ...checkAuthority(dataFolder, settings, now)];
}

function check(id: string, title: string, outcome: DoctorCheck['outcome'], text: string, advice?: string): DoctorCheck {
  return { id, area: 'setup', title, outcome, text, advice: advice ?? null };
}

function checkFolder(folder: string): DoctorCheck {
  const title = 'Data folder';
  const there = existsSync(folder) ? folder : dirname(folder);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch {
    const advice = 'Choose another with --data or WIRELENS_DATA, or give yourself the right to write there.';
    return check('data-folder', title, 'bad', `${folder} cannot be written`, advice);
  }
  const text = existsSync(folder) ? `${folder} can be written` : `${folder} is not there yet and can be made`;
  return check('data-folder', title, 'good', text);
}

function checkAuthority(folder: string, settings: Settings, now: number): readonly DoctorCheck[] {
  const title = 'Certificate authority';
  const stored = readAuthority(folder);
  if (stored === null) {
    return [check('authority', title, 'good', 'none yet: the first interception makes one')];
  }
  if (stored === 'damaged') {
    return [check('authority', title, 'bad', 'its file is damaged', 'wirelens ca renew makes a new one.')];
  }
  const rules = [...settings.interception.rules, ...knownHostRules];
  return [
    checkTime(stored, now),
    checkConstraints(stored, rules.length > 0 ? interceptedHosts(rules) : []),
    checkMode(folder),
  ];
}

function checkTime(stored: StoredAuthority, now: number): DoctorCheck {
  const days = Math.floor((stored.notAfter - now) / dayMs);
  const text = `${fingerprintOf(stored.certificate).slice(0, 23)}…, valid for ${days} more days`;
  const title = 'Certificate authority';
  if (days < 0) {
    return check('authority', title, 'bad', 'it has expired', 'wirelens ca renew, then start programs again.');
  }
  return check('authority', title, days < authorityDays.renewal ? 'warning' : 'good', text);
}

function checkConstraints(stored: StoredAuthority, hosts: readonly string[]): DoctorCheck {
  const title = 'Name constraints';
  const { raw } = new X509Certificate(stored.certificate);
  if (!raw.includes(criticalNameConstraints)) {
    const advice = 'wirelens ca renew: a stolen key of this one could sign for any host.';
    return check('name-constraints', title, 'bad', 'the certificate has none that are critical', advice);
  }
  const text = `critical; it may sign for ${stored.names.length} names and what is below them, and for nothing else`;
  const missing = hosts.filter((host) => !coversNames(stored, signedNamesOf([host])));
  if (missing.length === 0) return check('name-constraints', title, 'good', text);
  const advice = 'It is issued anew when interception is used next; start programs again then.';
  return check('name-constraints', title, 'warning', `${text}; not yet for ${missing.slice(0, 3).join(', ')}`, advice);
}

/** Windows has no such modes: there the user's own folder protects. */
function checkMode(folder: string): DoctorCheck {
  const title = 'Key file';
  if (process.platform === 'win32') return check('key-file', title, 'skipped', 'Windows has no file modes');
  const wide = [authorityFolder(folder), certificateFile(folder).replace('ca.pem', 'authority.json')].filter(
    (file) => (statSync(file).mode & 0o077) !== 0,
  );
  if (wide.length === 0) return check('key-file', title, 'good', 'readable by you alone');
  const advice = `chmod go= ${wide.join(' ')}, and wirelens ca renew if others use this machine.`;
  return check('key-file', title, 'bad', `others can read ${wide.join(', ')}`, advice);
}
