/** Everything that can be done in the window as commands with a title: what the palette offers, given the state. */
import type { ExportFormat } from '../../../shared/export/export-formats.ts';
import type { Upstream } from '../../../shared/model/upstream.ts';
import {
  changeListView,
  clearExchanges,
  focusFilter,
  removeExchanges,
  sendSample,
  setFilterText,
  showAll,
  showPanel,
  toggleCapturing,
  toggleSavedFilter,
  updateSettings,
  zoomClock,
} from '../../store/actions.ts';
import { chooseCapture, recordInto, takeBack, viewCapture, viewedIds } from '../../store/capture-actions.ts';
import { pickToCompare } from '../../store/compare-actions.ts';
import { exportConversation } from '../../store/conversation-actions.ts';
import { openDoctor } from '../../store/doctor-actions.ts';
import { importFiles } from '../../store/import-actions.ts';
import {
  copyEventLink,
  copyLinks,
  openInWindow,
  openMainWindow,
  showDetailAt,
  showInList,
  zoomWindow,
} from '../../store/layout-actions.ts';
import { detailPlaces } from '../../store/layout-preferences.ts';
import { groupings } from '../../store/list-groups.ts';
import { meantIds, togglePinned, writeNote } from '../../store/mark-actions.ts';
import { closeExchange, exportExchanges } from '../../store/open-actions.ts';
import { changeSpeed, showNow, togglePlaying } from '../../store/playback.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { selectIsElsewhere } from '../../store/selectors.ts';
import { openExport } from '../../store/sharing-actions.ts';
import type { State } from '../../store/store.ts';
import { useStore } from '../../store/store.ts';
import { startTour } from '../../store/tour-actions.ts';
import { setActiveEndpoint, setUpstreamEnabled } from '../../store/upstream-actions.ts';
import { pressInSheet } from '../exchange/use-exchange-keys.ts';

export type PaletteCommand = {
  readonly title: string;
  /** As `shortcutText` reads it. */
  readonly keys?: string;
  readonly run: () => void;
};

export type GroupedCommand = PaletteCommand & {
  /** What it acts on: the name above its neighbours while nothing is looked for. */
  readonly group: string;
};

/** What can be done now, in the order in which an empty query shows it. */
export function commandsOf(state: State): readonly GroupedCommand[] {
  const groups: readonly (readonly [group: string, commands: readonly PaletteCommand[]])[] = [
    ['Exchange', state.openExchange ? exchangeCommands(state.openExchange.id, selectIsElsewhere(state)) : []],
    ['List', state.windowRole.kind === 'main' ? listCommands(state) : []],
    ['Filters', filterCommands(state)],
    ['Captures', captureCommands(state)],
    ['Window', [...windowCommands(state), ...layoutCommands(state)]],
    ['Upstreams', (state.settings?.upstreams ?? []).flatMap(upstreamCommands)],
  ];
  return groups.flatMap(([group, commands]) => commands.map((command) => ({ ...command, group })));
}

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['markdown', 'Markdown transcript'],
  ['json', 'JSON'],
  ['har', 'HAR'],
  ['curl', 'cURL'],
  ['raw', 'raw response body'],
];

function exchangeCommands(id: string, isElsewhere: boolean): readonly PaletteCommand[] {
  const press = (title: string, key: string, shown = key.toUpperCase()): PaletteCommand => ({
    title,
    keys: shown,
    run: () => pressInSheet(key),
  });
  // A sheet in another window hears its own keys only.
  const ofSheet = [
    press('Show the stream', '1'),
    press('Show the request', '2'),
    press('Show the conversation', '3'),
    press('Show the wire', '4'),
    press('Inspector', 'i'),
    press('Fold or unfold reasoning', 'r'),
    { title: 'Play back or pause', keys: 'Space', run: togglePlaying },
    { title: 'Play back slower', keys: ',', run: () => changeSpeed(-1) },
    { title: 'Play back faster', keys: '.', run: () => changeSpeed(1) },
    press('Go to the start of the stream', 'Home', 'Home'),
    { title: 'Back to now', keys: 'End', run: showNow },
    press('Next stall', 's'),
    press('Next error or finding', 'e'),
    { title: 'Find in this exchange', keys: 'Mod F', run: find },
  ];
  return [
    ...(isElsewhere ? [] : ofSheet),
    ...linkCommands(id),
    { title: 'Compare with another exchange', run: () => pickToCompare(id) },
    { title: 'Export this exchange, all formats…', run: () => void openExport([id]) },
    { title: 'Export its conversation…', run: () => void exportConversation(id) },
    ...formats.flatMap(([format, name]): readonly PaletteCommand[] => [
      { title: `Copy as ${name}`, run: () => void exportExchanges({ ids: [id], format, target: 'clipboard' }) },
      { title: `Save as ${name}…`, run: () => void exportExchanges({ ids: [id], format, target: 'file' }) },
    ]),
    { title: 'Pin, or let go', keys: 'P', run: () => void togglePinned(meantIds()) },
    { title: 'Note…', run: () => writeNote(meantIds()) },
    { title: 'Delete', keys: 'Del', run: () => void removeExchanges(meantIds()) },
    { title: 'Close this exchange', keys: 'Esc', run: () => void closeExchange() },
  ];
}

