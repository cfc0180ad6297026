/** The context menu of the list: by the right button, the menu key or Shift F10, for the rows that are meant. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { meantIds, pickRows } from '../../store/mark-actions.ts';
import { useStore } from '../../store/store.ts';
import menuStyles from '../../ui/Menu.module.css';
import { Entry, type MenuEntry } from '../../ui/Menu.tsx';
import styles from './ListPane.module.css';
import { rowEntries } from './row-commands.ts';

/** Around the rows. */
export function RowMenu({ children }: { readonly children: ReactNode }) {
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const onContextMenu = (event: MouseEvent): void => {
    const row = (event.target as HTMLElement).closest('[role="treeitem"]:not([aria-expanded])');
    const id = row?.id.replace(/^exchange-/, '');
    // A row outside of what is picked is meant alone.
    if (id !== undefined && !useStore.getState().picked.has(id)) pickRows([id]);
    setEntries(rowEntries(meantIds()));
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className={styles.menuArea} onContextMenu={onContextMenu}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup} aria-label="Exchange">
            {entries.map((entry) => (
              <Entry key={entry.title} entry={entry} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
