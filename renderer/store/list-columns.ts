/** The columns of one-line rows: which there are, what they are called, how wide they are. Pure. */

export const listColumns = [
  ...(['time', 'summary', 'model', 'status', 'in', 'out', 'cached', 'cost', 'ttft', 'rate', 'total'] as const),
  ...(['size', 'upstream', 'program', 'waterfall'] as const),
] as const;
export type ListColumn = (typeof listColumns)[number];

export type ColumnWidths = Readonly<Partial<Record<ListColumn, number>>>;

type ColumnFacts = {
  /** In the head of the column. */
  readonly head: string;
  /** In menus and for assistive technology. */
  readonly title: string;
  /** Px, until the user says otherwise; `summary` takes what is left. */
  readonly width: number;
  readonly isNumber: boolean;
};

export const columnFacts: Readonly<Record<ListColumn, ColumnFacts>> = {
  time: { head: 'time', title: 'Time', width: 57, isNumber: false },
  summary: { head: 'what it did', title: 'What it did', width: 0, isNumber: false },
  model: { head: 'model', title: 'Model', width: 88, isNumber: false },
  status: { head: 'status', title: 'Status', width: 66, isNumber: false },
  in: { head: 'in', title: 'Tokens in', width: 38, isNumber: true },
  out: { head: 'out', title: 'Tokens out', width: 38, isNumber: true },
  cached: { head: 'cached', title: 'Tokens from cache', width: 44, isNumber: true },
  cost: { head: 'cost $', title: 'Cost', width: 48, isNumber: true },
  ttft: { head: 'ttft s', title: 'Time to first token', width: 38, isNumber: true },
  rate: { head: 'tok/s', title: 'Tokens per second', width: 38, isNumber: true },
  total: { head: 'total s', title: 'Total time', width: 38, isNumber: true },
  size: { head: 'size', title: 'Size of the answer', width: 58, isNumber: true },
  upstream: { head: 'upstream', title: 'Upstream', width: 88, isNumber: false },
  program: { head: 'program', title: 'Program', width: 88, isNumber: false },
  waterfall: { head: 'waterfall', title: 'Waterfall', width: 140, isNumber: false },
};

/** Px. */
const narrowestColumn = 28;
const widestColumn = 480;

export function columnWidth(column: ListColumn, widths: ColumnWidths): number {
  return widths[column] ?? columnFacts[column].width;
}

/** A width that a column can have. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(widestColumn, Math.max(narrowestColumn, width)));
}

/** `column` moved to place `to` among `columns`. */
export function moveColumn(columns: readonly ListColumn[], column: ListColumn, to: number): readonly ListColumn[] {
  const others = columns.filter((other) => other !== column);
  const place = Math.min(others.length, Math.max(0, to));
  return [...others.slice(0, place), column, ...others.slice(place)];
}

/** `column` shown where it was not, in its usual order among the others; gone where it was. `summary` stays. */
export function toggleColumn(columns: readonly ListColumn[], column: ListColumn): readonly ListColumn[] {
  if (column === 'summary') return columns;
  if (columns.includes(column)) return columns.filter((other) => other !== column);
  const after = listColumns.slice(listColumns.indexOf(column) + 1);
  const next = columns.findIndex((other) => after.includes(other));
  return next === -1 ? [...columns, column] : moveColumn([...columns, column], column, next);
}

/** CSS variables of the shown columns' widths, which rows and heads share. */
export function widthVariables(columns: readonly ListColumn[], widths: ColumnWidths): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column) => [`--w-${column}`, `${columnWidth(column, widths)}px`]));
}

/** Px between two columns, and before the first one (the glyph). */
const gap = 8;
const start = 34;
const end = 12;

/** Where the waterfall's column stands in the list, as margins of an axis over it; null: it is not shown. */
export function waterfallPlace(
  columns: readonly ListColumn[],
  widths: ColumnWidths,
): { readonly width: number; readonly left: number | null; readonly right: number | null } | null {
  const at = columns.indexOf('waterfall');
  if (at === -1) return null;
  const sum = (some: readonly ListColumn[]) => some.reduce((all, column) => all + columnWidth(column, widths) + gap, 0);
  const width = columnWidth('waterfall', widths);
  return at < columns.indexOf('summary')
    ? { width, left: start + sum(columns.slice(0, at)), right: null }
    : { width, left: null, right: end + sum(columns.slice(at + 1)) };
}
