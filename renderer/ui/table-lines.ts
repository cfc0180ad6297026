/**
 * A markdown table read from its lines, without a parser: one of thousands of cells would hold up the window. Pure.
 * @see https://github.github.com/gfm/#tables-extension-
 */

/** Characters [start, end) of the source, blanks around it left out. */
export type TableCell = { readonly start: number; readonly end: number };

/** One line. Its cells are looked for when it is made: 80,000 at once would take 100 ms. */
export type TableRow = { readonly start: number; readonly end: number };

export type TableSide = 'left' | 'right' | 'center' | undefined;

export type LongTableLines = {
  readonly sides: readonly TableSide[];
  /** The first one is the head. */
  readonly rows: readonly TableRow[];
  /** What stands before the head's line, and after the last row. */
  readonly start: number;
  readonly end: number;
};

const delimiter = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$/;
/** A browser gets slow at more columns. */
const mostColumns = 150;

/** The first table of a source; null: there is none, or it has too many columns. */
export function tableLines(source: string): LongTableLines | null {
  let before: TableRow | null = null;
  for (let at = 0; at < source.length; ) {
    const end = lineEndAt(source, at);
    const line = source.slice(at, end);
    if (before !== null && line.includes('|') && delimiter.test(line)) {
      const marks = cellsOf(source, { start: at, end });
      const isHead = marks.length === cellsOf(source, before).length && marks.length <= mostColumns;
      if (isHead) return withRows(source, before, marks, end + 1);
    }
    before = line.includes('|') ? { start: at, end } : null;
    at = end + 1;
  }
  return null;
}

function withRows(source: string, head: TableRow, marks: readonly TableCell[], from: number): LongTableLines {
  const rows = [head];
  let at = from;
  while (at < source.length) {
    const end = lineEndAt(source, at);
    if (isBlankLine(source, at, end)) break;
    rows.push({ start: at, end });
    at = end + 1;
  }
  const sides = marks.map(({ start, end }) => sideOf(source.slice(start, end)));
  return { sides, rows, start: head.start, end: Math.min(at, source.length) };
}

function isBlankLine(source: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isBlank(source.charCodeAt(at))) return false;
  return true;
}

function sideOf(mark: string): TableSide {
  if (mark.endsWith(':')) return mark.startsWith(':') ? 'center' : 'right';
  return mark.startsWith(':') ? 'left' : undefined;
}

function lineEndAt(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

/**
 * The cells of a line, by their places in `source`. A bar ends a cell, wherever it stands, but for one behind a
 * backslash. Those at the edges are no cells.
 */
export function cellsOf(source: string, { start: from, end: to }: TableRow): readonly TableCell[] {
  let start = from;
  while (start < to && isBlank(source.charCodeAt(start))) start += 1;
  let end = to;
  while (end > start && isBlank(source.charCodeAt(end - 1))) end -= 1;
  const cells: TableCell[] = [];
  if (source[start] === '|') start += 1;
  for (let at = start; at <= end; at += 1) {
    if (at < end && (source[at] !== '|' || source[at - 1] === '\\')) continue;
    if (at === end && at === start && cells.length > 0) break;
    cells.push(trimmed(source, start, at));
    start = at + 1;
  }
  return cells;
}

function trimmed(source: string, from: number, to: number): TableCell {
  let [start, end] = [from, to];
  while (start < end && isBlank(source.charCodeAt(start))) start += 1;
  while (end > start && isBlank(source.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

/** More characters than this in a cell wrap. */
const widestColumn = 48;
const step = 4;
/** Those of the first rows speak for all. */
const measuredRows = 200;

/** Characters that each column takes, in steps, so that a growing table seldom moves. */
export function columnWidths(source: string, { rows, sides }: LongTableLines): readonly number[] {
  const widths = sides.map(() => step);
  for (const row of rows.slice(0, measuredRows))
    cellsOf(source, row).forEach(({ start, end }, column) => {
      if (end - start > (widths[column] ?? widestColumn)) widths[column] = end - start;
    });
  return widths.map((width) => Math.min(widestColumn, Math.ceil(width / step) * step));
}
