/**
 * All windows of the app: opens, finds, remembers and closes them, and sends each what it needs. Holds what the main process
 * knows of a window; all of it goes when the window goes.
 */
import { app, type BrowserWindow, screen } from 'electron';
import type { PayloadOf, PushName } from '../../shared/ipc/contract.ts';
import type { ExchangePlace, WindowKind, WindowRole } from '../../shared/model/app-window.ts';
import { emit } from '../ipc/typed-ipc.ts';
import { dressWindow, openWindow, type WindowFiles } from './window.ts';
import type { WindowMemory } from './window-memory.ts';
import { cascadeFrom, drawnSizes, freeSlot, mostExchangeWindows } from './window-slots.ts';
import { nextZoom } from './zoom-steps.ts';

export type WindowSetOptions = {
  readonly files: WindowFiles;
  readonly memory: WindowMemory;
  readonly onOpen: (window: BrowserWindow) => void;
  readonly onGone: (windowId: number) => void;
  /** Asked before the last one closes by a hand; false keeps it open. */
  readonly mayCloseLast: (window: BrowserWindow) => boolean;
};

/** All windows, those with a list, all but one, or one. */
export type PushTarget = 'all' | 'main' | { readonly allBut: number } | number;

/** Windows are named by the id of their page. */
export type WindowSet = {
  readonly openMain: () => void;
  readonly openExchange: (place: ExchangePlace) => void;
  /** What was open when the app ended; a main window at least. */
  readonly restore: (hasExchange: (id: string) => Promise<boolean>) => Promise<void>;
  /** The window that shows what is chosen in the list of `ownerId`. */
  readonly showDetail: (ownerId: number, place: ExchangePlace | null, isFocused: boolean) => void;
  /** By its owner or by itself. */
  readonly closeDetail: (windowId: number) => void;
  /** Shows it in the front main window, which is brought forward; null only brings it forward. Opens one where there is none. */
  readonly showInMain: (place: ExchangePlace | null) => void;
  /** The page of this window begins. Null: it is none of ours. */
  readonly begin: (windowId: number) => WindowRole | null;
  /** What it shows now; of windows without a list. */
  readonly shows: (windowId: number, place: ExchangePlace) => void;
  readonly watchProgram: (windowId: number, id: string) => void;
  readonly zoom: (windowId: number, step: -1 | 0 | 1) => number;
  readonly isOurs: (windowId: number) => boolean;
  /** The window that has, or last had, the focus. */
  readonly front: () => BrowserWindow | null;
  readonly frontId: () => number | null;
  readonly count: () => number;
  readonly push: <Name extends PushName>(name: Name, payload: PayloadOf<Name>, to: PushTarget) => void;
  /** The same, to those who look at the output of this program. */
  readonly pushOutput: (payload: PayloadOf<'programs.output'>) => void;
};

type Entry = {
  readonly id: number;
  readonly window: BrowserWindow;
  readonly kind: WindowKind;
  readonly slot: string;
  /** Of a detail window. */
  readonly ownerId: number | null;
  shows: ExchangePlace | null;
  watchedProgram: string | null;
  hasBegun: boolean;
  zoom: number;
  /** Dresses it anew. */
  dress: () => void;
};

