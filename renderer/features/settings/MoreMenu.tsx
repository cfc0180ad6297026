/** The `…` menu of the title bar: theme, order and density of the list, export, clear, settings. */
import type { Settings, ThemeChoice } from '../../../shared/model/settings.ts';
import { shortcutText } from '../../lib/shortcut.ts';
import { clearExchanges, showPanel, updateSettings } from '../../store/actions.ts';
import { viewedIds } from '../../store/capture-actions.ts';
import { openDoctor } from '../../store/doctor-actions.ts';
import { importFiles } from '../../store/import-actions.ts';
import { openMainWindow, showDetailAt } from '../../store/layout-actions.ts';
import type { DetailPlace } from '../../store/layout-preferences.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { openExport } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import { startTour } from '../../store/tour-actions.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { densityEntry, groupingEntry } from '../list/list-menu.ts';

/** The button and its menu. */
export function MoreMenu() {
  const settings = useStore((state) => state.settings);
  const platform = useStore((state) => state.platform);
  const view = useStore((state) => state.listView);
  const detail = useStore((state) => state.layout.detail);
  const hasExchanges = useStore((state) => state.order.length > 0);
  const isViewing = useStore((state) => state.viewedCapture !== null);
  if (!settings) return null;
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      title: isViewing ? 'Export this capture…' : 'Export all exchanges…',
      isDisabled: !hasExchanges,
      onSelect: () => void viewedIds().then(openExport),
    },
    { kind: 'item', title: 'Import…', onSelect: () => void importFiles(null) },
    { kind: 'item', title: 'Captures…', onSelect: () => showPanel('captures') },
    { kind: 'item', title: 'Clear the list', isDisabled: !hasExchanges, onSelect: () => void clearExchanges() },
    { kind: 'line', title: 'after the list' },
    {
      kind: 'item',
      title: 'New window',
      shortcut: shortcutText('Mod N', platform),
      onSelect: () => void openMainWindow(),
    },
    { kind: 'item', title: 'Start a program…', onSelect: () => void watchProgram(null) },
    { kind: 'item', title: 'Interception…', onSelect: () => showPanel('interception') },
    { kind: 'item', title: 'Doctor…', onSelect: () => void openDoctor() },
    { kind: 'line', title: 'before settings' },
    { kind: 'item', title: 'Settings…', onSelect: () => showPanel('settings') },
    {
      kind: 'item',
      title: 'All commands…',
      shortcut: shortcutText('Mod K', platform),
      onSelect: () => showPanel('palette'),
    },
    { kind: 'item', title: 'Tour of the window', onSelect: startTour },
    { kind: 'item', title: 'Keys', shortcut: '?', onSelect: () => showPanel('keys') },
    themeChoice(settings),
    orderChoice(settings),
    detailChoice(detail),
    groupingEntry(view),
    densityEntry(view),
  ];
  return <Menu label="More" trigger={<IconButton icon="more" label="More" />} entries={entries} />;
}

function themeChoice({ theme }: Settings): MenuEntry {
  return {
    kind: 'choice',
    title: 'Theme',
    value: theme,
    options: [
      { value: 'system', title: 'As the system' },
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
    ],
    onChange: (value) => void updateSettings({ theme: value as ThemeChoice }),
  };
}

function orderChoice({ listOrder }: Settings): MenuEntry {
  return {
    kind: 'choice',
    title: 'Order',
    value: listOrder,
    options: [
      { value: 'newest-last', title: 'Newest at the bottom' },
      { value: 'newest-first', title: 'Newest at the top' },
    ],
    onChange: (value) => void updateSettings({ listOrder: value as Settings['listOrder'] }),
  };
}

function detailChoice(detail: DetailPlace): MenuEntry {
  return {
    kind: 'choice',
    title: 'Exchange',
    value: detail,
    options: [
      { value: 'right', title: 'To the right of the list' },
      { value: 'below', title: 'Below the list' },
      { value: 'window', title: 'In a window of its own' },
    ],
    onChange: (value) => showDetailAt(value as DetailPlace),
  };
}
