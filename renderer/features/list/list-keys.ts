/** Where a key moves to in the list. Pure. */
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import type { ListItem } from '../../store/list-items.ts';

const pageSize = 10;

/** The row that `key` leads to from `activeId`; null: the key moves nothing. Groups are stepped over. */
export function moveInList(items: readonly ListItem[], activeId: ExchangeId | null, key: string): ExchangeId | null {
  const ids = items.flatMap((item) => (item.kind === 'row' ? [item.key] : []));
  if (ids.length === 0) return null;
  const at = activeId === null ? -1 : ids.indexOf(activeId);
  const target = targetIndex(key, at, ids.length);
  return target === null ? null : (ids[Math.min(ids.length - 1, Math.max(0, target))] ?? null);
}

function targetIndex(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return at + 1;
    case 'ArrowUp':
    case 'k':
    case 'K':
      return at < 0 ? count - 1 : at - 1;
    case 'PageDown':
      return at + pageSize;
    case 'PageUp':
      return at - pageSize;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
