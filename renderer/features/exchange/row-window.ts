/**
 * Which rows of a long list of equal rows exist: a run around what is in sight, found by arithmetic, so that a list of
 * 100,000 rows costs no more than one of 100 and growing costs nothing. One row may be taller (an unfolded one). Pure.
 */

export type RowHeights = {
  readonly count: number;
  readonly rowHeight: number;
  /** The row that is taller; -1: none. */
  readonly tallRow: number;
  /** By how much, px. */
  readonly tallBy: number;
};

/** Rows [first, end). */
export type RowRun = { readonly first: number; readonly end: number };

/** Rows that exist beyond sight on either side, at least. */
const overscan = 10;
/** And above the end that is followed, where nobody scrolls. */
const followedOverscan = 4;
/** Runs begin and end at multiples of this: scrolling by a row mounts nothing, by eight rows eight. */
const step = 8;

/** Top of a row, px. */
export function topOfRow(heights: RowHeights, row: number): number {
  const isBelowTall = heights.tallRow >= 0 && row > heights.tallRow;
  return row * heights.rowHeight + (isBelowTall ? heights.tallBy : 0);
}

/** Height of all rows, px. */
export function heightOfRows(heights: RowHeights): number {
  return topOfRow(heights, heights.count);
}

/** The row at `y`, px from the top; the last one beyond the end, 0 for an empty list. */
export function rowAtHeight(heights: RowHeights, y: number): number {
  const { count, rowHeight, tallRow, tallBy } = heights;
  const tallTop = tallRow * rowHeight;
  let row = Math.floor(y / rowHeight);
  if (tallRow >= 0 && y >= tallTop) {
    row = y < tallTop + rowHeight + tallBy ? tallRow : Math.floor((y - tallBy) / rowHeight);
  }
  return Math.max(0, Math.min(count - 1, row));
}

/** The run that covers [top, top + height) with room on both sides. */
export function runInSight(heights: RowHeights, top: number, height: number): RowRun {
  const first = Math.max(0, rowAtHeight(heights, top) - overscan);
  const last = rowAtHeight(heights, top + height) + overscan;
  return {
    first: Math.floor(first / step) * step,
    end: Math.min(heights.count, Math.ceil((last + 1) / step) * step),
  };
}

/**
 * The run at the end of rows that are followed: always of so many rows, so that each of their elements has one to show
 * (`placedRows`). Runs in steps had up to 7 fewer: those were removed, made again and laid out with every few showings.
 */
export function runAtEnd({ count, rowHeight }: RowHeights, height: number): RowRun {
  const rows = Math.ceil((Math.ceil(height / rowHeight) + 1 + followedOverscan) / step) * step;
  return { first: Math.max(0, count - rows), end: count };
}

/**
 * The rows of `run`, each with the number of the element that shows it. While the run moves on, whoever leaves at one end
 * gives its element to one that comes at the other: twenty events more are other words in twenty rows that are there,
 * instead of twenty rows removed and as many made and laid out. `elements`: how many there are, as many as a run has at most.
 * By element while `isFollowing`, so that none changes its place among the others; else as they are read.
 */
export function placedRows(
  { first, end }: RowRun,
  elements: number,
  isFollowing: boolean,
): readonly { readonly at: number; readonly element: number }[] {
  const placed: { readonly at: number; readonly element: number }[] = [];
  for (let at = first; at < end; at += 1) placed.push({ at, element: at % elements });
  return isFollowing ? placed.sort((left, right) => left.element - right.element) : placed;
}

/**
 * How many elements a run needs when it needed `before` so far: more are made rarely, since that gives all rows new ones.
 * A run that is followed has no more than it shows.
 */
export function elementsFor({ first, end }: RowRun, before: number, isFollowing: boolean): number {
  if (isFollowing) return Math.max(Math.ceil((end - first) / step) * step, step);
  return Math.max(before, Math.ceil((end - first) / step) * step, step);
}

/** Where to scroll so that a row is in sight, `roomBelow` px above the lower edge at least; null: it is. */
export function scrollTopFor(
  heights: RowHeights,
  row: number,
  sight: { readonly top: number; readonly height: number },
  roomBelow: number,
): number | null {
  const top = topOfRow(heights, row);
  const bottom = topOfRow(heights, row + 1);
  if (top < sight.top) return top;
  if (bottom + roomBelow <= sight.top + sight.height) return null;
  // A row taller than the view shows its top.
  return Math.min(top, bottom + roomBelow - sight.height);
}
