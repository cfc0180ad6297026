/** Where a line of pretty printed JSON stands: its path, and the value on it. Found by indentation, so it needs no tree of 10 MB. Pure. */

export type JsonPlace = {
  /** `messages[3].content`, empty at the root. */
  readonly path: string;
  /** The value where it is a string that stands on this line. */
  readonly text: string | null;
};

/** `above`: the lines before it, nearest first; read only as far as it takes. */
export function jsonPlace(line: string, above: Iterable<string>): JsonPlace {
  const steps: string[] = [];
  const own = splitKey(line);
  let key = own.key;
  let depth = indentOf(line);
  let index = isClosing(line, depth) ? -1 : 0;
  for (const text of depth === 0 ? [] : above) {
    const indent = indentOf(text);
    if (indent === depth && !isClosing(text, indent)) index += 1;
    if (indent >= depth) continue;
    steps.push(key === null ? `[${Math.max(0, index)}]` : stepOf(key));
    key = splitKey(text).key;
    depth = indent;
    index = 0;
    if (depth === 0) break;
  }
  return { path: steps.reverse().join('').replace(/^\./, ''), text: stringIn(own.value) };
}

function indentOf(text: string): number {
  let at = 0;
  while (text[at] === ' ') at += 1;
  return at;
}

function isClosing(text: string, indent: number): boolean {
  return text[indent] === ']' || text[indent] === '}';
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
