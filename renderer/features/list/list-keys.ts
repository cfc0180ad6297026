/** Where a key moves to in the list. Pure. */
import type { ListItem } from '../../store/list-items.ts';

const pageSize = 10;

/**
 * The row, or head of a folded group, that `key` leads to from `activeKey`; null: the key moves nothing. Heads of open
 * groups are stepped over.
 */
export function moveInList(items: readonly ListItem[], activeKey: string | null, key: string): string | null {
  const ids = items.flatMap((item) =>
    item.kind === 'row' || item.isFolded || item.key === activeKey ? [item.key] : [],
  );
  if (ids.length === 0) return null;
  const at = activeKey === null ? -1 : ids.indexOf(activeKey);
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
