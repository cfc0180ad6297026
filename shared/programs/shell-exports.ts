/** Variables as each shell sets them: for scripts that we write, and for the user to copy. Pure. */
import type { EnvironmentVariable } from '../model/program.ts';

export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd';

/** One line per variable. Values are quoted where the shell would read them otherwise. */
export function shellExports(variables: readonly EnvironmentVariable[], shell: Shell): string {
  return variables.map((variable) => shellExport(variable, shell)).join('\n');
}

function shellExport({ name, value }: EnvironmentVariable, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return `export ${name}=${posixWord(value)}`;
    case 'fish':
      return `set -gx ${name} ${fishWord(value)}`;
    case 'powershell':
      return `$env:${name} = '${value.replaceAll("'", "''")}'`;
    case 'cmd':
      // Within a script a percent sign is written twice.
      return `set "${name}=${value.replaceAll('%', '%%')}"`;
  }
}

const plainWord = /^[\w@%+=:,./-]+$/;

/** A word as sh, bash and zsh read it. */
export function posixWord(value: string): string {
  return plainWord.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

function fishWord(value: string): string {
  return plainWord.test(value) ? value : `'${value.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
