/** settings.json on disk: read and checked once at the start, set aside when damaged, written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Settings } from '../../shared/model/settings.ts';
import { defaultSettings, settingsSchema } from '../../shared/model/settings-schema.ts';
import { upstreamProblem } from '../../shared/upstreams/check-upstream.ts';
import { ruleProblem } from '../../shared/upstreams/host-rules.ts';
import { mergePresets, presetUpstreams } from '../../shared/upstreams/presets.ts';

export type LoadedSettings = {
  readonly settings: Settings;
  /** The version number that the file had: a newer one is written back as it was. */
  readonly fileVersion: number;
  /** Why the file was set aside, and under which name; null when it was good or there was none. */
  readonly damage: { readonly reason: string; readonly keptAs: string } | null;
};

/** Path of the settings file within the data folder. */
export function settingsFile(folder: string): string {
  return join(folder, 'settings.json');
}

/** Settings from `folder`; defaults when there is no file or a damaged one. Throws only when the disk does. */
export function loadSettings(folder: string, now: Date): LoadedSettings {
  const file = settingsFile(folder);
  if (!existsSync(file)) return { settings: defaultSettings, fileVersion: 1, damage: null };
  const read = parseSettings(readFileSync(file, 'utf8'));
  if ('settings' in read) return { ...read, damage: null };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keptAs = `settings.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}.json`;
  renameSync(file, join(folder, keptAs));
  return { settings: defaultSettings, fileVersion: 1, damage: { reason: read.reason, keptAs } };
}

/** Settings of a file that belongs to somebody else: a damaged one is told, and left where it is. Throws when the disk does. */
export function readSettings(folder: string): Settings | { readonly reason: string } {
  const file = settingsFile(folder);
  if (!existsSync(file)) return defaultSettings;
  const read = parseSettings(readFileSync(file, 'utf8'));
  return 'settings' in read ? read.settings : read;
}

function parseSettings(
  text: string,
): { readonly settings: Settings; readonly fileVersion: number } | { readonly reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { reason: `it is not JSON (${error instanceof Error ? error.message : 'unreadable'})` };
  }
  const parsed = v.safeParse(settingsSchema, json);
  if (!parsed.success) return { reason: describeIssue(parsed.issues[0]) };
  const upstreams = mergePresets(parsed.output.upstreams);
  const problem =
    upstreams.map(upstreamProblem).find((found) => found !== null) ??
    duplicateName(parsed.output) ??
    rulesProblem(parsed.output);
  if (problem) return { reason: problem };
  return { settings: { ...parsed.output, version: 1, upstreams }, fileVersion: parsed.output.version };
}

function rulesProblem({ interception }: Pick<Settings, 'interception'>): string | null {
  return interception.rules.map(ruleProblem).find((problem) => problem !== null) ?? null;
}

function duplicateName(settings: { readonly upstreams: readonly { readonly name: string }[] }): string | null {
  const names = settings.upstreams.map((upstream) => upstream.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `two upstreams are called "${twice}"`;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path ? `"${path}": ${issue.message}` : issue.message;
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
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
