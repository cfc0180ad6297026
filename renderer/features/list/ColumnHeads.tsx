/** The heads of one-line rows' columns: a click sorts, a drag moves, an edge resizes; the same by keys, and a menu. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { useState } from 'react';
import { changeListView } from '../../store/actions.ts';
import { columnFacts, type ListColumn, toggleColumn } from '../../store/list-columns.ts';
import type { ListView } from '../../store/list-preferences.ts';
import menuStyles from '../../ui/Menu.module.css';
import { Entry, type MenuEntry } from '../../ui/Menu.tsx';
import styles from './ListHead.module.css';
import { columnEntry, resetColumnsEntry } from './list-menu.ts';
import { nextSort } from './next-sort.ts';
import { useColumnHand } from './use-column-hand.ts';

type ColumnHeadsProps = {
  readonly columns: readonly ListColumn[];
  readonly view: ListView;
  /** In the head of the summary. */
  readonly count: string;
};

export function ColumnHeads({ columns, view, count }: ColumnHeadsProps) {
  const [words, say] = useState('');
  const [meant, setMeant] = useState<ListColumn | null>(null);
  const hand = useColumnHand(columns, view, say);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className={styles.columns}
        role="toolbar"
        aria-label="Columns"
        onContextMenu={(event) => {
          const head = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
          setMeant((head?.dataset.column as ListColumn | undefined) ?? null);
        }}
      >
        {columns.map((column) => (
          <span
            key={column}
            className={styles.place}
            data-moving={hand.moving === column}
            style={column === 'summary' ? { flex: 1 } : { width: `var(--w-${column})` }}
          >
            <Head
              column={column}
              view={view}
              text={column === 'summary' ? count : columnFacts[column].head}
              hand={hand}
            />
            {column !== 'summary' && <i className={styles.edge} {...hand.edge(column)} />}
          </span>
        ))}
        <span className="visually-hidden" role="status">
          {words}
        </span>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup} aria-label="Columns">
            {headEntries(view, columns, meant).map((entry) => (
              <Entry key={entry.title} entry={entry} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

type HeadProps = {
  readonly column: ListColumn;
  readonly view: ListView;
  readonly text: string;
  readonly hand: ReturnType<typeof useColumnHand>;
};

function Head({ column, view, text, hand }: HeadProps) {
  const isSorted = view.sort?.column === column;
  const { title, isNumber } = columnFacts[column];
  return (
    <button
      type="button"
      className={`${styles.column} ${isNumber ? styles.figure : ''}`}
      data-column={column}
      aria-label={`Sort by ${columnFacts[column].head}`}
      aria-pressed={isSorted}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Shift+ArrowLeft Shift+ArrowRight"
      title={`${title}: click to sort, drag to move (Alt with the arrows), Shift with the arrows for its width`}
      onPointerDown={(event) => hand.begin(event, column, false)}
      onClick={() => !hand.wasDragged() && changeListView({ sort: nextSort(view.sort, column) })}
      onKeyDown={(event) => hand.onKeyDown(event, column)}
      {...hand.handlers}
    >
      {text}
      {isSorted && <span aria-hidden="true">{view.sort?.isDescending ? '↓' : '↑'}</span>}
    </button>
  );
}

function headEntries(view: ListView, columns: readonly ListColumn[], meant: ListColumn | null): readonly MenuEntry[] {
  const hide: readonly MenuEntry[] =
    meant === null || meant === 'summary'
      ? []
      : [
          {
            kind: 'item',
            title: `Hide ${columnFacts[meant].title.toLowerCase()}`,
            onSelect: () => changeListView({ columns: toggleColumn(columns, meant) }),
          },
        ];
  return [...hide, resetColumnsEntry(), columnEntry(view)];
}
