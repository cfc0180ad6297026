/** The list of exchanges: axis, heads, rows by program. Gathers what it needs from the store; its parts only paint. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ExchangeId, ExchangeSummary } from '../../../shared/model/exchange.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { loadOlder, removeExchanges, toggleGroup } from '../../store/actions.ts';
import { leaveComparison, takePicked } from '../../store/compare-actions.ts';
import { loadLinks } from '../../store/conversation-actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { openInWindow } from '../../store/layout-actions.ts';
import type { Layout } from '../../store/layout-preferences.ts';
import { type ListColumn, waterfallPlace, widthVariables } from '../../store/list-columns.ts';
import { groupKey } from '../../store/list-groups.ts';
import type { ListItem } from '../../store/list-items.ts';
import { type ListView, shownColumns } from '../../store/list-preferences.ts';
import { meantIds, pickRows, togglePicked, togglePinned } from '../../store/mark-actions.ts';
import { closeExchange, openExchange, showElsewhere } from '../../store/open-actions.ts';
import {
  selectFiltered,
  selectIsElsewhere,
  selectIsEmpty,
  selectIsOneLine,
  selectListItems,
  selectPinned,
} from '../../store/selectors.ts';
import { type State, useStore } from '../../store/store.ts';
import { loadSnippets } from '../../store/text-search.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { hintExchange, hintedExchange, onHint } from '../overview/hinted-exchange.ts';
import { Overview } from '../overview/Overview.tsx';
import { BulkBar } from './BulkBar.tsx';
import { EmptyList } from './EmptyList.tsx';
import { GroupRow, groupElementId } from './GroupRow.tsx';
import { ListAxis } from './ListAxis.tsx';
import { ListHead } from './ListHead.tsx';
import styles from './ListPane.module.css';
import { ListRow, type RowPress, rowElementId } from './ListRow.tsx';
import { extentOf } from './lane-clock.ts';
import { moveInList } from './list-keys.ts';
import { PickBar } from './PickBar.tsx';
import { RowMenu } from './RowMenu.tsx';
import { UndoBar } from './UndoBar.tsx';
import { useLaneClock } from './use-lane-clock.ts';

const groupHeight = 30;

/** The whole left side. */
export function ListPane() {
  const pane = useRef<HTMLElement>(null);
  const items = useStore(selectListItems);
  const filtered = useStore(selectFiltered);
  const total = useStore((state) => state.order.length);
  const isEmpty = useStore(selectIsEmpty);
  const isOneLine = useStore(selectIsOneLine);
  const view = useStore((state) => state.listView);
  const zoom = useStore((state) => state.clockZoom);
  const timeFilter = useStore((state) => state.timeFilter);
  const isFiltered = useStore((state) => state.filterText.trim() !== '' || state.timeFilter !== null);
  const isLive = filtered.some((summary) => summary.phase !== 'ended');
  const [sight, setSight] = useState<readonly [number, number]>([0, 40]);
  const inSight = useMemo(() => rowsBetween(items, sight), [items, sight]);
  useLinks(view.grouping === 'conversation' ? filtered : inSight);
  const textHits = useStore((state) => state.textHits);
  useEffect(() => {
    if (textHits.size > 0) void loadSnippets(inSight.map(({ id }) => id));
  }, [inSight, textHits]);
  // Rows of long ago keep their own scale while something else runs out of sight.
  const isFollowing = inSight.some((summary) => summary.phase !== 'ended');
  const { range, now } = useLaneClock(pane, inSight, zoom, isFollowing);
  useHintedRow(pane);
  const detail = useStore((state) => state.layout.detail);
  const sizes = useStore((state) => state.layout.sizes);
  const isNarrow = useMediaQuery('(min-width: 900px) and (max-width: 1179px)') && detail === 'right';
  const shown = shownColumns(view, detail !== 'right');
  const columns = isOneLine ? narrowColumns(shown, isNarrow) : null;
  return (
    <aside
      ref={pane}
      className={styles.pane}
      aria-label="Exchanges"
      onPointerOver={hintRow}
      onPointerLeave={() => hintExchange(null)}
      data-detail={detail}
      data-narrow={isNarrow || undefined}
      style={paneStyle(view, columns, sizes)}
    >
      <ListAxis
        range={range}
        extent={zoom ? wholeExtent(filtered) : range}
        isZoomed={zoom !== null}
        isLive={isLive && now <= range.end}
        now={now}
        timeFilter={timeFilter}
        place={columns === null ? null : waterfallPlace(columns, view.widths)}
      />
      {!isEmpty && (
        <ListHead
          shown={filtered.length}
          total={total}
          isFiltered={isFiltered}
          columns={columns}
          view={{ ...view, columns: shown }}
        />
      )}
      <div className={styles.body}>
        {items.length === 0 ? (
          <EmptyList isFiltered={isFiltered && total > 0} />
        ) : (
          <RowMenu>
            <Rows items={items} columns={columns} isNarrow={isNarrow} onSight={setSight} />
          </RowMenu>
        )}
        <PickBar />
        <BulkBar />
        <UndoBar />
      </div>
      <Overview />
    </aside>
  );
}

