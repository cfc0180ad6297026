/** How the window looks: theme, order, rows, groups, the agents below the list. Each row can be searched for. */
import type { ReactNode } from 'react';
import type { Settings, ThemeChoice } from '../../../shared/model/settings.ts';
import { changeListView, updateSettings } from '../../store/actions.ts';
import { type Grouping, groupings } from '../../store/list-groups.ts';
import type { Density, ListView } from '../../store/list-preferences.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { SettingRow } from './SettingRow.tsx';
import { hasWords } from './settings-search.ts';

const themes = [
  { value: 'system', title: 'System' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
const orders = [
  { value: 'newest-last', title: 'At the bottom' },
  { value: 'newest-first', title: 'At the top' },
] as const;
const densities = [
  { value: 'auto', title: 'Automatic' },
  { value: 'two-line', title: 'Two lines' },
  { value: 'one-line', title: 'One line' },
] as const;

/** What one may look for to find any of its rows. */
export const lookWords = 'theme dark light newest exchange order rows density lines columns group by agents overview';

type LookSectionProps = { readonly settings: Settings; readonly view: ListView; readonly query: string };

export function LookSection({ settings, view, query }: LookSectionProps) {
  const rows: readonly (readonly [title: string, words: string, about: string, control: ReactNode])[] = [
    [
      'Theme',
      'dark light system',
      '',
      <Segmented
        key="theme"
        label="Theme"
        options={themes}
        value={settings.theme}
        onChange={(theme: ThemeChoice) => void updateSettings({ theme })}
      />,
    ],
    [
      'Newest exchange',
      'order top bottom',
      '',
      <Segmented
        key="order"
        label="Newest exchange"
        options={orders}
        value={settings.listOrder}
        onChange={(listOrder: Settings['listOrder']) => void updateSettings({ listOrder })}
      />,
    ],
    [
      'Rows',
      'density lines columns',
      'One line has columns to choose and sort by; automatic from about 200 rows on',
      <Segmented
        key="rows"
        label="Rows"
        options={densities}
        value={view.density}
        onChange={(density: Density) => changeListView({ density })}
      />,
    ],
    [
      'Group by',
      groupings.join(' '),
      '',
      <Select
        key="group"
        label="Group by"
        isBoxed
        options={groupings.map((value) => ({ value, title: value === 'none' ? 'Nothing' : capital(value) }))}
        value={view.grouping}
        onChange={(grouping) => changeListView({ grouping: grouping as Grouping })}
      />,
    ],
    [
      'Agents',
      'overview below the list lanes',
      'One lane for each program and sub-agent, with the list',
      <Switch
        key="agents"
        label="Agents below the list"
        isOn={view.isOverviewOpen}
        onChange={(isOverviewOpen) => changeListView({ isOverviewOpen })}
      />,
    ],
  ];
  const found = rows.filter(([title, words]) => hasWords(`look ${title} ${words}`, query));
  return (found.length > 0 ? found : rows).map(([title, , about, control]) => (
    <SettingRow key={title} title={title} words={about}>
      {control}
    </SettingRow>
  ));
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
