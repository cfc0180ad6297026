/**
 * A long list of items of known heights: only what is in sight exists. It begins at the followed end. Data never moves
 * what is being read: when items come above the first one in sight, the scroll position follows them; at the followed
 * end it stays at that end. The head of what is read stays at the top, until the next one pushes it away.
 */
import { type Range, useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { type ListSection, rangeWithHead, sectionAt, sectionsOf } from './list-heads.ts';
import { useRoomAround } from './use-room-around.ts';
import styles from './VirtualList.module.css';

export type VirtualListProps<Item> = {
  readonly label: string;
  readonly items: readonly Item[];
  /** Stable for the item's life. */
  readonly itemKey: (item: Item) => string;
  readonly itemHeight: (item: Item) => number;
  /** How many items stand under a head; null: no head. The same function while the items are the same. */
  readonly rowsOfHead?: (item: Item) => number | null;
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
  const { rowsOfHead } = props;
  const sections = useMemo(() => (rowsOfHead ? sectionsOf(items, rowsOfHead) : []), [items, rowsOfHead]);
  const firstHead = items[sections[0]?.head ?? -1];
  const { room, isLeap } = useRoomAround(items.length);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => itemHeight(items[index] as Item),
    // The same function while the items are the same: else every paint would lay out all items anew.
    getItemKey: useCallback((index: number) => itemKey(items[index] as Item), [items, itemKey]),
    overscan: room,
    rangeExtractor: useCallback((range: Range) => rangeWithHead(sections, range), [sections]),
    // What the keys come to stands below the head that stays.
    scrollPaddingStart: firstHead === undefined ? 0 : itemHeight(firstHead),
    initialOffset: () => (props.follow === 'end' ? items.reduce((top, item) => top + itemHeight(item), 0) : 0),
  });
  // Heights are known, never measured: a change of density must reach the virtualizer by hand.
  const sizeKey = props.sizeKey;
  useLayoutEffect(() => {
    if (sizeKey !== undefined) virtualizer.measure();
  }, [sizeKey, virtualizer]);
  const holdPlace = useReadingAnchor(scroller, virtualizer, props, sections);
  // Only a new active item scrolls; items that come meanwhile must not.
  const showActive = useRef((_key: string) => {});
  showActive.current = (key) => {
    const index = items.findIndex((item) => itemKey(item) === key);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  useEffect(() => {
    if (activeKey !== null) showActive.current(activeKey);
  }, [activeKey]);
  const visible = virtualizer.getVirtualItems();
  const first = firstInRow(visible);
  const last = visible.at(-1)?.index ?? -1;
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: first, endIndex: last };
  useEffect(() => {
    // Before it knows its own height, nothing is in sight: that is not the start of the list. Nor is it where a page that
    // came above has just moved the list from.
    if (last >= 0 && !isLeap) onVisibleChange?.(first, last);
  }, [onVisibleChange, first, last, isLeap]);
  const list = {
    role: props.role ?? 'listbox',
    'aria-multiselectable': true,
    tabIndex: 0,
    'aria-label': props.label,
    'aria-activedescendant': props.activeElementId,
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      if (activeKey !== null) holdPlace(activeKey);
      props.onKeyDown(event);
    },
    // What stands under a head comes and goes below it, wherever it is.
    onClickCapture: ({ target }: MouseEvent<HTMLDivElement>) => {
      const head = (target as Element).closest<HTMLElement>('[data-head]')?.dataset.head;
      if (head !== undefined) holdPlace(head);
    },
  };
  return (
    <div ref={scroller} className={`${styles.scroller} ${props.className ?? ''}`} {...list}>
      <div className={styles.content} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {visible.map((item) => {
          const section = sectionAt(sections, item.index);
          const painted = props.renderItem(
            items[item.index] as Item,
            item.index >= startIndex && item.index <= endIndex,
          );
          return section?.head === item.index ? (
            // As high as all that stands under the head, and as far the head stays.
            <div
              key={item.key}
              role="presentation"
              className={styles.section}
              style={{ top: item.start, height: (virtualizer.measurementsCache[section.last]?.end ?? 0) - item.start }}
            >
              <div role="presentation" className={styles.head} style={{ height: item.size }} data-head={item.key}>
                {painted}
              </div>
            </div>
          ) : (
            <div
              key={item.key}
              role="presentation"
              className={styles.item}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {painted}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The first one that exists for its own sake: a head that stays may be far above it. */
function firstInRow([head, next]: readonly VirtualItem[]): number {
  if (head === undefined) return 0;
  return next === undefined || next.index === head.index + 1 ? head.index : next.index;
}

type Anchor = {
  readonly key: string;
  readonly offset: number;
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
};

/**
 * Keeps the first item in sight where it is when others come or go above it; `follow`ed ends stay ends. Works with the
 * scroll position as of the last scroll: asking the element would make a layout of every change of a row.
 */
function useReadingAnchor<Item>(
  scroller: { readonly current: HTMLDivElement | null },
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { items, itemKey, itemHeight, follow }: VirtualListProps<Item>,
  sections: readonly ListSection[],
): (key: string) => void {
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
    // A head stays where it is when items come below it, so it holds nobody's place.
    for (; index < items.length - 1 && sectionAt(sections, index)?.head === index; index += 1)
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
      const { scrollTop, clientHeight: height } = element;
      const { top, height: heightBefore } = sight.current;
      // What comes or goes below the list must not hide the end that is followed. A scroll may tell of it before the observer.
      const isResized = height !== heightBefore && Math.abs(scrollTop - top) <= 1;
      if (isResized && latestFollow.current === 'end' && anchor.current?.isAtEnd)
        element.scrollTop = element.scrollHeight;
      sight.current = { top: element.scrollTop, height };
      remember.current();
    };
    look();
    const observer = new ResizeObserver(look);
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
  return (key) => {
    const section = sections.find(({ head }) => itemKey(items[head] as Item) === key);
    const start = section && virtualizer.measurementsCache[section.head]?.start;
    if (start === undefined) return;
    const offset = Math.max(0, start - sight.current.top);
    anchor.current = { key, offset, isAtStart: false, isAtEnd: false };
  };
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