/** The overview shows the row that the hand is on. The hand in the overview hints by itself. */
function hintRow(event: PointerEvent<HTMLElement>): void {
  const element = event.target as HTMLElement;
  if (element.closest('[data-part="overview"]')) return;
  hintExchange(element.closest('[role="treeitem"]:not([aria-expanded])')?.id.replace(/^exchange-/, '') ?? null);
}

/** Marks the row of what the hand is on in the overview, without painting the list anew. */
function useHintedRow(pane: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    let marked: HTMLElement | null = null;
    return onHint(() => {
      marked?.removeAttribute('data-hinted');
      const id = hintedExchange();
      marked = id === null ? null : (pane.current?.querySelector<HTMLElement>(`#${rowElementId(id)}`) ?? null);
      marked?.setAttribute('data-hinted', '');
    });
  }, [pane]);
}

/** Sizes that the user chose; the stylesheet knows the drawn ones, and what fits the window. */
function paneStyle({ widths }: ListView, columns: readonly ListColumn[] | null, sizes: Layout['sizes']): CSSProperties {
  const chosen = Object.entries({
    '--list-width': sizes.list,
    '--list-narrow-width': sizes['list-narrow'],
    '--list-height': sizes['list-height'],
  });
  const own = Object.fromEntries(chosen.flatMap(([name, size]) => (size === undefined ? [] : [[name, `${size}px`]])));
  return { ...own, ...(columns === null ? {} : widthVariables(columns, widths)) } as CSSProperties;
}

type RowsProps = {
  readonly items: readonly ListItem[];
  /** Null: two lines. */
  readonly columns: readonly ListColumn[] | null;
  readonly isNarrow: boolean;
  readonly onSight: (sight: readonly [number, number]) => void;
};

function Rows({ items, columns, isNarrow, onSight }: RowsProps) {
  const openId = useStore((state) => state.openExchange?.id ?? null);
  const sort = useStore((state) => state.listView.sort);
  const listOrder = useStore((state) => state.settings?.listOrder ?? 'newest-last');
  const [activeId, setActiveId] = useState<ExchangeId | null>(openId);
  const [activeGroup, setActiveGroup] = useState<string | null>(null);
  useEffect(() => {
    setActiveId(openId);
    setActiveGroup(null);
  }, [openId]);
  const open = useCallback((id: ExchangeId) => {
    if (takePicked(id)) return;
    leaveComparison();
    setActiveId(id);
    void openExchange(id);
  }, []);
  const picked = useStore((state) => state.picked);
  const anchor = useRef<ExchangeId | null>(null);
  const latestItems = useRef(items);
  latestItems.current = items;
  const pick = useCallback(
    (id: ExchangeId, { shiftKey, isAdding, isMiddle }: RowPress) => {
      if (isMiddle) {
        void openInWindow(id);
        return;
      }
      const from = anchor.current ?? useStore.getState().openExchange?.id ?? null;
      if (shiftKey && from !== null) pickRows(idsBetween(latestItems.current, from, id));
      else if (isAdding) togglePicked(id);
      else pickRows([]);
      if (!shiftKey) anchor.current = id;
      if (!shiftKey && !isAdding) open(id);
    },
    [open],
  );
  const rowHeight = columns ? 28 : isNarrow ? 36 : 48;
  const itemHeight = useCallback((item: ListItem) => (item.kind === 'group' ? groupHeight : rowHeight), [rowHeight]);
  const level = items[0]?.kind === 'group' ? 2 : 1;
  const openSoon = useDelayed(({ id, compared, pickingFor }: SoonOpened) => {
    // Whoever began to compare meanwhile is not taken away from it.
    const now = useStore.getState();
    if (now.compared === compared && now.pickingFor === pickingFor) open(id);
  });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      pickRows(items.flatMap((item) => (item.kind === 'row' ? [item.key] : [])));
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (activeGroup !== null && ['ArrowLeft', 'ArrowRight', 'Enter', ' '].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      toggleGroup(activeGroup);
      return;
    }
    const next = moveInList(items, activeGroup ?? activeId, event.key);
    const nextGroup = items.some(({ kind, key }) => kind === 'group' && key === next) ? next : null;
    if (next !== null) setActiveGroup(nextGroup);
    if (nextGroup !== null) event.preventDefault();
    else if (next !== null) {
      event.preventDefault();
      setActiveId(next);
      const { compared, pickingFor } = useStore.getState();
      openSoon({ id: next, compared, pickingFor });
      if (event.shiftKey) {
        anchor.current ??= activeId ?? next;
        pickRows(idsBetween(items, anchor.current, next));
      } else {
        anchor.current = next;
        pickRows([]);
      }
    } else if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) {
      void removeExchanges(meantIds());
    } else if (event.key === 'p' || event.key === 'P') {
      void togglePinned(meantIds());
    } else if (event.key === 'Escape' && picked.size > 0) pickRows([]);
    else if (event.key === 'Enter' && event.shiftKey && activeId) void openInWindow(activeId);
    else if (event.key === 'Enter' && activeId) {
      open(activeId);
      if (selectIsElsewhere(useStore.getState())) void showElsewhere({ id: activeId, event: null }, true);
      else document.querySelector<HTMLElement>('[data-sheet]')?.focus();
    } else if (event.key === 'Escape') void closeExchange();
    else if (event.key === 'ArrowLeft' && activeId) {
      const row = useStore.getState().rows.get(activeId);
      const { links, listView } = useStore.getState();
      const rules = { grouping: listView.grouping, links, pinned: selectPinned(useStore.getState()) };
      const key = row && sort === null ? groupKey(row, rules) : null;
      if (key !== null) {
        toggleGroup(key);
        setActiveGroup(key);
      }
    }
  };
  const onVisibleChange = useCallback(
    (first: number, last: number) => {
      onSight([first, last]);
      const isOldAtTop = sort === null && listOrder === 'newest-last';
      // Not by the items themselves: a page that just came is not in its place yet, and would ask for the next one.
      if (isOldAtTop ? first <= 2 : last >= latestItems.current.length - 3) void loadOlder();
    },
    [onSight, sort, listOrder],
  );
  return (
    <VirtualList
      label="Exchanges"
      items={items}
      itemKey={keyOf}
      itemHeight={itemHeight}
      rowsOfHead={rowsOfHead}
      sizeKey={String(rowHeight)}
      follow={sort ? 'none' : listOrder === 'newest-last' ? 'end' : 'start'}
      role="tree"
      activeKey={activeGroup ?? activeId}
      activeElementId={
        activeGroup === null ? (activeId ? rowElementId(activeId) : undefined) : groupElementId(activeGroup)
      }
      onKeyDown={onKeyDown}
      onVisibleChange={onVisibleChange}
      className={styles.rows}
      renderItem={(item, isInSight) =>
        item.kind === 'group' ? (
          <GroupRow group={item} isActive={item.key === activeGroup} />
        ) : (
          <ListRow
            summary={item.summary}
            level={level}
            isSelected={picked.size > 0 ? picked.has(item.key) : item.key === activeId}
            columns={columns}
            isInSight={isInSight}
            onPick={pick}
          />
        )
      }
    />
  );
}

