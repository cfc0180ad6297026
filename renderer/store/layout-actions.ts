/** What the user can do with panes and windows: sizes, the place of the exchange, windows of its own, zoom, links. */

import { writeExchangeLink } from '../../shared/links/exchange-link.ts';
import type { ExchangePlace } from '../../shared/model/app-window.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';
import { addNotice, copyText } from './actions.ts';
import { type DetailPlace, type Layout, type PaneName, writeLayout } from './layout-preferences.ts';
import { openExchange, selectEvent, showElsewhere } from './open-actions.ts';
import { beginOpenExchange } from './open-exchange.ts';
import { selectIsElsewhere } from './selectors.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;

/** Remembers how large a pane is; null: as drawn. */
export function resizePane(name: PaneName, size: number | null): void {
  const { [name]: _former, ...others } = get().layout.sizes;
  changeLayout({ sizes: size === null ? others : { ...others, [name]: Math.round(size) } });
}

/** Puts the exchange beside the list, below it, or into a window of its own, and remembers that. */
export function showDetailAt(detail: DetailPlace): void {
  const { windowRole, layout, openExchange: open } = get();
  if (windowRole.kind === 'detail') void bridge().invoke('window.closeDetail', null);
  if (windowRole.kind !== 'main' || detail === layout.detail) return;
  changeLayout({ detail, lastInside: detail === 'window' ? layout.lastInside : detail });
  if (detail === 'window') {
    if (open) {
      set({ openExchange: beginOpenExchange(open.id), isPlaying: false });
      void bridge().invoke('exchanges.close', { id: open.id });
    }
    const place = open && { id: open.id, event: open.selection.kind === 'event' ? open.selection.index : null };
    void showElsewhere(place, true);
  } else if (layout.detail === 'window') {
    void bridge().invoke('window.closeDetail', null);
    reopen();
  }
}

/** The next of the three places; from the window of its own back to the list. */
export function nextDetailPlace(): void {
  const { layout } = get();
  const next = { right: 'below', below: 'window', window: 'right' } as const;
  showDetailAt(next[layout.detail]);
}

/** The window of its own was closed: the exchange is shown beside the list again. */
export function takeDetailBack(): void {
  const { layout } = get();
  if (layout.detail !== 'window') return;
  changeLayout({ detail: layout.lastInside });
  reopen();
}

/** Shows an exchange, and the event of it that is meant; null shows none. */
export async function showPlace(place: ExchangePlace | null): Promise<void> {
  set({ compared: null });
  await openExchange(place?.id ?? null);
  if (place === null || place.event === null) return;
  if (selectIsElsewhere(get())) {
    await showElsewhere(place, true);
    return;
  }
  const open = get().openExchange;
  if (open?.id !== place.id || open.failure !== null || open.detail === null) return;
  if (place.event < open.events.length) selectEvent(place.event);
  else {
    const count = open.events.length;
    const text = `The exchange has ${count === 1 ? '1 event' : `${count} events`}; the link names number ${place.event}.`;
    addNotice({ id: 'link', tone: 'warning', title: 'There is no such event', text });
  }
}

/** Opens an exchange in a window that shows nothing else. */
export async function openInWindow(id: ExchangeId | undefined): Promise<void> {
  const open = get().openExchange;
  const isOpen = open?.id === id && open?.selection.kind === 'event';
  const event = isOpen && open.selection.kind === 'event' ? open.selection.index : null;
  if (id !== undefined) await bridge().invoke('window.openExchange', { id, event });
}

/** Brings the exchange of this window into a window with a list. */
export async function showInList(id: ExchangeId): Promise<void> {
  await bridge().invoke('window.showInMain', { id, event: null });
}

/** One more window with a list. */
export async function openMainWindow(): Promise<void> {
  await bridge().invoke('window.openMain', null);
}

/** This window larger (1), smaller (-1), or as drawn (0). */
export async function zoomWindow(step: -1 | 0 | 1): Promise<void> {
  await bridge().invoke('window.zoom', { step });
}

/** Puts `wirelens://` links to these exchanges on the clipboard, one a line. */
export function copyLinks(ids: readonly ExchangeId[]): Promise<void> {
  return copyText(ids.map((id) => writeExchangeLink({ id, event: null })).join('\n'));
}

/** The link to one event of the open exchange. */
export async function copyEventLink(event: number): Promise<void> {
  const id = get().openExchange?.id;
  if (id !== undefined) await copyText(writeExchangeLink({ id, event }));
}

/** The link to what is picked: an event, else the exchange. */
export async function copyPickedLink(): Promise<void> {
  const open = get().openExchange;
  if (open?.selection.kind === 'event') await copyEventLink(open.selection.index);
  else if (open) await copyLinks([open.id]);
}

function changeLayout(change: Partial<Layout>): void {
  const { layout, windowRole } = get();
  const next = { ...layout, ...change };
  set({ layout: next });
  writeLayout(windowRole.slot, next);
}

/** The list's choice, until now shown elsewhere. */
function reopen(): void {
  const id = get().openExchange?.id ?? null;
  set({ openExchange: null });
  void openExchange(id);
}
