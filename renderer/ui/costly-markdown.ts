/**
 * Markdown that no one writes and a parser chokes on: it would hold up the window, so it is shown as plain text,
 * tables as LongTable. Pure.
 */

/** Marks of emphasis take the square of their number: 1,200 take 100 ms. */
const mostEmphasis = 1_200;
/** Quotes and lists in each other on one line, likewise; nobody sees a depth of 40. */
const deepLine = /^(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t])){40}/m;
/** Cells of one row. */
const mostCells = 150;
/** Cells of all rows take 50 µs each to parse, however short they are: of one letter, 4,800 fit below the longest segment. */
const mostBars = 1_600;

/** Whether parsing a segment would take far longer than its length tells. */
export function isCostlyMarkdown(source: string): boolean {
  if (source.length < 80) return false;
  return deepLine.test(source) || countOf(source, '*_~') > mostEmphasis || hasCostlyTable(source);
}

function countOf(source: string, marks: string): number {
  let count = 0;
  for (const mark of marks)
    for (let at = source.indexOf(mark); at !== -1; at = source.indexOf(mark, at + 1)) count += 1;
  return count;
}

function hasCostlyTable(source: string): boolean {
  let bars = 0;
  let lineEnd = source.indexOf('\n');
  let cells = 0;
  for (let at = source.indexOf('|'); at !== -1; at = source.indexOf('|', at + 1)) {
    if (lineEnd !== -1 && at > lineEnd) {
      lineEnd = source.indexOf('\n', at);
      cells = 0;
    }
    cells += 1;
    bars += 1;
    if (cells > mostCells || bars > mostBars) return true;
  }
  return false;
}
