/**
 * The structure of pretty printed JSON, line by line: what closes where, and what stands in what. Made once while a text
 * is cut into lines, so that folds, paths and the fold of everything need no syntax tree of 10 MB. Pure.
 */

/** Line numbers from 0. */
export type JsonLines = {
  readonly length: number;
  /** The line that opens what this line stands in; -1 at the root. A closing line stands where its opening one does. */
  readonly parent: Int32Array;
  /** The how manieth in there; of a closing line, its opening line's. */
  readonly ordinal: Int32Array;
  /** Of a line that opens something over several lines, the one that closes it; else 0. */
  readonly closing: Int32Array;
};

export type JsonLinesBuilder = {
  /** Takes lines in their order. */
  readonly add: (lines: readonly string[]) => void;
  readonly done: () => JsonLines;
};

/** Text that is not pretty printed JSON gives lines without meaning, never an error. */
export function createJsonLines(): JsonLinesBuilder {
  let made: Columns = { parent: new Int32Array(1024), ordinal: new Int32Array(1024), closing: new Int32Array(1024) };
  let length = 0;
  const open: number[] = [];
  const children: number[] = [0];
  const place = (parent: number, ordinal: number): void => {
    made.parent[length] = parent;
    made.ordinal[length] = ordinal;
    length += 1;
  };
  const add = (line: string): void => {
    if (length === made.parent.length) made = grown(made);
    const opening = isClosing(line) ? open.pop() : undefined;
    if (opening !== undefined) {
      children.pop();
      made.closing[opening] = length;
      place(made.parent[opening] as number, made.ordinal[opening] as number);
      return;
    }
    const ordinal = children[children.length - 1] as number;
    children[children.length - 1] = ordinal + 1;
    place(open.at(-1) ?? -1, ordinal);
    if (!isOpening(line)) return;
    open.push(length - 1);
    children.push(0);
  };
  return {
    add: (lines) => lines.forEach(add),
    done: () => ({ length, ...made }),
  };
}

type Columns = Pick<JsonLines, 'parent' | 'ordinal' | 'closing'>;

function grown({ parent, ordinal, closing }: Columns): Columns {
  return { parent: doubled(parent), ordinal: doubled(ordinal), closing: doubled(closing) };
}

function doubled(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

function isOpening(line: string): boolean {
  const last = line.charCodeAt(line.length - 1);
  return last === openBrace || last === openBracket;
}

/** Of a line's first sign that is no space. */
function isClosing(line: string): boolean {
  let at = 0;
  while (line.charCodeAt(at) === space) at += 1;
  const first = line.charCodeAt(at);
  return first === closeBrace || first === closeBracket;
}

const space = 32;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** Most folds that are made at once: more would hold up the window. */
const mostFolds = 5_000;

/** The lines to fold so that what stands in the root is one line each: level by level, as many levels as there is room for. */
export function linesToFold({ length, parent, closing }: JsonLines): readonly number[] {
  const found: number[] = [];
  let level: ReadonlySet<number> = new Set([0]);
  while (level.size > 0 && found.length < mostFolds) {
    const next: number[] = [];
    for (let line = 1; line < length && found.length + next.length < mostFolds; line += 1)
      if ((closing[line] as number) > 0 && level.has(parent[line] as number)) next.push(line);
    found.push(...next);
    level = new Set(next);
  }
  return found.sort((left, right) => left - right);
}
