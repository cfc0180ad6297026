/** The script that a terminal runs: our variables, the folder, and then the user's own shell. Pure. */
import type { EnvironmentVariable } from '../../shared/model/program.ts';
import { posixWord, shellExports } from '../../shared/programs/shell-exports.ts';

export type TerminalScriptFacts = {
  readonly variables: readonly EnvironmentVariable[];
  readonly folder: string;
  /** Said once at the start. */
  readonly greeting: string;
};

/** The text of the script, with the ending its name needs. */
export function terminalScript(facts: TerminalScriptFacts, platform: NodeJS.Platform) {
  return platform === 'win32'
    ? { extension: '.cmd', text: windowsScript(facts) }
    : { extension: platform === 'darwin' ? '.command' : '.sh', text: posixScript(facts) };
}

function posixScript({ variables, folder, greeting }: TerminalScriptFacts): string {
  return [
    '#!/bin/sh',
    shellExports(variables, 'posix'),
    `cd ${posixWord(folder)} || exit 1`,
    `printf '%s\\n' ${posixWord(greeting)}`,
    // An interactive shell reads the user's own set-up; what that sets last, counts.
    `exec "\${SHELL:-/bin/sh}" -i`,
    '',
  ].join('\n');
}

function windowsScript({ variables, folder, greeting }: TerminalScriptFacts): string {
  const place = `cd /d "${folder.replaceAll('%', '%%')}"`;
  return [
    '@echo off',
    shellExports(variables, 'cmd'),
    place,
    `echo ${greeting.replaceAll(/[&|<>^%]/g, '^$&')}`,
    '',
  ].join('\r\n');
}
