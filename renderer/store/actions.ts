/** What the user can do in the shell and the list. Actions call the bridge and set the store; components never do either. */
import type { SettingsChange } from '../../shared/ipc/command-payloads.ts';
import type { PayloadOf, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { Settings, ThemeChoice } from '../../shared/model/settings.ts';
import { bridge } from '../bridge.ts';
import type { ClearedCapture } from './capture-slice.ts';
import type { TimeRange } from './filter-slice.ts';
import { withRows } from './ingest.ts';
import { type ListView, writeListView } from './list-preferences.ts';
import { openExchange } from './open-actions.ts';
import type { ConnectWay, Panel } from './shell-slice.ts';
import { useStore } from './store.ts';
import { searchSoon } from './text-search.ts';

const { getState: get, setState: set } = useStore;
const pageOfRows = 500;
/** How long a clear can be taken back, ms (main keeps it for 30 s). */
const undoMs = 10_000;

/** Opens `panel`, or closes the one that is open with null. */
export function showPanel(panel: Panel | null): void {
  set({ panel });
}

/** Opens `panel`, or closes it where it is open. */
export function togglePanel(panel: Panel): void {
  set((state) => ({ panel: state.panel === panel ? null : panel }));
}

/** Opens the connect panel, or stays in it, at this way. */
export function showConnect(connectWay: ConnectWay): void {
  set({ panel: 'connect', connectWay });
}

/** Below 900 wide: shows or hides the list. */
export function showDrawer(isDrawerOpen: boolean): void {
  set({ isDrawerOpen });
}

/** Puts the focus into the filter field. */
export function focusFilter(): void {
  set((state) => ({ filterFocusRequests: state.filterFocusRequests + 1 }));
}

/** Filters the list by a text (language: shared/filter); its words are looked for in full texts a moment later. */
export function setFilterText(filterText: string): void {
  set({ filterText });
  searchSoon();
}

/** Keeps a filter under its own text, or lets it go. Resolves to a sentence when it could not be saved. */
export function toggleSavedFilter(text: string): Promise<string | null> {
  const saved = get().settings?.savedFilters ?? [];
  const others = saved.filter((filter) => filter.text !== text);
  const savedFilters = others.length < saved.length ? others : [...saved, { name: text.slice(0, 200), text }];
  return updateSettings({ savedFilters });
}

/** Gives a saved filter another name. Resolves to a sentence when it could not be saved. */
export function renameSavedFilter(text: string, name: string): Promise<string | null> {
  const saved = get().settings?.savedFilters ?? [];
  return updateSettings({ savedFilters: saved.map((filter) => (filter.text === text ? { name, text } : filter)) });
}

/** Shows only exchanges that touch `timeFilter`; null shows all. */
export function setTimeFilter(timeFilter: TimeRange | null): void {
  set({ timeFilter });
}

/** Shows only this stretch of time, on the lanes' clock too; null shows all. */
export function showStretch(stretch: TimeRange | null): void {
  set({ timeFilter: stretch, clockZoom: stretch });
}

/** Lets every filter of the list go. */
export function showAll(): void {
  setFilterText('');
  showStretch(null);
}

/** Zooms the lanes' clock; null lets it fit what is visible. */
export function zoomClock(clockZoom: TimeRange | null): void {
  set({ clockZoom });
}

/** Folds or unfolds the rows of one program. */
export function toggleGroup(key: string): void {
  set((state) => {
    const foldedGroups = new Set(state.foldedGroups);
    if (!foldedGroups.delete(key)) foldedGroups.add(key);
    return { foldedGroups };
  });
}

/** Changes and remembers how the list looks. */
export function changeListView(change: Partial<ListView>): void {
  const listView = { ...get().listView, ...change };
  set({ listView });
  writeListView(get().windowRole.slot, listView);
}

/** Lets a notice go. */
export function dismissNotice(id: string): void {
  set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Says something in the notice bar; a notice with the same id is replaced. */
export function addNotice(notice: PayloadOf<'app.notice'>): void {
  set((state) => ({ notices: [...state.notices.filter((known) => known.id !== notice.id), notice] }));
}

/** Starts or stops recording; traffic flows on either way. */
export async function setCapturing(isEnabled: boolean): Promise<void> {
  set({ captureStatus: await bridge().invoke('capture.setEnabled', { isEnabled }) });
}

/** Records when paused, pauses when recording. */
export function toggleCapturing(): Promise<void> {
  return setCapturing(!get().captureStatus.isCapturing);
}

/** Hides all ended exchanges that are not pinned, of the viewed capture where one is; can be taken back for 10 s. */
export async function clearExchanges(): Promise<void> {
  const { viewedCapture } = get();
  if (viewedCapture === null) return removeExchanges(null);
  const ids = await bridge().invoke('captures.ids', { name: viewedCapture.name });
  const { marks } = get();
  await removeExchanges(ids.filter((id) => !marks.get(id)?.isPinned));
}

/**
 * Deletes these (or, null, all unpinned) exchanges, as far as they have ended; can be taken back for 10 s, together with
 * the `capture` that they were.
 */
export async function removeExchanges(
  ids: readonly ExchangeId[] | null,
  capture: ClearedCapture | null = null,
): Promise<void> {
  const { token, count } = await bridge().invoke('exchanges.clear', { ids });
  if (count === 0) return;
  const { rows: known, order: knownOrder, openExchange: open, hasOlder: hadOlder } = get();
  const chosen = ids === null ? null : new Set(ids);
  const isGone = (id: ExchangeId): boolean => (chosen === null ? !get().marks.get(id)?.isPinned : chosen.has(id));
  const order = knownOrder.filter((id) => known.get(id)?.phase !== 'ended' || !isGone(id));
  const rows = new Map(
    order.flatMap((id) => {
      const row = known.get(id);
      return row ? [[id, row] as const] : [];
    }),
  );
  const isOpenGone = open !== null && !rows.has(open.id);
  const pendingClear = { token, count, hadOlder, isAll: chosen === null, until: Date.now() + undoMs, capture };
  const emptied = chosen === null ? { hasOlder: false, timeFilter: null, clockZoom: null } : {};
  set({ rows, order, pendingClear, picked: new Set(), ...emptied });
  if (isOpenGone) await openExchange(null);
  setTimeout(() => {
    if (get().pendingClear === pendingClear) set({ pendingClear: null });
  }, undoMs);
}

/** Brings back what the last clear hid. Gives the capture that has to be made again, for whoever can. */
export async function undoClear(): Promise<ClearedCapture | null> {
  const pending = get().pendingClear;
  if (!pending) return null;
  set({ pendingClear: null });
  const summaries = await bridge().invoke('exchanges.undoClear', { token: pending.token });
  set((state) => ({
    ...withRows(state, summaries),
    hasOlder: pending.hadOlder || state.hasOlder || summaries.length < pending.count,
  }));
  return pending.capture;
}

/** Lets the offer to take a clear back go. */
export function forgetClear(): void {
  set({ pendingClear: null });
}

/** The next page of older exchanges, once at a time. */
export async function loadOlder(): Promise<void> {
  const { hasOlder, isLoadingOlder, order } = get();
  if (!hasOlder || isLoadingOlder) return;
  set({ isLoadingOlder: true });
  try {
    const before = order[0] ?? null;
    const { viewedCapture } = get();
    const capture = viewedCapture?.name ?? null;
    const page = await bridge().invoke('exchanges.list', { before, limit: pageOfRows, capture });
    if (get().viewedCapture !== viewedCapture) return;
    set((state) => ({ ...withRows(state, page), hasOlder: page.length === pageOfRows }));
  } finally {
    set({ isLoadingOlder: false });
  }
}

/** Puts text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  await bridge().invoke('app.copy', { text });
}

/** A minute of varied streams from the built-in sample upstream. Resolves to a sentence when it cannot be sent. */
export async function sendSample(): Promise<string | null> {
  const result = await bridge().invoke('sample.send', null);
  return result.ok ? null : result.error.message;
}

/** Changes settings. Resolves to a sentence when the change was refused. */
export async function updateSettings(change: SettingsChange): Promise<string | null> {
  const result = await bridge().invoke('settings.update', change);
  if (!result.ok) return result.error.message;
  applySettings(result.value);
  return null;
}

/** Takes settings as they are now in the main process. */
export function applySettings(settings: Settings): void {
  set({ settings });
  applyTheme(settings.theme);
}

/** Takes the listening state as it is now in the main process. */
export function applyProxyStatus(proxy: ProxyStatus): void {
  set({ proxy });
}

function applyTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
