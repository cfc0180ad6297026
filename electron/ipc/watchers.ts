/**
 * Who watches capture, and what each is told: a window with a list gets every row, a window of one exchange only what
 * concerns that exchange. What several windows need is made into JSON text once.
 */
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';

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
  /** Each watcher's own JSON text of a CaptureBatch; none for those whom it does not concern. */
  readonly textsOf: (batch: CaptureBatch) => readonly { readonly watcher: number; readonly json: string }[];
};

type Watcher = { readonly scope: WatchScope; readonly open: Set<ExchangeId> };

/** Nobody watches yet. */
export function createWatchers(): Watchers {
  const watchers = new Map<number, Watcher>();
  return {
    watch: (watcher, scope) => {
      if (scope === null) watchers.delete(watcher);
      else watchers.set(watcher, { scope, open: new Set() });
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
      for (const [watcher, { scope, open }] of watchers) {
        const json = textFor(batch, parts, scope, open);
        if (json !== null) texts.push({ watcher, json });
      }
      return texts;
    },
  };
}

type TextParts = { readonly rows: () => string; readonly patch: (at: number) => string };

/** Each part's text is made when the first watcher needs it. */
function textParts({ rows, open }: CaptureBatch): TextParts {
  let rowsText: string | null = null;
  const patchTexts: string[] = [];
  return {
    rows: () => {
      rowsText ??= JSON.stringify(rows);
      return rowsText;
    },
    patch: (at) => {
      patchTexts[at] ??= JSON.stringify(open[at]);
      return patchTexts[at];
    },
  };
}

/** Null: nothing of it is theirs. */
function textFor(
  batch: CaptureBatch,
  parts: TextParts,
  scope: WatchScope,
  open: ReadonlySet<ExchangeId>,
): string | null {
  const isAll = scope === 'all';
  const ownRows = isAll ? batch.rows : batch.rows.filter(({ id }) => open.has(id));
  const removed = isAll ? batch.removed : batch.removed.filter((id) => open.has(id));
  const patches = batch.open.flatMap(({ id }, at) => (open.has(id) ? [parts.patch(at)] : []));
  if (ownRows.length + removed.length + patches.length === 0 && batch.status === null) return null;
  const rows = isAll ? parts.rows() : JSON.stringify(ownRows);
  const status = JSON.stringify(batch.status);
  return `{"rows":${rows},"removed":${JSON.stringify(removed)},"status":${status},"open":[${patches.join(',')}]}`;
}
