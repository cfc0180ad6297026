/**
 * A list that grows by one item per event and behaves as a value: versions share one array and see only their own length
 * of it (as piece-list.ts does for provenance). Copying it per event would cost n squared over a stream.
 */

export type AppendList<Item> = {
  /** Shared storage: read only the first `length` items. */
  readonly items: readonly Item[];
  readonly length: number;
};

/** A storage of its own: nothing appended to it is seen elsewhere. */
export function emptyAppendList<Item>(): AppendList<Item> {
  return { items: [], length: 0 };
}

/** A list with `added` after the items of `list`; `list` itself stays as it was. */
export function appendItems<Item>(list: AppendList<Item>, added: readonly Item[]): AppendList<Item> {
  const isTip = list.items.length === list.length;
  const items = (isTip ? list.items : list.items.slice(0, list.length)) as Item[];
  for (const item of added) items.push(item);
  return { items, length: list.length + added.length };
}

/** A plain copy of what this version holds. */
export function toArray<Item>(list: AppendList<Item>): Item[] {
  return list.items.slice(0, list.length);
}
