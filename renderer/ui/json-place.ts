/** Where a line of pretty printed JSON stands: its path, and the value on it. Pure. */
import type { JsonLines } from './json-lines.ts';

export type JsonPlace = {
  /** `messages[3].content`, empty at the root. */
  readonly path: string;
  /** The value where it is a string that stands on this line. */
  readonly text: string | null;
};

/** Of a line, counted from 0; `textOf` gives lines, and is asked for those that lead to it. A closing line is where its opening one is. */
export function jsonPlace(lines: JsonLines, line: number, textOf: (line: number) => string): JsonPlace {
  const steps: string[] = [];
  const own = splitKey(textOf(line));
  for (let at = openingOf(lines, line); ; ) {
    const parent = lines.parent[at] as number;
    if (parent < 0) break;
    const { key } = at === line ? own : splitKey(textOf(at));
    steps.push(key === null ? `[${lines.ordinal[at]}]` : stepOf(key));
    at = parent;
  }
  return { path: steps.reverse().join('').replace(/^\./, ''), text: stringIn(own.value) };
}

/** Of a closing line the one that it closes: what stands above it stands in that. Else the line itself. */
function openingOf({ parent, closing }: JsonLines, line: number): number {
  const above = line === 0 ? -1 : (parent[line - 1] as number);
  if (above >= 0 && closing[above] === line) return above;
  return line > 0 && closing[line - 1] === line ? line - 1 : line;
}

function indentOf(text: string): number {
  let at = 0;
  while (text[at] === ' ') at += 1;
  return at;
}

/** The key of a line, null in a list, and what stands behind it. Strings of MBs are no matter for a regular expression. */
function splitKey(text: string): { readonly key: string | null; readonly value: string } {
  const start = indentOf(text);
  if (text[start] !== '"') return { key: null, value: text };
  const end = endOfString(text, start);
  if (end === -1 || text[end] !== ':') return { key: null, value: text };
  return { key: parsedString(text.slice(start, end)), value: text.slice(end + 1) };
}

/** Behind the closing quote of the string that begins at `start`; -1: it has none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function stepOf(key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function stringIn(text: string): string | null {
  const trimmed = text.trim();
  const value = trimmed.endsWith(',') ? trimmed.slice(0, -1) : trimmed;
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
