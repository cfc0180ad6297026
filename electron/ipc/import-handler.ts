/** Files into the captures: chosen in a dialog, dropped on the window, or opened with the app. All tell by a notice. */
import { basename, extname } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { Notice } from '../../shared/ipc/contract.ts';
import { fail, succeed } from '../../shared/lib/result.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Handlers } from './typed-ipc.ts';

/** What an association may bring, and what the dialog shows first. */
const extensions = ['wirelens', 'har', 'json', 'jsonl'];

export type ImportParts = {
  readonly capture: CaptureControl;
  readonly salt: string;
  readonly post: (notice: Notice) => void;
  readonly window: () => BrowserWindow | null;
};

export type ImportHandlers = {
  readonly handlers: Pick<Handlers, 'exchanges.import'>;
  /** Files that the system asks us to open; others among the words are left alone. */
  readonly openFiles: (words: readonly string[]) => Promise<void>;
};

/** What became of the files is told by one notice. */
export function createImportHandlers({ capture, salt, post, window }: ImportParts): ImportHandlers {
  const importAll = async (files: readonly string[]): Promise<number> => {
    let count = 0;
    const lines: string[] = [];
    let isGood = true;
    for (const file of files) {
      const result = await capture.importFile(file, salt);
      const name = files.length > 1 ? `${basename(file)}: ` : '';
      isGood &&= result.ok && result.value.problems.length === 0;
      if (!result.ok) lines.push(`${name}${result.error.message}`);
      else {
        const { imported, skipped, problems } = result.value;
        count += imported.length;
        if (skipped > 0) lines.push(`${skipped} were there already.`);
        lines.push(...problems.slice(0, 3).map((problem) => `${name}${problem}`));
      }
    }
    const title =
      count === 0
        ? 'Nothing was imported'
        : count === 1
          ? '1 exchange was imported'
          : `${count} exchanges were imported`;
    post({ id: 'import', tone: isGood ? 'info' : 'warning', title, text: lines.join(' ') });
    return count;
  };
  return {
    handlers: {
      'exchanges.import': async ({ paths }) => {
        const files = paths ?? (await askForFiles(window()));
        if (files.length === 0) return fail('cancelled', 'Nothing was imported.');
        return succeed({ count: await importAll(files) });
      },
    },
    openFiles: async (words) => {
      const files = words.filter(isImportable);
      if (files.length > 0) await importAll(files);
    },
  };
}

function isImportable(file: string): boolean {
  return !file.startsWith('-') && extensions.includes(extname(file).slice(1).toLowerCase());
}

async function askForFiles(window: BrowserWindow | null): Promise<readonly string[]> {
  const options: Electron.OpenDialogOptions = {
    title: 'Import',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Wirelens, HAR and messages', extensions },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const answer = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return answer.canceled ? [] : answer.filePaths;
}
