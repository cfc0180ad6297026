/**
 * The user's terminal, started with an environment. A script carries the variables: terminals that are one process for all
 * windows (GNOME's, Konsole) would not take them from whoever starts another window.
 */
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import type { Environment } from './program-environment.ts';

export type TerminalStart = { readonly name: string; readonly file: string; readonly words: readonly string[] };

/** Terminals of Linux desktops: what stands before the command to run. The user's own choice comes before them. */
const linuxTerminals: readonly (readonly [name: string, ...before: string[]])[] = [
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['ptyxis', '--'],
  ['kgx', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['mate-terminal', '-x'],
  ['ghostty', '-e'],
  ['kitty'],
  ['wezterm', 'start', '--'],
  ['alacritty', '-e'],
  ['foot'],
  ['tilix', '-e'],
  ['terminator', '-x'],
  ['lxterminal', '-e'],
  ['qterminal', '-e'],
  ['urxvt', '-e'],
  ['st', '-e'],
  ['xterm', '-e'],
];

/**
 * How to start a terminal that runs `script`; null: none was found.
 * @param isThere is there a program of this path? (the file system's answer, unless a test gives one)
 */
export function findTerminal(
  platform: NodeJS.Platform,
  environment: Environment,
  script: string,
  isThere: (file: string) => boolean = isExecutable,
): TerminalStart | null {
  if (platform === 'darwin') return { name: 'Terminal', file: '/usr/bin/open', words: ['-a', 'Terminal', script] };
  if (platform === 'win32') {
    // `start` opens whatever is the user's default terminal; its first quoted word is the title.
    return { name: 'cmd', file: 'cmd.exe', words: ['/d', '/c', 'start', 'Wirelens', 'cmd.exe', '/k', script] };
  }
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return null;
  const find = (name: string): string | null => onPath(name, environment, isThere);
  const own = environment.TERMINAL ? find(environment.TERMINAL) : null;
  if (own !== null) {
    const before = linuxTerminals.find(([name]) => name === basename(own))?.slice(1) ?? ['-e'];
    return { name: basename(own), file: own, words: [...before, script] };
  }
  for (const [name, ...before] of linuxTerminals) {
    const file = find(name);
    if (file !== null) return { name, file, words: [...before, script] };
  }
  return null;
}

function onPath(name: string, environment: Environment, isThere: (file: string) => boolean): string | null {
  if (name.includes('/')) return isThere(name) ? name : null;
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isThere) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
