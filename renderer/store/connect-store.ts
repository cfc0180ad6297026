/** Connects the store to the main process once, at start: bootstrap, batches, pushes. */
import type { CaptureBatch, PayloadOf } from '../../shared/ipc/contract.ts';
import { bridge } from '../bridge.ts';
import { noteLateness, noteTraffic } from '../lib/beat.ts';
import { tickWithRows } from '../lib/use-now.ts';
import {
  addNotice,
  applyProxyStatus,
  applySettings,
  clearExchanges,
  focusFilter,
  showPanel,
  toggleCapturing,
} from './actions.ts';
import { createBatchPacer } from './batch-pacer.ts';
import { applyCaptures, loadCaptures, viewedIds } from './capture-actions.ts';
import { reduceBatch, withRows } from './ingest.ts';
import { applyAuthority } from './interception-actions.ts';
import { copyPickedLink, openInWindow, showDetailAt, showPlace, takeDetailBack } from './layout-actions.ts';
import { readLayout } from './layout-preferences.ts';
import { readListView } from './list-preferences.ts';
import { applyMarks, loadMarks } from './mark-actions.ts';
import { fillHoles, markDeleted, openExchange } from './open-actions.ts';
import { missingFrom } from './open-exchange.ts';
import { applyProgram, applyProgramOutput, watchProgram } from './program-actions.ts';
import { openExport } from './sharing-actions.ts';
import { useStore } from './store.ts';

/** Subscribes first and asks then, so that nothing falls between; returns when the first paint may happen. */
export async function connectStore(): Promise<void> {
  const { on, invoke } = bridge();
  on('capture.batch', (json) => {
    const batch = JSON.parse(json) as CaptureBatch;
    watchLateness(batch);
    if (batch.status) noteTraffic(batch.status.eventsPerSecond);
    pacer.push(batch);
  });
  on('proxy.status', applyProxyStatus);
  on('settings.changed', applySettings);
  on('app.notice', addNotice);
  on('interception.authority', applyAuthority);
  on('programs.changed', applyProgram);
  on('programs.output', applyProgramOutput);
  on('marks.changed', applyMarks);
  on('captures.changed', applyCaptures);
  on('window.show', (place) => void showPlace(place));
  on('window.detailClosed', takeDetailBack);
  on('app.action', (action) => menuActions[action]());
  const bootstrap = await invoke('app.bootstrap', null);
  applySettings(bootstrap.settings);
  useStore.setState((state) => ({
    // Rows that a batch brought meanwhile are newer than the bootstrap's.
    ...withRows(
      state,
      bootstrap.exchanges.filter((summary) => !state.rows.has(summary.id)),
    ),
    hasOlder: bootstrap.hasOlder,
    version: bootstrap.version,
    platform: bootstrap.platform,
    proxy: bootstrap.proxy,
    hasTrayHost: bootstrap.hasTrayHost,
    programs: new Map([...bootstrap.programs.map((program) => [program.id, program] as const), ...state.programs]),
    captureStatus: bootstrap.capture,
    notices: [...state.notices, ...bootstrap.notices],
    windowRole: bootstrap.window,
    layout: readLayout(bootstrap.window.slot),
    listView: readListView(bootstrap.window.slot),
    isReady: true,
  }));
  void loadMarks();
  void loadCaptures();
  if (bootstrap.window.shows !== null) void showPlace(bootstrap.window.shows);
}

const pacer = createBatchPacer<CaptureBatch>({
  flush: ingest,
  now: () => performance.now(),
  setTimer: (callback, ms) => void setTimeout(callback, ms),
});

/** Events of a stream that runs say how late the window is. */
function watchLateness({ open }: CaptureBatch): void {
  const newest = open[0]?.events.at(-1);
  if (newest !== undefined) noteLateness(Date.now() - newest.receivedAt, performance.now());
}

/** Batches in the store that capture was not told of. */
let untold = 0;
/** Fewer than may be on their way (`mostOnTheirWay` of capture): each telling wakes the main process, which has better things to do. */
const tellAfter = 3;

function tellTaken(count: number): void {
  untold += count;
  if (untold < tellAfter) return;
  void bridge().invoke('capture.taken', { count: untold });
  untold = 0;
}

function ingest(batches: readonly CaptureBatch[]): void {
  tellTaken(batches.length);
  const before = useStore.getState();
  let state = before;
  for (const batch of batches) state = { ...state, ...reduceBatch(state, batch) };
  useStore.setState(state);
  if (state.rows !== before.rows) tickWithRows();
  const { openExchange: open, order } = state;
  // The very first exchange opens by itself: what the welcome page promised is now to be seen. Of several the newest, which
  // stands at the end that the list follows.
  const isList = state.windowRole.kind === 'main';
  const isFirst = before.order.length === 0 && !state.isViewLoading;
  const newest = order.at(-1);
  if (isList && isFirst && open === null && newest !== undefined) void openExchange(newest);
  // Deleted in another window.
  if (open && batches.some(({ removed }) => removed.includes(open.id))) {
    if (isList) void openExchange(null);
    else markDeleted(open.id);
  }
  if (open && !open.isLoading && missingFrom(open) !== null) void fillHoles(open.id);
  // For whoever measures how late we are (bench/support/page-watch.ts).
  dispatchEvent(new Event('wirelens-stored'));
}

const menuActions: Readonly<Record<PayloadOf<'app.action'>, () => void>> = {
  filter: focusFilter,
  find: () => useStore.setState((state) => ({ findRequests: state.findRequests + 1 })),
  clear: () => void clearExchanges(),
  export: () => void exportOpen(),
  upstreams: () => showPanel('upstreams'),
  connect: () => showPanel('connect'),
  settings: () => showPanel('settings'),
  interception: () => showPanel('interception'),
  program: () => void watchProgram(null),
  'toggle-capture': () => void toggleCapturing(),
  'open-in-window': () => void openInWindow(useStore.getState().openExchange?.id),
  'copy-link': () => void copyPickedLink(),
  'detail-right': () => showDetailAt('right'),
  'detail-below': () => showDetailAt('below'),
  'detail-window': () => showDetailAt('window'),
};

async function exportOpen(): Promise<void> {
  const id = useStore.getState().openExchange?.id;
  await openExport(id ? [id] : await viewedIds());
}
