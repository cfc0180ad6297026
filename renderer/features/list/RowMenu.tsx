/** The context menu of the list, for the rows that are meant. */
import type { ReactNode } from 'react';
import { meantIds, pickRows } from '../../store/mark-actions.ts';
import { useStore } from '../../store/store.ts';
import { ContextMenuArea } from '../../ui/ContextMenuArea.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';
import styles from './ListPane.module.css';
import { rowEntries } from './row-commands.ts';

/** Around the rows. */
export function RowMenu({ children }: { readonly children: ReactNode }) {
  return (
    <ContextMenuArea label="Exchange" className={styles.menuArea} entriesAt={entriesAt} onClosed={letGo}>
      {children}
    </ContextMenuArea>
  );
}

/** A row that only its menu picked; what the user picked by hand stays picked. */
let picksOfMenu: ReadonlySet<string> | null = null;

function letGo(): void {
  if (picksOfMenu !== null && useStore.getState().picked === picksOfMenu) pickRows([]);
  picksOfMenu = null;
}

function entriesAt(target: HTMLElement): readonly MenuEntry[] {
  const row = target.closest('[role="treeitem"]:not([aria-expanded])');
  const id = row?.id.replace(/^exchange-/, '');
  // A row outside of what is picked is meant alone.
  if (id !== undefined && !useStore.getState().picked.has(id)) {
    pickRows([id]);
    picksOfMenu = useStore.getState().picked;
  }
  return rowEntries(meantIds());
}
