/** settings.json on disk: read and checked once at the start, kept aside when damaged, written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../../shared/model/settings.ts';
import { defaultSettings } from '../../shared/model/settings-schema.ts';
import { type SalvagedSettings, type SettingsFault, salvageSettings } from '../../shared/settings/salvage-settings.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { makeFolder } from './make-folder.ts';

export type LoadedSettings = {
  readonly settings: Settings;
  /** The version number that the file had: a newer one is written back as it was. */
  readonly fileVersion: number;
  /** What the file had that could not be used, and where its copy lies; null when it was good or there was none. */
  readonly damage: SettingsDamage | null;
};

export type SettingsDamage = {
  /** Why nothing of the file could be used; null: all but `faults` is in use. */
  readonly reason: string | null;
  readonly faults: readonly SettingsFault[];
  readonly keptAs: string;
};

/** Path of the settings file within the data folder. */
export function settingsFile(folder: string): string {
  return join(folder, 'settings.json');
}

/**
 * Settings from `folder`; defaults when there is no file. Of a damaged one every valid field is used, and the file is kept
 * under another name; only where it is no settings at all, defaults are. Throws only when the disk does.
 */
export function loadSettings(folder: string, now: Date): LoadedSettings {
  const file = settingsFile(folder);
  if (!existsSync(file)) return { settings: defaultSettings, fileVersion: 1, damage: null };
  const read = parseSettings(readFileSync(file, 'utf8'));
  if ('settings' in read && read.faults.length === 0) {
    return { settings: read.settings, fileVersion: read.fileVersion, damage: null };
  }
  makeFolder(folder);
  const keptAs = `settings.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}.json`;
  // The good fields are written under the old name a moment later: until then both names are this file.
  if ('settings' in read) copyFileSync(file, join(folder, keptAs), constants.COPYFILE_EXCL);
  else renameSync(file, join(folder, keptAs));
  if ('settings' in read) {
    const { settings, fileVersion, faults } = read;
    return { settings, fileVersion, damage: { reason: null, faults, keptAs } };
  }
  return { settings: defaultSettings, fileVersion: 1, damage: { reason: read.reason, faults: [], keptAs } };
}

/** Settings of a file that belongs to somebody else: a damaged one is told, and left where it is. Throws when the disk does. */
export function readSettings(folder: string): Settings | { readonly reason: string } {
  const file = settingsFile(folder);
  if (!existsSync(file)) return defaultSettings;
  const read = parseSettings(readFileSync(file, 'utf8'));
  if (!('settings' in read)) return read;
  return read.faults.length === 0 ? read.settings : { reason: faultWords(read.faults) };
}

/** `"port": Expected …; "theme": …`. */
export function faultWords(faults: readonly SettingsFault[]): string {
  const shown = faults.slice(0, 3).map(({ field, reason }) => `"${field}": ${reason.replace(/\.$/, '')}`);
  return faults.length > 3 ? `${shown.join('; ')}; and ${faults.length - 3} more` : shown.join('; ');
}

function parseSettings(text: string): SalvagedSettings | { readonly reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { reason: `it is not JSON (${error instanceof Error ? error.message : 'unreadable'})` };
  }
  return salvageSettings(json) ?? { reason: 'it holds no settings' };
}

/**
 * The file's text. Presets that nobody touched are left out, so that a later version's better address reaches everyone
 * who never changed it.
 */
export function encodeSettings(settings: Settings, fileVersion: number): string {
  const upstreams = settings.upstreams.filter((upstream) => {
    const preset = presetUpstreams.find((candidate) => candidate.name === upstream.name);
    return preset === undefined || JSON.stringify(preset) !== JSON.stringify(upstream);
  });
  return `${JSON.stringify({ ...settings, version: fileVersion, upstreams }, null, 2)}\n`;
}

/** Replaces the file in one step (temporary file, fsync, rename), mode 0600. Rejects when the disk refuses. */
export async function writeSettings(folder: string, text: string): Promise<void> {
  makeFolder(folder);
  const file = settingsFile(folder);
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
