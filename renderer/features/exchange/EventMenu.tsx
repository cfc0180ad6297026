/** The context menu of the event log: by the right button, the menu key or Shift F10, for the event under it. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { copyText } from '../../store/actions.ts';
import { copyEventLink, copyLinks, openInWindow } from '../../store/layout-actions.ts';
import { selectEvent } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import menuStyles from '../../ui/Menu.module.css';
import { Entry, type MenuEntry } from '../../ui/Menu.tsx';

type EventMenuProps = {
  readonly className: string | undefined;
  /** The picked event, for the keyboard. */
  readonly selected: number | null;
  readonly children: ReactNode;
};

/** Around the rows. */
export function EventMenu({ className, selected, children }: EventMenuProps) {
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const onContextMenu = ({ target }: MouseEvent): void => {
    const row = (target as HTMLElement).closest('[id^="event-"]');
    const index = row === null ? selected : Number(row.id.slice('event-'.length));
    if (index !== null) selectEvent(index);
    setEntries([...(index === null ? [] : eventEntries(index)), ...exchangeEntries()]);
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className={className} onContextMenu={onContextMenu}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup} aria-label="Event">
            {entries.map((entry) => (
              <Entry key={entry.title} entry={entry} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function eventEntries(index: number): readonly MenuEntry[] {
  const reading = useStore.getState().openExchange?.events.items[index]?.reading ?? '';
  return [
    { kind: 'item', title: `Copy link to event ${index}`, onSelect: () => void copyEventLink(index) },
    ...(reading === ''
      ? []
      : [{ kind: 'item', title: 'Copy what it says', onSelect: () => void copyText(reading) } as const]),
  ];
}

function exchangeEntries(): readonly MenuEntry[] {
  const { openExchange: open, windowRole } = useStore.getState();
  if (open === null) return [];
  return [
    { kind: 'item', title: 'Copy link to the exchange', onSelect: () => void copyLinks([open.id]) },
    ...(windowRole.kind === 'exchange'
      ? []
      : [{ kind: 'item', title: 'Open in its own window', onSelect: () => void openInWindow(open.id) } as const]),
  ];
}
