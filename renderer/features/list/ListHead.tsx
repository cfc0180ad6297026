/** The line under the axis: how many exchanges, and the heads of the figure columns; in one-line rows they sort. */
import { countOf } from '../../lib/format.ts';
import { changeListView, showAll } from '../../store/actions.ts';
import type { ListColumn, ListView } from '../../store/list-preferences.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ListHead.module.css';

type ListHeadProps = {
  readonly shown: number;
  readonly total: number;
  readonly isFiltered: boolean;
  readonly columns: readonly ListColumn[] | null;
  readonly view: ListView;
};

const titles: Readonly<Record<ListColumn, string>> = {
  time: 'time',
  summary: 'what it did',
  model: 'model',
  status: 'status',
  in: 'in',
  out: 'out',
  ttft: 'ttft s',
  rate: 'tok/s',
  total: 'total s',
};

/** 22 px high. */
export function ListHead(props: ListHeadProps) {
  const { shown, total, isFiltered, columns } = props;
  const count = isFiltered ? `${shown} of ${countOf(total, 'exchange')}` : countOf(total, 'exchange');
  if (columns) return <SortHeads {...props} columns={columns} count={count} />;
  return (
    <div className={styles.head}>
      <span className={styles.count}>
        {count}
        {isFiltered && <ShowAll />}
      </span>
      <span className={styles.figures}>
        <span>ttft s</span>
        <span>tok/s</span>
        <span>total s</span>
      </span>
    </div>
  );
}

function SortHeads({
  columns,
  view,
  count,
  isFiltered,
}: ListHeadProps & { readonly columns: readonly ListColumn[]; readonly count: string }) {
  return (
    <div className={`${styles.head} ${styles.sortable}`}>
      {columns.map((column) => {
        const isSorted = view.sort?.column === column;
        return (
          <button
            key={column}
            type="button"
            className={styles.column}
            data-column={column}
            aria-label={`Sort by ${titles[column]}`}
            aria-pressed={isSorted}
            onClick={() => changeListView({ sort: nextSort(view, column) })}
          >
            {column === 'summary' ? count : titles[column]}
            {isSorted && <span aria-hidden="true">{view.sort?.isDescending ? '↓' : '↑'}</span>}
          </button>
        );
      })}
      {isFiltered && <ShowAll />}
    </div>
  );
}

function ShowAll() {
  return (
    <Button size="tiny" onClick={showAll}>
      Show all
    </Button>
  );
}

/** Up, down, and back to the order of time. */
function nextSort({ sort }: ListView, column: ListColumn): ListView['sort'] {
  if (sort?.column !== column)
    return { column, isDescending: column !== 'time' && column !== 'summary' && column !== 'model' };
  const wasFirst = sort.isDescending === (column !== 'time' && column !== 'summary' && column !== 'model');
  return wasFirst ? { column, isDescending: !sort.isDescending } : null;
}
