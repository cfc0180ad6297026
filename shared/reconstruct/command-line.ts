/**
 * A command line in a form for people: what was started, and with which arguments. Keys, passwords and long texts are
 * left out, since what this gives is stored.
 */

export type ReadableCommand = {
  /** Of the program file: `node`. */
  readonly name: string;
  /** `node app.mjs`, `python -m pytest`, `codex`; at most 48 characters. */
  readonly program: string;
  /** `program` and the arguments; at most `maxCommandLength` characters. */
  readonly command: string;
};

export const maxCommandLength = 160;
const maxProgramLength = 48;
const maxArgumentLength = 64;
const mask = '••••';

/** Programs that run scripts, with the options that take the next word. */
const interpreters: readonly (readonly [name: RegExp, valueOptions: RegExp])[] = [
  [/^(node|nodejs|electron)$/, /^(-r|-C|--require|--import|--loader|--experimental-loader|--conditions|--title)$/],
  [/^(tsx|ts-node|bun|deno)$/, /^(-r|--require|--import|--preload|--tsconfig|-c|--config|--cwd|--env-file)$/],
  [/^(python|pythonw|pypy)[0-9.]*$/, /^(-X|-W)$/],
  [/^(ruby|perl|php)[0-9.]*$/, /^(-I|-r|-d)$/],
];
/** The next word is the code itself, or a module's name. */
const codeOption = /^(-e|-c|-p|-pe|--eval|--print|-r)$/;
/** Files that say nothing without their folder. */
const plainFile = /^(index|main|cli|bin|__main__|__init__)\.[a-z]+$/;

/** Reads the words of a command line, the program first. No words: an empty name. */
export function readableCommand(words: readonly string[]): ReadableCommand {
  const name = programName(words[0] ?? '');
  const { program, used } = started(name, words);
  const rest = readableArguments(words.slice(used));
  return { name, program, command: cut([program, ...rest].join(' '), maxCommandLength) };
}

/** `/usr/bin/node` -> `node`; a login shell's dash and Windows's endings go. */
function programName(word: string): string {
  const file = lastPart(word).replace(/^-/, '');
  return cut(file.replace(/\.(exe|cmd|bat|com)$/i, ''), maxProgramLength);
}

function started(name: string, words: readonly string[]): { readonly program: string; readonly used: number } {
  const interpreter = interpreters.find(([pattern]) => pattern.test(name.toLowerCase()));
  if (interpreter === undefined) return { program: name, used: 1 };
  const isPython = /^py/.test(name);
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] as string;
    if (isPython && word === '-m') {
      return { program: cut(`${name} -m ${words[at + 1] ?? ''}`.trim(), maxProgramLength), used: at + 2 };
    }
    if (interpreter[1].test(word)) at += 1;
    // The code is a text of any length and content: it counts as taken.
    else if (codeOption.test(word)) return { program: `${name} ${word}`, used: at + 2 };
    else if (word === '-') return { program: `${name} -`, used: at + 1 };
    else if (!word.startsWith('-')) return scriptStarted(name, words, at);
  }
  return { program: name, used: words.length };
}

/** `bun run x`, `deno run x`: the script is behind the word. */
function scriptStarted(
  name: string,
  words: readonly string[],
  at: number,
): { readonly program: string; readonly used: number } {
  const word = words[at] as string;
  const next = words[at + 1];
  if (/^(bun|deno)$/.test(name) && word === 'run' && next !== undefined && !next.startsWith('-')) {
    return { program: cut(`${name} ${scriptName(next)}`, maxProgramLength), used: at + 2 };
  }
  return { program: cut(`${name} ${scriptName(word)}`, maxProgramLength), used: at + 1 };
}

/** `/home/me/bot/app.mjs` -> `app.mjs`; a package's file -> the package; `bot/index.js` -> `bot/index.js`. */
function scriptName(path: string): string {
  const file = lastPart(path);
  const parts = path.split(/[\\/]/).filter(Boolean);
  const packageAt = parts.lastIndexOf('node_modules') + 1;
  const first = parts[packageAt];
  if (packageAt > 0 && first !== undefined && first !== '.bin' && parts.length > packageAt + 1) {
    return first.startsWith('@') ? `${first}/${parts[packageAt + 1]}` : first;
  }
  return plainFile.test(file) && parts.length > 1 ? parts.slice(-2).join('/') : file;
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}

const secretName =
  /(^|[-_.])(api-?key|apikey|key|token|secret|password|passwd|pass|pwd|credentials?|auth|authorization|bearer|cookie|jwt|signature)($|[-_.])/i;
/** Options of common tools whose value is a secret, a header or a body. */
const valueOption =
  /^(-u|--user|--proxy-user|-U|-H|--header|--oauth2-bearer|-b|--cookie|-d|--data.*|--json|-F|--form)$/;
/** What the vendors' keys begin with. */
const keyShape =
  /^(sk|pk|rk|ghp|gho|ghs|github_pat|glpat|hf|gsk|xai|xox[abps]|AIza|AKIA|ASIA|ya29|eyJ)[-_.A-Za-z0-9]{8,}/;

function readableArguments(words: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let isSecretNext = false;
  let length = 0;
  for (const word of words) {
    if (length > maxCommandLength) break;
    const text = isSecretNext && !/^--?[a-z]/i.test(word) ? mask : readableArgument(word);
    isSecretNext = valueOption.test(word) || (/^--?[^=]+$/.test(word) && secretName.test(word.replace(/^-+/, '')));
    shown.push(text);
    length += text.length + 1;
  }
  return shown;
}

function readableArgument(word: string): string {
  const [, label, value] = /^(-{0,2}[A-Za-z_][\w.-]*=)(.*)$/s.exec(word) ?? [];
  if (label !== undefined && value !== undefined) {
    return secretName.test(label.replace(/^-+|=$/g, '')) ? label + mask : label + readableValue(value);
  }
  return readableValue(word);
}

function readableValue(word: string): string {
  if (word === '') return "''";
  // A prompt, a header, a script: not for here.
  if (/\s/.test(word)) return '…';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word)) return readableUrl(word);
  if (keyShape.test(word) || isRandom(word)) return mask;
  return cut(word, maxArgumentLength);
}

/** Without user, password and query. */
function readableUrl(url: string): string {
  const plain = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, `$1${mask}@`).replace(/[?#].*$/s, '?…');
  return cut(plain, maxArgumentLength);
}

/** Long, and of letters and digits mixed as no word, path or flag is. */
function isRandom(word: string): boolean {
  if (word.startsWith('-')) return false;
  return word.split(/[/\\.,:]/).some((part) => /^[\w+=~-]{20,}$/.test(part) && (part.match(/\d/g)?.length ?? 0) >= 3);
}

function cut(text: string, length: number): string {
  // No control characters: this is shown in lists and terminals.
  const plain = text.replace(/\p{Cc}+/gu, ' ');
  return plain.length <= length ? plain : `${plain.slice(0, length - 1)}…`;
}
