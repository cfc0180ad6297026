/** Where a value stands in a JSON text: for those who read texts that are alike by their letters instead of parsing each. */

/** Names of fields and positions in lists, from the outside in. */
export type JsonPath = readonly (string | number)[];

/**
 * A place where texts that are alike may differ. `text`: a string that is asked for. `string`, `number`: any, of which the
 * last one counts; `padding`: a string that counts for nothing; `echo`: the `text` once more, letter for letter. `counter`: one
 * more than in the text before. Numbers are whole and not negative.
 */
export type JsonHole = {
  readonly path: JsonPath;
  readonly kind: 'text' | 'echo' | 'string' | 'number' | 'padding' | 'counter';
};

/** Half-open range of UTF-16 units; a string's quotes belong to it. */
export type JsonSpan = { readonly start: number; readonly end: number };

const quote = 34;
const backslash = 92;
const comma = 44;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/**
 * The value at `path`. `text` is known to be valid JSON. Null where there is none, and where it cannot be told for sure: a
 * name on the way that is written with escapes, or that its object has twice.
 */
export function findJsonValue(text: string, path: JsonPath): JsonSpan | null {
  let start = skipSpace(text, 0);
  for (const step of path) {
    const found = typeof step === 'string' ? findField(text, start, step) : findItem(text, start, step);
    if (found === -1) return null;
    start = found;
  }
  return { start, end: skipValue(text, start) };
}

/**
 * Likewise of a value that is known to be there, since the text was parsed: nearly always its name stands in the text once, and
 * so need not be looked for step by step.
 */
export function findKnownValue(text: string, path: JsonPath): JsonSpan | null {
  const name = path.at(-1);
  // Without a backslash no quote stands within a string, so a quoted name before a colon is a field's.
  if (typeof name !== 'string' || text.includes('\\')) return findJsonValue(text, path);
  const key = `"${name}":`;
  const at = text.indexOf(key);
  if (at === -1 || text.includes(key, at + key.length)) return findJsonValue(text, path);
  const start = skipSpace(text, at + key.length);
  return { start, end: skipValue(text, start) };
}

/** The start of a field's value in the object at `at`; -1 where that is none, or lacks it, or is not sure to be read right. */
function findField(text: string, at: number, name: string): number {
  if (text.charCodeAt(at) !== openBrace) return -1;
  let found = -1;
  let position = skipSpace(text, at + 1);
  while (text.charCodeAt(position) === quote) {
    const end = skipString(text, position);
    if (hasBackslash(text, position, end)) return -1;
    // The colon is one character.
    const value = skipSpace(text, skipSpace(text, end) + 1);
    const isNamed = end - position === name.length + 2 && text.startsWith(name, position + 1);
    if (isNamed && found !== -1) return -1;
    if (isNamed) found = value;
    position = skipSpace(text, skipValue(text, value));
    if (text.charCodeAt(position) === comma) position = skipSpace(text, position + 1);
  }
  return found;
}

function hasBackslash(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === backslash) return true;
  return false;
}

/** The start of a list's item; -1 where there is none. */
function findItem(text: string, at: number, index: number): number {
  if (text.charCodeAt(at) !== openBracket) return -1;
  let position = skipSpace(text, at + 1);
  for (let count = 0; position < text.length && text.charCodeAt(position) !== closeBracket; count += 1) {
    if (count === index) return position;
    position = skipSpace(text, skipValue(text, position));
    if (text.charCodeAt(position) === comma) position = skipSpace(text, position + 1);
  }
  return -1;
}

/** The position after the value that begins at `at`. */
function skipValue(text: string, at: number): number {
  let depth = 0;
  let position = at;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === quote) position = skipString(text, position);
    else if (depth === 0 && isAfterValue(code)) return position;
    else {
      if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) depth -= 1;
      position += 1;
    }
    const isWhole = depth === 0 && (code === quote || code === closeBrace || code === closeBracket);
    if (isWhole) return position;
  }
  return position;
}

function isAfterValue(code: number): boolean {
  return code === comma || code === closeBrace || code === closeBracket || isSpace(code);
}

/** The position after the string that begins at `at`. */
function skipString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length + 1 : end + 1;
}

/** Behind an odd number of backslashes. The string's own quote stands before all of them. */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charCodeAt(from - 1) === backslash) from -= 1;
  return (at - from) % 2 === 1;
}

function skipSpace(text: string, at: number): number {
  let position = at;
  while (isSpace(text.charCodeAt(position))) position += 1;
  return position;
}

/** JSON's own white space, less than what `trim` takes. @see https://www.rfc-editor.org/rfc/rfc8259#section-2 */
function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
