/** Was the packaged program called as the `wirelens` command (`wirelens list`), not as an app with a window? */

const commandNames: readonly string[] = [
  'serve',
  'run',
  'list',
  'show',
  'open',
  'diff',
  'export',
  'import',
  'decode',
  'ca',
  'doctor',
  'prune',
  'compact',
  'pin',
  'captures',
  'help',
  '--help',
  '--version',
];

/**
 * The words of the command, null when a window is wanted. Only a packaged program: in development `electron .` has the
 * app's folder there, and the command has an entry of its own.
 */
export function commandWords(argv: readonly string[], isPackaged: boolean): readonly string[] | null {
  const words = argv.slice(1).filter((word) => word !== '--no-sandbox');
  return isPackaged && commandNames.includes(words[0] ?? '') ? words : null;
}
