/**
 * A long list of items of known heights: only what is in sight exists. It begins at the followed end. Data never moves
 * what is being read: when items come above the first one in sight, the scroll position follows them; at the followed
 * end it stays at that end.
 */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import styles from './VirtualList.module.css';

export type VirtualListProps<Item> = {
  readonly label: string;
  readonly items: readonly Item[];
  /** Stable for the item's life. */
  readonly itemKey: (item: Item) => string;
  readonly itemHeight: (item: Item) => number;
  /** A head stays where it is when items come below it, so it holds nobody's place. */
  readonly isHead?: (item: Item) => boolean;
  /** `isInSight` false: made ahead, for when it scrolls into sight. */
  readonly renderItem: (item: Item, isInSight: boolean) => ReactNode;
  /** Which end is followed while the user is there. */
  readonly follow: 'start' | 'end' | 'none';
  /** Scrolled into sight whenever it changes; null: nothing. */
  readonly activeKey: string | null;
  /** Id of the active option's element, for assistive technology. */
  readonly activeElementId?: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly onVisibleChange?: (firstIndex: number, lastIndex: number) => void;
  readonly className?: string | undefined;
  /** `tree` where groups fold: then items are tree items with their level. */
  readonly role?: 'listbox' | 'tree';
  readonly sizeKey?: string;
};

const endThreshold = 24;

/** A listbox or a tree: its items are options or tree items, and have their own roles. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, itemKey, itemHeight, activeKey, onVisibleChange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => itemHeight(items[index] as Item),
    // The same function while the items are the same: else every paint would lay out all items anew.
    getItemKey: useCallback((index: number) => itemKey(items[index] as Item), [items, itemKey]),
    overscan: 8,
    initialOffset: () => (props.follow === 'end' ? items.reduce((top, item) => top + itemHeight(item), 0) : 0),
  });
  // Heights are known, never measured: a change of density must reach the virtualizer by hand.
  const sizeKey = props.sizeKey;
  useLayoutEffect(() => {
    if (sizeKey !== undefined) virtualizer.measure();
  }, [sizeKey, virtualizer]);
  useReadingAnchor(scroller, virtualizer, props);
  // Only a new active item scrolls; items that come meanwhile must not.
  const showActive = useRef((_key: string) => {});
  showActive.current = (key) => {
    const index = items.findIndex((item) => itemKey(item) === key);
    // The first item takes the head above it along.
    if (index >= 0) virtualizer.scrollToIndex(index === 1 ? 0 : index, { align: 'auto' });
  };
  useEffect(() => {
    if (activeKey !== null) showActive.current(activeKey);
  }, [activeKey]);
  const visible = virtualizer.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? -1;
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: first, endIndex: last };
  useEffect(() => {
    // Before it knows its own height, nothing is in sight: that is not the start of the list.
    if (last >= 0) onVisibleChange?.(first, last);
  }, [onVisibleChange, first, last]);
  const list = {
    role: props.role ?? 'listbox',
    'aria-multiselectable': true,
    tabIndex: 0,
    'aria-label': props.label,
    'aria-activedescendant': props.activeElementId,
    onKeyDown: props.onKeyDown,
  };
  return (
    <div ref={scroller} className={`${styles.scroller} ${props.className ?? ''}`} {...list}>
      <div className={styles.content} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {visible.map((item) => (
          <div
            key={item.key}
            role="presentation"
            className={styles.item}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {props.renderItem(items[item.index] as Item, item.index >= startIndex && item.index <= endIndex)}
          </div>
        ))}
      </div>
    </div>
  );
}

type Anchor = { readonly key: string; readonly offset: number; readonly isAtStart: boolean; readonly isAtEnd: boolean };

/**
 * Keeps the first item in sight where it is when others come or go above it; `follow`ed ends stay ends. Works with the
 * scroll position as of the last scroll: asking the element would make a layout of every change of a row.
 */
function useReadingAnchor<Item>(
  scroller: { readonly current: HTMLDivElement | null },
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { items, itemKey, itemHeight, isHead, follow }: VirtualListProps<Item>,
): void {
  const anchor = useRef<Anchor | null>(null);
  const before = useRef(items);
  const latestFollow = useRef(follow);
  latestFollow.current = follow;
  const sight = useRef({ top: 0, height: 0 });
  const remember = useRef(() => {});
  remember.current = () => {
    const { top, height } = sight.current;
    const found = items.length === 0 ? undefined : virtualizer.getVirtualItemForOffset(top);
    anchor.current = null;
    if (found === undefined) return;
    let { index, start } = found;
    for (; index < items.length - 1 && isHead?.(items[index] as Item); index += 1)
      start += itemHeight(items[index] as Item);
    anchor.current = {
      key: itemKey(items[index] as Item),
      offset: start - top,
      isAtStart: top <= endThreshold,
      isAtEnd: top + height >= virtualizer.getTotalSize() - endThreshold,
    };
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      sight.current = { top: element.scrollTop, height: element.clientHeight };
      remember.current();
    };
    look();
    // What comes or goes below the list must not hide the end that is followed.
    const observer = new ResizeObserver(() => {
      if (latestFollow.current === 'end' && anchor.current?.isAtEnd) element.scrollTop = element.scrollHeight;
      look();
    });
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const known = anchor.current;
    if (element && before.current !== items) {
      before.current = items;
      const total = virtualizer.getTotalSize();
      const top = topToKeep(known, total, follow, () => topOf(items, known?.key, itemKey, itemHeight));
      const isFollowed = top === 'end';
      const wanted = isFollowed ? Math.max(0, total - sight.current.height) : top;
      if (wanted !== null && Math.abs(wanted - sight.current.top) > 0.5) {
        element.scrollTop = isFollowed ? total : wanted;
        sight.current = { ...sight.current, top: element.scrollTop };
      }
    }
    remember.current();
  });
}

/** Where the list must stand after its items changed; null: as it does. */
function topToKeep(
  known: Anchor | null,
  total: number,
  follow: 'start' | 'end' | 'none',
  topOfKnown: () => number | null,
): number | 'end' | null {
  if (total === 0) return null;
  if (known === null || (follow === 'end' && known.isAtEnd)) return follow === 'end' ? 'end' : null;
  if (follow === 'start' && known.isAtStart) return null;
  const top = topOfKnown();
  return top === null ? null : top - known.offset;
}

function topOf<Item>(
  items: readonly Item[],
  key: string | undefined,
  itemKey: (item: Item) => string,
  itemHeight: (item: Item) => number,
): number | null {
  let top = 0;
  for (const item of items) {
    if (itemKey(item) === key) return top;
    top += itemHeight(item);
  }
  return null;
}
