/** Heads of a virtual list and how far each one reaches: the head of what is read stays at the top of the list. Pure. */
import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** A head and the items under it, by index. */
export type ListSection = {
  readonly head: number;
  /** The head's own index where nothing stands under it. */
  readonly last: number;
};

/** `rowsOf`: how many items stand under a head; null: no head. In the order of the list. */
export function sectionsOf<Item>(
  items: readonly Item[],
  rowsOf: (item: Item) => number | null,
): readonly ListSection[] {
  const sections: ListSection[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const rows = rowsOf(items[index] as Item);
    if (rows === null) continue;
    const last = Math.min(items.length - 1, index + rows);
    sections.push({ head: index, last });
    index = last;
  }
  return sections;
}

/** The section that an item stands in; null: none. By halves, as there may be a thousand. */
export function sectionAt(sections: readonly ListSection[], index: number): ListSection | null {
  let [low, high] = [0, sections.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const section = sections[middle] as ListSection;
    if (section.head > index) high = middle - 1;
    else if (section.last < index) low = middle + 1;
    else return section;
  }
  return null;
}

/** The items that exist for a range in sight: also the head of its first item, however far above. */
export function rangeWithHead(sections: readonly ListSection[], range: Range): number[] {
  const indexes = defaultRangeExtractor(range);
  const head = sectionAt(sections, range.startIndex)?.head;
  return head === undefined || head >= (indexes[0] ?? 0) ? indexes : [head, ...indexes];
}
