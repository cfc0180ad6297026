/** What a click on a head does to the order: one way, the other, and back to the order of time. Pure. */
import { columnFacts, type ListColumn } from '../../store/list-columns.ts';
import type { ListSort } from '../../store/list-preferences.ts';

/** Figures begin with the largest, words and times with the first. */
export function nextSort(sort: ListSort | null, column: ListColumn): ListSort | null {
  const first = columnFacts[column].isNumber || column === 'status';
  if (sort?.column !== column) return { column, isDescending: first };
  return sort.isDescending === first ? { column, isDescending: !first } : null;
}