function linkCommands(id: string): readonly PaletteCommand[] {
  const { openExchange: open, windowRole } = useStore.getState();
  const event = open?.selection.kind === 'event' ? open.selection.index : null;
  return [
    {
      title: 'Copy link to this exchange',
      ...(event === null ? { keys: linkKeys } : {}),
      run: () => void copyLinks([id]),
    },
    ...(event === null
      ? []
      : [{ title: `Copy link to event ${event}`, keys: linkKeys, run: () => void copyEventLink(event) }]),
    { title: 'Open in its own window', keys: 'Shift Enter', run: () => void openInWindow(id) },
    ...(windowRole.kind === 'main' ? [] : [{ title: 'Show in the list', run: () => void showInList(id) }]),
  ];
}

const linkKeys = 'Mod Shift C';

const placeWords = {
  right: 'Exchange to the right of the list',
  below: 'Exchange below the list',
  window: 'Exchange in a window of its own',
} as const;

function layoutCommands({ layout, windowRole }: State): readonly PaletteCommand[] {
  const places = detailPlaces.filter((place) => place !== layout.detail);
  return [
    ...(windowRole.kind === 'main'
      ? places.map((place) => ({ title: placeWords[place], keys: 'D', run: () => showDetailAt(place) }))
      : []),
    ...(windowRole.kind === 'detail'
      ? [{ title: 'Back beside the list', keys: 'D', run: () => showDetailAt('right') }]
      : []),
    { title: 'New window', keys: 'Mod N', run: () => void openMainWindow() },
    { title: 'Zoom in', keys: 'Mod +', run: () => void zoomWindow(1) },
    { title: 'Zoom out', keys: 'Mod -', run: () => void zoomWindow(-1) },
    { title: 'Zoom as drawn', keys: 'Mod 0', run: () => void zoomWindow(0) },
  ];
}

function find(): void {
  useStore.setState((state) => ({ findRequests: state.findRequests + 1 }));
}

function listCommands(state: State): readonly PaletteCommand[] {
  const { density } = state.listView;
  const isFiltered = state.filterText !== '' || state.timeFilter !== null;
  return [
    { title: 'Filter the list', keys: '/', run: focusFilter },
    ...(isFiltered ? [{ title: 'Show all exchanges', run: showAll }] : []),
    {
      title: state.listView.isOverviewOpen ? 'Hide the agents below the list' : 'Show the agents below the list',
      run: () => changeListView({ isOverviewOpen: !state.listView.isOverviewOpen }),
    },
    ...(state.clockZoom ? [{ title: 'Lanes: fit what is visible', run: () => zoomClock(null) }] : []),
    ...(state.pendingClear
      ? [{ title: state.pendingClear.isAll ? 'Undo clearing the list' : 'Undo deleting', run: () => void takeBack() }]
      : []),
    { title: 'Clear the list', run: () => void clearExchanges() },
    {
      title: state.viewedCapture ? 'Export this capture…' : 'Export all exchanges…',
      run: () => void viewedIds().then(openExport),
    },
    { title: 'Import files…', run: () => void importFiles(null) },
    ...groupings
      .filter((other) => other !== state.listView.grouping)
      .map((grouping) => ({
        title: grouping === 'none' ? 'Group by nothing' : `Group by ${grouping}`,
        run: () => changeListView({ grouping }),
      })),
    ...(['auto', 'two-line', 'one-line'] as const)
      .filter((other) => other !== density)
      .map((other) => ({ title: `Rows: ${densityWords[other]}`, run: () => changeListView({ density: other }) })),
    ...(['newest-first', 'newest-last'] as const)
      .filter((order) => order !== state.settings?.listOrder)
      .map((listOrder) => ({
        title: listOrder === 'newest-first' ? 'Order: newest at the top' : 'Order: newest at the bottom',
        run: () => void updateSettings({ listOrder }),
      })),
  ];
}

