/** Where a line of pretty printed JSON stands: its path, and the value on it. Found by indentation, so it needs no tree of 10 MB. Pure. */

/** Text of a line, by its number from 1. */
export type LineReader = (number: number) => string;

export type JsonPlace = {
  /** `messages[3].content`, empty at the root. */
  readonly path: string;
  /** The value where it is a string that stands on this line. */
  readonly text: string | null;
};

const keyForm = /^\s*("(?:[^"\\]|\\.)*"):/;

/** The place of a line; `line` counts from 1. */
export function jsonPlace(readLine: LineReader, line: number): JsonPlace {
  const steps: string[] = [];
  let at = line;
  let depth = indentOf(readLine(at));
  while (depth > 0) {
    const { parent, index } = parentOf(readLine, at, depth);
    const key = keyOf(readLine(at));
    steps.push(key === null ? `[${index}]` : stepOf(key));
    at = parent;
    depth = indentOf(readLine(at));
  }
  return { path: steps.reverse().join('').replace(/^\./, ''), text: stringOn(readLine(line)) };
}

/** The line that opened what this one is in, and how many items stand before it there. */
function parentOf(
  readLine: LineReader,
  line: number,
  depth: number,
): { readonly parent: number; readonly index: number } {
  let index = isClosing(readLine(line)) ? -1 : 0;
  for (let at = line - 1; at >= 1; at -= 1) {
    const text = readLine(at);
    const indent = indentOf(text);
    if (indent < depth) return { parent: at, index: Math.max(0, index) };
    if (indent === depth && !isClosing(text)) index += 1;
  }
  return { parent: 1, index: Math.max(0, index) };
}

function indentOf(text: string): number {
  let at = 0;
  while (text[at] === ' ') at += 1;
  return at;
}

function isClosing(text: string): boolean {
  return /^\s*[\]}]/.test(text);
}

function keyOf(text: string): string | null {
  const [, key] = keyForm.exec(text) ?? [];
  return key === undefined ? null : parsedString(key);
}

function stepOf(key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function stringOn(text: string): string | null {
  const value = text.replace(keyForm, '').trim().replace(/,$/, '');
  return value.length > 1 && value.startsWith('"') ? parsedString(value) : null;
}

function parsedString(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
