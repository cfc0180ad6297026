/** Colours, notes and pins of exchanges. They go with the exchange that bears them; one without any is forgotten. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeMark, MarkChange, MarkColor } from '../../shared/model/mark.ts';

export type ExchangeMarks = {
  /** Newest exchange first, at most 20,000: as many as the window keeps rows. */
  readonly list: () => readonly ExchangeMark[];
  /** Changes the marks of these exchanges and returns them; unknown ids are left out. */
  readonly set: (ids: readonly ExchangeId[], change: MarkChange) => readonly ExchangeMark[];
};

type MarkRow = {
  readonly id: ExchangeId;
  readonly color: MarkColor | null;
  readonly note: string;
  readonly is_pinned: number;
};

const most = 20_000;

/** Over the writer's open database. */
export function createExchangeMarks(database: DatabaseSyncInstance): ExchangeMarks {
  const all = database.prepare(`
    SELECT id, color, ifnull(note, '') AS note, is_pinned
    FROM exchanges LEFT JOIN exchange_marks ON exchange = number
    WHERE number IN (SELECT exchange FROM exchange_marks UNION SELECT number FROM exchanges WHERE is_pinned = 1)
      AND cleared_at IS NULL
    ORDER BY number DESC LIMIT ?`);
  const find = database.prepare(`
    SELECT number, color, ifnull(note, '') AS note, is_pinned
    FROM exchanges LEFT JOIN exchange_marks ON exchange = number WHERE id = ?`);
  const pin = database.prepare('UPDATE exchanges SET is_pinned = ? WHERE number = ?');
  const put = database.prepare('INSERT OR REPLACE INTO exchange_marks (exchange, color, note) VALUES (?, ?, ?)');
  const drop = database.prepare('DELETE FROM exchange_marks WHERE exchange = ?');

  const change = (id: ExchangeId, { color, note, isPinned }: MarkChange): ExchangeMark | null => {
    const known = find.get(id) as (Partial<MarkRow> & { readonly number: number }) | undefined;
    if (known === undefined) return null;
    const mark: ExchangeMark = {
      id,
      color: color === undefined ? (known.color ?? null) : color,
      note: note ?? known.note ?? '',
      isPinned: isPinned ?? known.is_pinned === 1,
    };
    if (isPinned !== undefined) pin.run(isPinned ? 1 : 0, known.number);
    if (mark.color === null && mark.note === '') drop.run(known.number);
    else put.run(known.number, mark.color, mark.note);
    return mark;
  };
  return {
    list: () => (all.all(most) as MarkRow[]).map(toMark),
    set: (ids, wanted) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const marks = ids.flatMap((id) => change(id, wanted) ?? []);
        database.exec('COMMIT');
        return marks;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}

function toMark({ id, color, note, is_pinned }: MarkRow): ExchangeMark {
  return { id, color, note, isPinned: is_pinned === 1 };
}
