/**
 * A long list of items of known heights: only what is in sight exists. Data never moves what is being read: when items
 * come above the first one in sight, the scroll position follows them; at the followed end it stays at that end.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import styles from './VirtualList.module.css';

export type VirtualListProps<Item> = {
  readonly label: string;
  readonly items: readonly Item[];
  /** Stable for the item's life. */
  readonly itemKey: (item: Item) => string;
  readonly itemHeight: (item: Item) => number;
  readonly renderItem: (item: Item, index: number) => ReactNode;
  /** Which end is followed while the user is there. */
  readonly follow: 'start' | 'end' | 'none';
  /** Scrolled into sight whenever it changes; null: nothing. */
  readonly activeKey: string | null;
  /** Id of the active option's element, for assistive technology. */
  readonly activeElementId?: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly onVisibleChange?: (firstIndex: number, lastIndex: number) => void;
  readonly className?: string | undefined;
  readonly sizeKey?: string;
};

const endThreshold = 24;

/** A listbox: its items are options (or groups) and have their own roles. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, itemKey, itemHeight, activeKey, onVisibleChange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => itemHeight(items[index] as Item),
    getItemKey: (index) => itemKey(items[index] as Item),
    overscan: 8,
  });
  // Heights are known, never measured: a change of density must reach the virtualizer by hand.
  const sizeKey = props.sizeKey;
  useLayoutEffect(() => {
    if (sizeKey !== undefined) virtualizer.measure();
  }, [sizeKey, virtualizer]);
  useReadingAnchor(scroller, props);
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
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? -1;
  useEffect(() => onVisibleChange?.(first, last), [onVisibleChange, first, last]);
  return (
    <div
      ref={scroller}
      className={`${styles.scroller} ${props.className ?? ''}`}
      role="listbox"
      aria-label={props.label}
      aria-activedescendant={props.activeElementId}
      tabIndex={0}
      onKeyDown={props.onKeyDown}
    >
      <div className={styles.content} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {visible.map((item) => (
          <div
            key={item.key}
            role="presentation"
            className={styles.item}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {props.renderItem(items[item.index] as Item, item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}

type Anchor = { readonly key: string; readonly offset: number; readonly isAtStart: boolean; readonly isAtEnd: boolean };

/** Keeps the first item in sight where it is when others come or go above it; `follow`ed ends stay ends. */
function useReadingAnchor<Item>(
  scroller: { readonly current: HTMLDivElement | null },
  { items, itemKey, itemHeight, follow }: VirtualListProps<Item>,
): void {
  const anchor = useRef<Anchor | null>(null);
  const before = useRef(items);
  const remember = useRef(() => {});
  remember.current = () => {
    const element = scroller.current;
    if (!element) return;
    // Read once: asked within the loop, each item of thousands would cost a look at the layout.
    const { scrollTop, clientHeight, scrollHeight } = element;
    let top = 0;
    const found = items.find((item) => {
      top += itemHeight(item);
      return top > scrollTop;
    });
    anchor.current = found
      ? {
          key: itemKey(found),
          offset: top - itemHeight(found) - scrollTop,
          isAtStart: scrollTop <= endThreshold,
          isAtEnd: scrollTop + clientHeight >= scrollHeight - endThreshold,
        }
      : null;
  };
  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => remember.current();
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const known = anchor.current;
    if (element && before.current !== items) {
      before.current = items;
      if (known === null || (follow === 'end' && known.isAtEnd)) {
        if (follow === 'end') element.scrollTop = element.scrollHeight;
      } else if (!(follow === 'start' && known.isAtStart)) {
        const top = topOf(items, known.key, itemKey, itemHeight);
        if (top !== null && Math.abs(top - known.offset - element.scrollTop) > 0.5)
          element.scrollTop = top - known.offset;
      }
    }
    remember.current();
  });
}

function topOf<Item>(
  items: readonly Item[],
  key: string,
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
