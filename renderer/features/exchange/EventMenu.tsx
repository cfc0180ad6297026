/** The context menu of the event log, for the event under it. */
import type { ReactNode } from 'react';
import { copyText } from '../../store/actions.ts';
import { copyEventLink, copyLinks, openInWindow } from '../../store/layout-actions.ts';
import { selectEvent } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { ContextMenuArea } from '../../ui/ContextMenuArea.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';

type EventMenuProps = {
  readonly className: string | undefined;
  /** The picked event, for the keyboard. */
  readonly selected: number | null;
  readonly children: ReactNode;
};

/** Around the rows. */
export function EventMenu({ className, selected, children }: EventMenuProps) {
  const entriesAt = (target: HTMLElement): readonly MenuEntry[] => {
    const row = target.closest('[id^="event-"]');
    const index = row === null ? selected : Number(row.id.slice('event-'.length));
    if (index !== null) selectEvent(index);
    return [...(index === null ? [] : eventEntries(index)), ...exchangeEntries()];
  };
  return (
    <ContextMenuArea label="Event" className={className} entriesAt={entriesAt}>
      {children}
    </ContextMenuArea>
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
