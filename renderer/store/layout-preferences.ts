/** Where the exchange stands beside the list and how large the panes are: as the user left them, for each window its own. */
import { readKept, writeKept } from './kept-value.ts';

/** Where the exchange stands: beside the list, below it, or in a window of its own. */
export const detailPlaces = ['right', 'below', 'window'] as const;
export type DetailPlace = (typeof detailPlaces)[number];

/** Panes with a size of their own; `narrow`: below 1180, where they are drawn smaller. */
const paneNames = [
  'list',
  'list-narrow',
  'list-height',
  'log',
  'log-narrow',
  'inspector',
  'chunks',
  'chunks-narrow',
] as const;
export type PaneName = (typeof paneNames)[number];

export type Layout = {
  readonly detail: DetailPlace;
  /** Where it goes back to from a window of its own. */
  readonly lastInside: 'right' | 'below';
  /** In CSS pixels; those that are absent are as drawn. */
  readonly sizes: Readonly<Partial<Record<PaneName, number>>>;
};

export const defaultLayout: Layout = { detail: 'right', lastInside: 'right', sizes: {} };

const storageKey = 'wirelens.layout';

/** The remembered layout of a window. */
export function readLayout(slot: string): Layout {
  return parseLayout(readKept(storageKey, slot));
}

export function writeLayout(slot: string, layout: Layout): void {
  writeKept(storageKey, slot, layout);
}

/** A stored value made safe: what is not as it should be becomes the default. */
export function parseLayout(stored: unknown): Layout {
  if (typeof stored !== 'object' || stored === null) return defaultLayout;
  const value = stored as Partial<Record<keyof Layout, unknown>>;
  return {
    detail: detailPlaces.find((place) => place === value.detail) ?? 'right',
    lastInside: value.lastInside === 'below' ? 'below' : 'right',
    sizes: parseSizes(value.sizes),
  };
}

function parseSizes(stored: unknown): Layout['sizes'] {
  if (typeof stored !== 'object' || stored === null) return {};
  const value = stored as Partial<Record<PaneName, unknown>>;
  return Object.fromEntries(
    paneNames.flatMap((name) => {
      const size = value[name];
      return typeof size === 'number' && size >= 80 && size <= 4_000 ? [[name, Math.round(size)]] : [];
    }),
  );
}