function captureCommands({ captures, viewedCapture, recordedCapture }: State): readonly PaletteCommand[] {
  return [
    { title: 'Captures…', run: () => showPanel('captures') },
    { title: 'Put into a capture…', run: () => meantIds().length > 0 && chooseCapture(meantIds()) },
    ...(viewedCapture ? [{ title: 'Back to everything', run: () => void viewCapture(null) }] : []),
    ...(recordedCapture
      ? [{ title: `Stop recording into ${recordedCapture.name}`, run: () => void recordInto(null) }]
      : []),
    ...captures
      .filter(({ number }) => number !== viewedCapture?.number)
      .map((capture) => ({ title: `Open capture: ${capture.name}`, run: () => void viewCapture(capture) })),
    ...captures
      .filter(({ name }) => name !== recordedCapture?.name)
      .map(({ name }) => ({ title: `Record into capture: ${name}`, run: () => void recordInto(name) })),
  ];
}

function filterCommands({ settings, filterText }: State): readonly PaletteCommand[] {
  const saved = settings?.savedFilters ?? [];
  const isSaved = saved.some(({ text }) => text === filterText);
  return [
    ...(filterText.trim() !== '' && !isSaved
      ? [{ title: 'Save this filter', run: () => void toggleSavedFilter(filterText) }]
      : []),
    ...(saved.length > 0 ? [{ title: 'Saved filters: rename, delete…', run: () => showPanel('filters') }] : []),
    ...saved.map(({ name, text }) => ({ title: `Filter: ${name}`, run: () => setFilterText(text) })),
  ];
}

const densityWords = {
  auto: 'one line when there are many',
  'two-line': 'two lines',
  'one-line': 'one line, with columns',
} as const;

function windowCommands(state: State): readonly PaletteCommand[] {
  const isOn = state.captureStatus.isCapturing;
  return [
    { title: isOn ? 'Pause capture' : 'Resume capture', keys: 'Mod Shift P', run: () => void toggleCapturing() },
    { title: 'Upstreams', keys: 'U', run: () => showPanel('upstreams') },
    { title: 'Connect a client', keys: 'C', run: () => showPanel('connect') },
    { title: 'Send sample requests', run: () => void sendSample() },
    { title: 'Start a program…', run: () => void watchProgram(null) },
    { title: 'Interception…', run: () => showPanel('interception') },
    { title: 'Doctor…', run: () => void openDoctor() },
    { title: 'Settings…', keys: 'Mod ,', run: () => showPanel('settings') },
    { title: 'Tour of the window', run: startTour },
    { title: 'All keys', keys: '?', run: () => showPanel('keys') },
    ...(['system', 'light', 'dark'] as const)
      .filter((theme) => theme !== state.settings?.theme)
      .map((theme) => ({
        title: theme === 'system' ? 'Theme: as the system' : `Theme: ${theme}`,
        run: () => void updateSettings({ theme }),
      })),
  ];
}

function upstreamCommands({ name, title, isEnabled, endpoints, activeEndpoint }: Upstream): readonly PaletteCommand[] {
  return [
    {
      title: `${isEnabled ? 'Switch off' : 'Switch on'} ${title}`,
      run: () => void setUpstreamEnabled(name, !isEnabled),
    },
    ...endpoints
      .filter((endpoint) => endpoint.name !== activeEndpoint)
      .map((endpoint) => ({
        title: `${title}: serve by ${endpoint.name}`,
        run: () => void setActiveEndpoint(name, endpoint.name),
      })),
  ];
}
