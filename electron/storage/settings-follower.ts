/** Tells when somebody else changed settings.json: the app, or a hand with an editor. Reads only. */
import { statSync } from 'node:fs';
import type { Settings } from '../../shared/model/settings.ts';
import { readSettings, settingsFile } from './settings-file.ts';

/** How often the file is looked at: a look costs microseconds, and file events are not to be had everywhere. */
const lookEveryMs = 250;

export type SettingsFollower = { readonly dispose: () => void };

/** `onProblem` hears why a file cannot be used; then the settings stay as they were. Keeps no process alive. */
export function followSettings(
  folder: string,
  onChange: (settings: Settings) => void,
  onProblem: (reason: string) => void,
): SettingsFollower {
  const file = settingsFile(folder);
  let state = stateOf(file);
  const timer = setInterval(() => {
    const next = stateOf(file);
    if (next === state) return;
    state = next;
    try {
      const read = readSettings(folder);
      if ('reason' in read) onProblem(read.reason);
      else onChange(read);
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }, lookEveryMs);
  timer.unref();
  return { dispose: () => clearInterval(timer) };
}

function stateOf(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts === undefined ? 'none' : `${facts.ino} ${facts.mtimeMs} ${facts.size}`;
}
