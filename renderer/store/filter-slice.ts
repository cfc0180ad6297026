/** What the list shows and how: filter, density, sorting, folded groups, the zoom of the lanes' clock. */
import type { ListView } from './list-preferences.ts';
import { defaultListView } from './list-preferences.ts';

/** A stretch of the shared clock, epoch ms. */
export type TimeRange = { readonly start: number; readonly end: number };

export type FilterSlice = {
  readonly filterText: string;
  /** Brushed on the axis: only exchanges that touch it are shown. */
  readonly timeFilter: TimeRange | null;
  /** Zoomed by hand; null: the clock fits what is visible. */
  readonly clockZoom: TimeRange | null;
  readonly foldedGroups: ReadonlySet<string>;
  readonly listView: ListView;
};

export const initialFilterSlice: FilterSlice = {
  filterText: '',
  timeFilter: null,
  clockZoom: null,
  foldedGroups: new Set(),
  listView: defaultListView,
};
