/** Settings as a file: out without secrets, in with care (shared/settings/portable-settings), and back. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { fromPortable, toPortable } from '../../shared/settings/portable-settings.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { Handlers } from './typed-ipc.ts';

type SettingsCommand = 'settings.export' | 'settings.import' | 'settings.restore';

export type SettingsHandlerParts = {
  readonly settings: SettingsStore;
  readonly window: () => BrowserWindow | null;
};

const filters = [{ name: 'Wirelens settings', extensions: ['json'] }];
/** Prices, upstreams and certificates together are far below this. */
const mostBytes = 8_000_000;

/** Settings to a file and back; those before the last import are kept while the program runs. */
export function createSettingsHandlers({ settings, window }: SettingsHandlerParts): Pick<Handlers, SettingsCommand> {
  let before: Settings | null = null;
  return {
    'settings.export': async ({ look }) => {
      const file = await askWhereTo(window());
      if (file === null) return fail('cancelled', 'Nothing was saved.');
      const { json, leftOut } = toPortable(settings.current(), lookOf(look));
      try {
        await writeFile(file, json, { mode: 0o600 });
        return succeed({ where: file, leftOut });
      } catch (error) {
        return fail('failed', `The settings could not be written: ${wordsOf(error)}. Choose another folder.`);
      }
    },
    'settings.import': async () => {
      const file = await askForFile(window());
      if (file === null) return fail('cancelled', 'Nothing was imported.');
      const text = await readText(file);
      if (!text.ok) return text;
      const current = settings.current();
      const taken = fromPortable(text.value, current);
      if (taken === null)
        return fail('failed', 'That file holds no settings of Wirelens. Choose one that was exported here.');
      before = current;
      settings.replace(taken.settings);
      return succeed({
        settings: taken.settings,
        look: taken.look === null ? null : JSON.stringify(taken.look),
        faults: taken.faults.map(({ field, reason }) => `"${field}": ${reason}`),
        changes: taken.changes,
      });
    },
    'settings.restore': () => {
      if (before === null) return fail('not-found', 'Nothing was imported since Wirelens started.');
      const restored = settings.replace(before);
      before = null;
      return restored;
    },
  };
}

function lookOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The look is a convenience: without one the file is still worth having.
    return null;
  }
}

async function readText(file: string): Promise<Result<string, 'failed'>> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) return fail('failed', 'That file is too large to be settings.');
    return succeed(await readFile(file, 'utf8'));
  } catch (error) {
    return fail('failed', `The file could not be read: ${wordsOf(error)}.`);
  }
}

async function askWhereTo(window: BrowserWindow | null): Promise<string | null> {
  const options = { title: 'Export settings', defaultPath: 'wirelens-settings.json', filters };
  const answer = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return answer.canceled || !answer.filePath ? null : answer.filePath;
}

async function askForFile(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { title: 'Import settings', properties: ['openFile'], filters };
  const answer = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
