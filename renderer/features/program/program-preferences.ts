/** What was typed last into the program panel, remembered on this machine only. */
import type { ProgramMode } from '../../../shared/model/program.ts';

export type ProgramWish = { readonly command: string; readonly folder: string; readonly mode: ProgramMode };

const storageKey = 'wirelens.program';
const nothing: ProgramWish = { command: '', folder: '', mode: 'proxy' };

/** The last wish; an empty one where there is none, or none that can be read. */
export function readProgramWish(): ProgramWish {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return nothing;
    const { command, folder, mode } = stored as Partial<Record<keyof ProgramWish, unknown>>;
    return {
      command: typeof command === 'string' ? command : '',
      folder: typeof folder === 'string' ? folder : '',
      mode: mode === 'base-url' ? 'base-url' : 'proxy',
    };
  } catch {
    // Storage switched off, or damaged by hand.
    return nothing;
  }
}

/** Remembers a wish; silently not, where storage is switched off. */
export function writeProgramWish(wish: ProgramWish): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(wish));
  } catch {
    // Nothing to tell.
  }
}