/** No window is open yet. */
export function createWindowSet(options: WindowSetOptions): WindowSet {
  const { memory } = options;
  /** In order of opening. */
  const entries = new Map<number, Entry>();
  /** Ids in order of focus, the last one at the end. */
  let focused: number[] = [];
  let isQuitting = false;

  const all = (): readonly Entry[] => [...entries.values()];
  const front = (): Entry | null => entries.get(focused.at(-1) ?? -1) ?? all().at(-1) ?? null;
  const frontMain = (): Entry | null => {
    const byFocus = focused.map((id) => entries.get(id)).filter((entry) => entry?.kind === 'main');
    return byFocus.at(-1) ?? all().findLast(({ kind }) => kind === 'main') ?? null;
  };
  const detailOf = (ownerId: number): Entry | null => all().find((entry) => entry.ownerId === ownerId) ?? null;
  const keepOpen = (): void => {
    const kept = all().filter(({ kind, shows }) => kind === 'main' || (kind === 'exchange' && shows !== null));
    memory.keepOpen(
      kept.map(({ slot, kind, shows }) => ({ slot, shows: kind === 'main' ? null : (shows?.id ?? null) })),
    );
  };
  const bringForward = ({ window }: Entry): void => {
    if (window.isMinimized()) window.restore();
    // One that has not painted yet shows itself.
    if (window.isVisible()) window.focus();
  };
  const open = (kind: WindowKind, shows: ExchangePlace | null, ownerId: number | null, wanted?: string): Entry => {
    const slot = wanted ?? freeSlot(kind, new Set(all().map((entry) => entry.slot)));
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const place = memory.placeOf(slot, screens);
    const from = front()?.window.getNormalBounds();
    const size = from
      ? cascadeFrom(from, drawnSizes[kind], screen.getDisplayMatching(from).workArea)
      : drawnSizes[kind];
    const zoom = memory.zoomOf(slot);
    const window = openWindow(options.files, { place, size, zoom });
    const { id } = window.webContents;
    const entry: Entry = {
      id,
      window,
      kind,
      slot,
      ownerId,
      shows,
      watchedProgram: null,
      hasBegun: false,
      zoom,
      dress: () => {},
    };
    entries.set(id, entry);
    follow(entry);
    options.onOpen(window);
    return entry;
  };
  const follow = (entry: Entry): void => {
    const { id, window, slot } = entry;
    entry.dress = dressWindow(window, () => entry.zoom).update;
    // Not sooner: a page that is zoomed while it is made stops painting (seen in Electron 33).
    window.webContents.on('dom-ready', () => {
      if (entry.zoom !== 1) emit(window.webContents, 'window.zoom', entry.zoom);
    });
    window.on('focus', () => {
      focused = [...focused.filter((other) => other !== id), id];
    });
    window.on('close', (event) => {
      memory.keepPlace(slot, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
      const isLast = all().every((other) => other === entry || other.ownerId === id);
      if (isQuitting || !isLast) return;
      if (options.mayCloseLast(window)) keepOpen();
      else event.preventDefault();
    });
    window.on('closed', () => forget(entry));
  };
  const forget = ({ id, ownerId }: Entry): void => {
    entries.delete(id);
    focused = focused.filter((other) => other !== id);
    options.onGone(id);
    detailOf(id)?.window.close();
    const owner = ownerId === null ? undefined : entries.get(ownerId);
    if (owner && !isQuitting) emit(owner.window.webContents, 'window.detailClosed', null);
  };
  const show = (entry: Entry, place: ExchangePlace | null): void => {
    // A page that has not begun yet is told by its beginning.
    if (!entry.hasBegun || entry.kind !== 'main') entry.shows = place;
    if (entry.hasBegun) emit(entry.window.webContents, 'window.show', place);
  };
  app.on('before-quit', () => {
    if (!isQuitting && entries.size > 0) keepOpen();
    isQuitting = true;
  });

  return {
    openMain: () => void open('main', null, null),
    openExchange: (place) => {
      const known = all().filter(({ kind }) => kind === 'exchange');
      const same = known.find(({ shows }) => shows?.id === place.id);
      const used = same ?? (known.length >= mostExchangeWindows ? known[0] : undefined);
      if (used === undefined) return void open('exchange', place, null);
      show(used, place);
      bringForward(used);
    },
    restore: async (hasExchange) => {
      const mains = memory.open().filter(({ shows }) => shows === null);
      open('main', null, null);
      for (const { slot } of mains.filter((other) => other.slot.startsWith('main-'))) open('main', null, null, slot);
      for (const { slot, shows } of memory.open()) {
        if (shows !== null && (await hasExchange(shows))) open('exchange', { id: shows, event: null }, null, slot);
      }
    },
    showDetail: (ownerId, place, isFocused) => {
      const owner = entries.get(ownerId);
      if (owner?.kind !== 'main') return;
      const known = detailOf(ownerId);
      if (known) show(known, place);
      else open('detail', place, ownerId);
      if (known && isFocused) bringForward(known);
    },
    closeDetail: (windowId) => {
      const entry = entries.get(windowId);
      const detail = entry?.kind === 'detail' ? entry : detailOf(windowId);
      detail?.window.close();
    },
    showInMain: (place) => {
      const entry = frontMain() ?? open('main', null, null);
      if (place !== null) show(entry, place);
      bringForward(entry);
    },
    begin: (windowId) => {
      const entry = entries.get(windowId);
      if (entry === undefined) return null;
      const { kind, slot, shows } = entry;
      entry.hasBegun = true;
      entry.watchedProgram = null;
      if (kind === 'main') entry.shows = null;
      return { kind, slot, shows };
    },
    shows: (windowId, place) => {
      const entry = entries.get(windowId);
      if (entry && entry.kind !== 'main') entry.shows = place;
    },
    watchProgram: (windowId, id) => {
      const entry = entries.get(windowId);
      if (entry) entry.watchedProgram = id;
    },
    zoom: (windowId, step) => {
      const entry = entries.get(windowId);
      if (entry === undefined) return 1;
      entry.zoom = nextZoom(entry.zoom, step);
      memory.keepZoom(entry.slot, entry.zoom);
      entry.dress();
      emit(entry.window.webContents, 'window.zoom', entry.zoom);
      return entry.zoom;
    },
    isOurs: (windowId) => entries.has(windowId),
    front: () => front()?.window ?? null,
    frontId: () => front()?.id ?? null,
    count: () => entries.size,
    push: (name, payload, to) => {
      for (const { id, kind, window } of entries.values()) {
        const isMeant = typeof to === 'object' ? id !== to.allBut : [id, kind, 'all'].includes(to);
        if (isMeant) emit(window.webContents, name, payload);
      }
    },
    pushOutput: (payload) => {
      for (const { watchedProgram, window } of entries.values()) {
        if (watchedProgram === payload.id) emit(window.webContents, 'programs.output', payload);
      }
    },
  };
}