/** A row that the keys are on, and what was compared, or asked for, when they came to it. */
type SoonOpened = { readonly id: ExchangeId } & Pick<State, 'compared' | 'pickingFor'>;

/** Asks for places in conversations once the list rests; an exchange is linked a moment after its end. */
function useLinks(inSight: readonly ExchangeSummary[]): void {
  useEffect(() => {
    const ended = inSight.filter(({ phase }) => phase === 'ended').map(({ id }) => id);
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Capture links when it rests: after a busy minute the first answers know nothing of the newest rows yet.
    const ask = (at: number): void => {
      const wait = linkWaits[at];
      if (wait === undefined) return;
      timer = setTimeout(() => void loadLinks(ended).then((isAll) => isAll || ask(at + 1)), wait);
    };
    ask(0);
    return () => clearTimeout(timer);
  }, [inSight]);
}

const linkWaits = [1_200, 2_500, 5_000, 10_000, 20_000] as const;

/** Rows from one to the other, both included, in the order of the list. */
function idsBetween(items: readonly ListItem[], one: ExchangeId, other: ExchangeId): readonly ExchangeId[] {
  const ids = items.flatMap((item) => (item.kind === 'row' ? [item.key] : []));
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)];
  return from < 0 || to < 0 ? [other] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}

function keyOf(item: ListItem): string {
  return item.key;
}

function rowsOfHead(item: ListItem): number | null {
  if (item.kind === 'row') return null;
  return item.isFolded ? 0 : item.count + item.tunnels;
}

const narrowed: readonly ListColumn[] = ['summary', 'out', 'total'];

const narrowings = new WeakMap<readonly ListColumn[], readonly ListColumn[]>();

/** The same list for the same columns: rows are painted anew when theirs change. */
function narrowColumns(columns: readonly ListColumn[], isNarrow: boolean): readonly ListColumn[] {
  if (!isNarrow) return columns;
  const known = narrowings.get(columns) ?? columns.filter((column) => narrowed.includes(column));
  narrowings.set(columns, known);
  return known;
}

/** Runs the last call after a short rest: holding an arrow key opens one exchange, not fifty. */
function useDelayed<Value>(run: (value: Value) => void): (value: Value) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => run(value), 60);
  };
}

function rowsBetween(items: readonly ListItem[], [first, last]: readonly [number, number]): readonly ExchangeSummary[] {
  return items.slice(first, last + 1).flatMap((item) => (item.kind === 'row' ? [item.summary] : []));
}

function wholeExtent(summaries: readonly ExchangeSummary[]): TimeRange {
  const now = Date.now();
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const summary of summaries) {
    const extent = extentOf(summary, now);
    start = Math.min(start, extent.start);
    end = Math.max(end, extent.end);
  }
  return { start: Number.isFinite(start) ? start : now, end: Math.max(end, start + 1) };
}
