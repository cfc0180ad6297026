/** The line under the axis: how many exchanges, how the list looks, and the heads of the columns, which sort. */
import { countOf, withCommas } from '../../lib/format.ts';
import { changeListView, showAll } from '../../store/actions.ts';
import type { ListColumn } from '../../store/list-columns.ts';
import type { ListView } from '../../store/list-preferences.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import styles from './ListHead.module.css';
import { columnEntry, densityEntry, groupingEntry, resetColumnsEntry } from './list-menu.ts';
import { nextSort } from './next-sort.ts';

type ListHeadProps = {
  readonly shown: number;
  readonly total: number;
  readonly isFiltered: boolean;
  /** Of one-line rows; null: two lines. */
  readonly columns: readonly ListColumn[] | null;
  readonly view: ListView;
};

/** 22 px high. */
export function ListHead({ shown, total, isFiltered, columns, view }: ListHeadProps) {
  const count = isFiltered ? `${withCommas(shown)} of ${countOf(total, 'exchange')}` : countOf(total, 'exchange');
  const entries = [
    densityEntry(view),
    groupingEntry(view),
    ...(columns ? [columnEntry(view), resetColumnsEntry()] : []),
  ];
  return (
    <div className={styles.head}>
      <Menu
        label="Rows and columns"
        entries={entries}
        trigger={<IconButton icon="columns" size="tiny" label="Rows and columns" className={styles.options ?? ''} />}
      />
      {columns ? (
        <ColumnHeads columns={columns} view={view} count={count} />
      ) : (
        <span className={styles.count}>{count}</span>
      )}
      {isFiltered && (
        <Button size="tiny" onClick={showAll}>
          Show all
        </Button>
      )}
      {columns === null && <FigureHeads view={view} />}
    </div>
  );
}

const figures = [
  ['ttft', 'ttft s'],
  ['rate', 'tok/s'],
  ['total', 'total s'],
] as const;

function FigureHeads({ view }: { readonly view: ListView }) {
  return (
    <span className={styles.figures}>
      {figures.map(([column, head]) => {
        const isSorted = view.sort?.column === column;
        return (
          <button
            key={column}
            type="button"
            className={styles.column}
            aria-label={`Sort by ${head}`}
            aria-pressed={isSorted}
            onClick={() => changeListView({ sort: nextSort(view.sort, column) })}
          >
            {head}
            {isSorted && <span aria-hidden="true">{view.sort?.isDescending ? '↓' : '↑'}</span>}
          </button>
        );
      })}
    </span>
  );
}
