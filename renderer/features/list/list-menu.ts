/** How the list looks, as entries of a menu: rows, groups, columns. For the button in its head and the `…` menu. */
import { changeListView } from '../../store/actions.ts';
import { columnFacts, type ListColumn, listColumns, toggleColumn } from '../../store/list-columns.ts';
import { type Grouping, groupings } from '../../store/list-groups.ts';
import { type Density, defaultListView, type ListView } from '../../store/list-preferences.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

export function densityEntry({ density }: ListView): MenuEntry {
  return {
    kind: 'choice',
    title: 'Rows',
    value: density,
    options: [
      { value: 'auto', title: 'One line when there are many' },
      { value: 'two-line', title: 'Two lines' },
      { value: 'one-line', title: 'One line, with columns' },
    ],
    onChange: (value) => changeListView({ density: value as Density }),
  };
}

const groupingWords: Readonly<Record<Grouping, string>> = {
  program: 'Program',
  conversation: 'Conversation',
  upstream: 'Upstream',
  time: 'Time',
  none: 'Nothing',
};

export function groupingEntry({ grouping }: ListView): MenuEntry {
  return {
    kind: 'choice',
    title: 'Group by',
    value: grouping,
    options: groupings.map((value) => ({ value, title: groupingWords[value] })),
    onChange: (value) => changeListView({ grouping: value as Grouping }),
  };
}

/** Which columns one-line rows have. */
export function columnEntry({ columns }: ListView): MenuEntry {
  return {
    kind: 'checks',
    title: 'Columns',
    options: listColumns
      .filter((column) => column !== 'summary')
      .map((column) => ({ value: column, title: columnFacts[column].title, isOn: columns.includes(column) })),
    onToggle: (value) => changeListView({ columns: toggleColumn(columns, value as ListColumn) }),
  };
}

/** Columns, widths and order of the rows as they ship. */
export function resetColumnsEntry(): MenuEntry {
  const { columns, widths, sort } = defaultListView;
  return { kind: 'item', title: 'Columns as they were', onSelect: () => changeListView({ columns, widths, sort }) };
}
