/** Commands about programs that the window starts. What is started is what the user typed: see user-presence.ts. */
import { homedir } from 'node:os';
import { type BrowserWindow, dialog } from 'electron';
import { fail } from '../../shared/lib/result.ts';
import type { UserPresence } from '../app/user-presence.ts';
import { baseUrlHints } from '../programs/known-agents.ts';
import { folderAt, programName } from '../programs/launch-command.ts';
import type { Environment } from '../programs/program-environment.ts';
import type { ProgramRunner } from '../programs/program-runner.ts';
import type { Handlers } from './typed-ipc.ts';

type ProgramCommand =
  | 'programs.start'
  | 'programs.openTerminal'
  | 'programs.exports'
  | 'programs.hints'
  | 'programs.stop'
  | 'programs.output'
  | 'programs.chooseFolder';

export type ProgramHandlerParts = {
  readonly runner: ProgramRunner;
  readonly presence: UserPresence;
  /** Of programs that are started, before anything is set for them. */
  readonly environment: Environment;
  readonly window: () => BrowserWindow | null;
  /** From now on this window gets the output of this program as it comes. */
  readonly watchProgram: (windowId: number, id: string) => void;
};

/** Nothing is started unless somebody is at the window. */
export function createProgramHandlers(parts: ProgramHandlerParts): Pick<Handlers, ProgramCommand> {
  const { runner, presence } = parts;
  const nobodyThere = () => fail('nobody-there', 'Nothing is started unless somebody is at the window: click again.');
  return {
    'programs.start': (request) => {
      if (!presence.isThere()) return nobodyThere();
      return runner.start({ ...request, folder: folderAt(request.folder, homedir()) });
    },
    'programs.openTerminal': (request) => {
      if (!presence.isThere()) return nobodyThere();
      return runner.openTerminal({ ...request, folder: folderAt(request.folder, homedir()) });
    },
    'programs.exports': ({ mode }) => runner.exports(mode),
    'programs.hints': ({ command, mode }) =>
      mode === 'proxy' ? [] : baseUrlHints(programName(command), parts.environment),
    'programs.stop': ({ id }) => {
      runner.stop(id);
      return null;
    },
    'programs.output': ({ id }, { windowId }) => {
      parts.watchProgram(windowId, id);
      return runner.output(id);
    },
    'programs.chooseFolder': ({ folder }) => chooseFolder(parts.window(), folderAt(folder, homedir())),
  };
}

async function chooseFolder(window: BrowserWindow | null, folder: string): Promise<string | null> {
  const options = { title: 'Working folder', defaultPath: folder, properties: ['openDirectory' as const] };
  const answer = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
