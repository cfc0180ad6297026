/** How the user likes the list, remembered on this machine only (local storage: it is about this window, not about traffic). */

import { readKept, writeKept } from './kept-value.ts';
import { type ColumnWidths, clampWidth, type ListColumn, listColumns } from './list-columns.ts';
import { type Grouping, groupings } from './list-groups.ts';

export type Density = 'auto' | 'two-line' | 'one-line';

export type ListSort = { readonly column: ListColumn; readonly isDescending: boolean };

export type ListView = {
  readonly grouping: Grouping;
  readonly density: Density;
  /** Null: in order of time, by program. */
  readonly sort: ListSort | null;
  /** Columns shown in one-line rows, in their order; `summary` always is one. */
  readonly columns: readonly ListColumn[];
  /** Px, of the columns that the user made wider or narrower. */
  readonly widths: ColumnWidths;
  /** The lanes of all agents below the list. */
  readonly isOverviewOpen: boolean;
};

export const defaultListView: ListView = {
  grouping: 'program',
  density: 'auto',
  sort: null,
  columns: ['time', 'summary', 'out', 'total'],
  widths: {},
  isOverviewOpen: true,
};

/** Where the list has the whole width of the window, and nobody chose otherwise. */
const roomyColumns: readonly ListColumn[] = [
  ...(['time', 'summary', 'model', 'status', 'in', 'out', 'ttft', 'rate', 'total'] as const),
];

/** The columns to show; always the same array for the same view. */
export function shownColumns({ columns }: ListView, isRoomy: boolean): readonly ListColumn[] {
  const usual = defaultListView.columns;
  const isUsual = columns.length === usual.length && columns.every((column, index) => column === usual[index]);
  return isRoomy && isUsual ? roomyColumns : columns;
}

const storageKey = 'wirelens.list-view';

/** The remembered view of a window; the default where there is none, or none that can be read. */
export function readListView(slot: string): ListView {
  return parseListView(readKept(storageKey, slot));
}

export function writeListView(slot: string, view: ListView): void {
  writeKept(storageKey, slot, view);
}

/** A stored value made safe: every field that is not what it should be becomes the default. */
export function parseListView(stored: unknown): ListView {
  if (typeof stored !== 'object' || stored === null) return defaultListView;
  const value = stored as Partial<Record<keyof ListView, unknown>>;
  const columns = Array.isArray(value.columns)
    ? [...new Set(value.columns.flatMap((stored) => listColumns.find((name) => name === stored) ?? []))]
    : [];
  return {
    density: value.density === 'two-line' || value.density === 'one-line' ? value.density : 'auto',
    grouping: groupings.find((name) => name === value.grouping) ?? 'program',
    sort: parseSort(value.sort),
    columns: columns.includes('summary') ? columns : defaultListView.columns,
    widths: parseWidths(value.widths),
    isOverviewOpen: value.isOverviewOpen !== false,
  };
}

function parseWidths(stored: unknown): ColumnWidths {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    listColumns.flatMap((column) => {
      const width = (stored as Readonly<Record<string, unknown>>)[column];
      return typeof width === 'number' && Number.isFinite(width) ? [[column, clampWidth(width)]] : [];
    }),
  );
}

function parseSort(stored: unknown): ListSort | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const value = stored as { readonly column?: unknown; readonly isDescending?: unknown };
  const column = listColumns.find((name) => name === value.column);
  return column ? { column, isDescending: value.isDescending === true } : null;
}
