/**
 * Who watches capture, and what each is told: a window with a list gets every row, a window of one exchange only what
 * concerns that exchange. What several windows need is made into JSON text once. A window says what it has taken: one that
 * stands still has a few batches on their way to it and one that waits, not all that happened meanwhile.
 */
import type { CaptureBatch, OpenPatch } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { mergeBatches } from './merge-batches.ts';

/** `all`: every row; `open`: only rows of what it has open. */
export type WatchScope = 'all' | 'open';

export type Watchers = {
  /** Begins (anew, with nothing open) or, with null, ends. */
  readonly watch: (watcher: number, scope: WatchScope | null) => void;
  readonly count: () => number;
  /** Nothing happens for one that does not watch (any more). */
  readonly open: (watcher: number, id: ExchangeId) => void;
  readonly close: (watcher: number, id: ExchangeId) => void;
  /** Has any of them this exchange open? */
  readonly isOpen: (id: ExchangeId) => boolean;
  /** Each watcher's own JSON text of a CaptureBatch; none for those whom it does not concern, or who have not taken theirs. */
  readonly textsOf: (batch: CaptureBatch) => readonly { readonly watcher: number; readonly json: string }[];
  /** It has taken so many batches. JSON text of what waited for that; null: nothing. */
  readonly taken: (watcher: number, count: number) => string | null;
};

type Watcher = {
  readonly scope: WatchScope;
  readonly open: Set<ExchangeId>;
  /** Batches that it was sent and has not taken yet. */
  onTheirWay: number;
  waiting: CaptureBatch | null;
};

/** So many, about 130 ms of them, are on their way at most: what is more waits, as one. */
export const mostOnTheirWay = 8;

/** Nobody watches yet. */
export function createWatchers(): Watchers {
  const watchers = new Map<number, Watcher>();
  return {
    watch: (watcher, scope) => {
      if (scope === null) watchers.delete(watcher);
      else watchers.set(watcher, { scope, open: new Set(), onTheirWay: 0, waiting: null });
    },
    count: () => watchers.size,
    open: (watcher, id) => void watchers.get(watcher)?.open.add(id),
    close: (watcher, id) => void watchers.get(watcher)?.open.delete(id),
    isOpen: (id) => {
      for (const { open } of watchers.values()) if (open.has(id)) return true;
      return false;
    },
    textsOf: (batch) => {
      const parts = textParts(batch);
      const texts: { readonly watcher: number; readonly json: string }[] = [];
      for (const [number, watcher] of watchers) {
        const own = ownPart(batch, watcher);
        if (own === null) continue;
        if (watcher.onTheirWay >= mostOnTheirWay) {
          watcher.waiting = watcher.waiting === null ? own : mergeBatches(watcher.waiting, own);
          continue;
        }
        watcher.onTheirWay += 1;
        texts.push({ watcher: number, json: textOf(own, batch, parts) });
      }
      return texts;
    },
    taken: (number, count) => {
      const watcher = watchers.get(number);
      if (watcher === undefined) return null;
      watcher.onTheirWay = Math.max(0, watcher.onTheirWay - count);
      const { waiting } = watcher;
      if (waiting === null || watcher.onTheirWay >= mostOnTheirWay) return null;
      watcher.waiting = null;
      watcher.onTheirWay += 1;
      // What was closed since then is of no interest any more.
      return JSON.stringify({ ...waiting, open: waiting.open.filter(({ id }) => watcher.open.has(id)) });
    },
  };
}

type TextParts = { readonly rows: () => string; readonly patch: (patch: OpenPatch) => string };

/** Each part's text is made when the first watcher needs it. */
function textParts({ rows }: CaptureBatch): TextParts {
  let rowsText: string | null = null;
  const patchTexts = new Map<OpenPatch, string>();
  return {
    rows: () => {
      rowsText ??= JSON.stringify(rows);
      return rowsText;
    },
    patch: (patch) => {
      const text = patchTexts.get(patch) ?? JSON.stringify(patch);
      patchTexts.set(patch, text);
      return text;
    },
  };
}

/** What of it is theirs; null: nothing. */
function ownPart(batch: CaptureBatch, { scope, open }: Watcher): CaptureBatch | null {
  const isAll = scope === 'all';
  const rows = isAll ? batch.rows : batch.rows.filter(({ id }) => open.has(id));
  const removed = isAll ? batch.removed : batch.removed.filter((id) => open.has(id));
  const patches = batch.open.filter(({ id }) => open.has(id));
  if (rows.length + removed.length + patches.length === 0 && batch.status === null) return null;
  return { rows, removed, status: batch.status, open: patches };
}

function textOf(own: CaptureBatch, batch: CaptureBatch, parts: TextParts): string {
  const rows = own.rows === batch.rows ? parts.rows() : JSON.stringify(own.rows);
  const patches = own.open.map(parts.patch).join(',');
  const status = JSON.stringify(own.status);
  return `{"rows":${rows},"removed":${JSON.stringify(own.removed)},"status":${status},"open":[${patches}]}`;
}
