/** What the user can do with programs: start them, watch their output, end them. Nothing is started but what was typed. */
import type { ProgramPlace } from '../../shared/ipc/command-payloads.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { EnvironmentVariable, ProgramMode, ProgramOutput, StartedProgram } from '../../shared/model/program.ts';
import { bridge } from '../bridge.ts';
import { joinOutput } from './program-output.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;

/** Takes a program as it is now in the main process. */
export function applyProgram(program: StartedProgram): void {
  set((state) => ({ programs: new Map(state.programs).set(program.id, program) }));
}

/** Takes a piece of output; only that of the watched program is held. */
export function applyProgramOutput(piece: ProgramOutput): void {
  set(({ programOutput }) =>
    programOutput?.id === piece.id ? { programOutput: joinOutput(programOutput, piece) } : {},
  );
}

/** Opens the program panel at a program's output; null: at what to start. */
export async function watchProgram(id: string | null): Promise<void> {
  const isNew = get().watchedProgram !== id;
  set({ panel: 'program', watchedProgram: id, ...(isNew ? { programOutput: null } : {}) });
  if (id === null) return;
  const snapshot = await bridge().invoke('programs.output', { id });
  if (get().watchedProgram === id) set({ programOutput: snapshot });
}

/** Starts a command line and shows its output. Resolves to a sentence when it could not be started. */
export async function startProgram(request: ProgramPlace & { readonly command: string }): Promise<string | null> {
  const result = await bridge().invoke('programs.start', request);
  if (!result.ok) return result.error.message;
  applyProgram(result.value);
  await watchProgram(result.value.id);
  return null;
}

/** Opens the user's terminal. */
export async function openTerminal(request: ProgramPlace): Promise<Result<StartedProgram>> {
  const result = await bridge().invoke('programs.openTerminal', request);
  if (result.ok) applyProgram(result.value);
  return result;
}

/** What to copy into a terminal of the user's own. */
export function loadExports(mode: ProgramMode): Promise<Result<readonly EnvironmentVariable[]>> {
  return bridge().invoke('programs.exports', { mode });
}

/** What a mode changes for the program that a command line starts, in sentences. */
export function loadHints(command: string, mode: ProgramMode): Promise<readonly string[]> {
  return bridge().invoke('programs.hints', { command, mode });
}

/** Asks a program to end, and makes it after 3 s. */
export async function stopProgram(id: string): Promise<void> {
  await bridge().invoke('programs.stop', { id });
}

/** Asks the user for a folder; null: none was chosen. */
export function chooseFolder(folder: string): Promise<string | null> {
  return bridge().invoke('programs.chooseFolder', { folder });
}
