/** An area with a context menu: by the right button, the menu key or Shift F10, for what it was opened on. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { type ReactNode, useState } from 'react';
import menuStyles from './Menu.module.css';
import { Entry, type MenuEntry } from './Menu.tsx';

type ContextMenuAreaProps = {
  readonly label: string;
  readonly className: string | undefined;
  /** Asked each time that it opens, with the element it was opened on. */
  readonly entriesAt: (target: HTMLElement) => readonly MenuEntry[];
  /** When it has closed, whatever was chosen. */
  readonly onClosed?: () => void;
  readonly children: ReactNode;
};

export function ContextMenuArea({ label, className, entriesAt, onClosed, children }: ContextMenuAreaProps) {
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  return (
    <ContextMenu.Root onOpenChangeComplete={(isOpen) => !isOpen && onClosed?.()}>
      <ContextMenu.Trigger
        className={className}
        onContextMenu={({ target }) => setEntries(entriesAt(target as HTMLElement))}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup} aria-label={label}>
            {entries.map((entry) => (
              <Entry key={entry.title} entry={entry} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
