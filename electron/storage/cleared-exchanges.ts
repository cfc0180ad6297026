/** Clearing: exchanges are hidden at once, can be brought back for a while, and are then deleted in small steps. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

/** How long a clear can be undone. */
export const undoWindowMs = 30_000;

export type ClearedExchanges = {
  /**
   * Hides those of `ids` that have ended, or with null all but the pinned ones; what an earlier clear hid can no longer
   * be brought back.
   */
  readonly clear: (token: string, now: number, ids: readonly ExchangeId[] | null) => readonly ExchangeId[];
  readonly undo: (token: string) => readonly ExchangeSummary[];
  /** Deletes what was cleared at or before `until`. One small transaction per turn, so that live streams get theirs. */
  readonly purge: (until: number) => Promise<void>;
};

const segmentsPerTurn = 32;

/** Over the writer's open database. */
export function createClearedExchanges(database: DatabaseSyncInstance): ClearedExchanges {
  const hide = database.prepare(`
    UPDATE exchanges SET cleared_at = ?, clear_token = ? WHERE end IS NOT NULL AND cleared_at IS NULL AND is_pinned = 0
    RETURNING id`);
  const hideOne = database.prepare(`
    UPDATE exchanges SET cleared_at = ?, clear_token = ? WHERE id = ? AND end IS NOT NULL AND cleared_at IS NULL
    RETURNING id`);
  const forget = database.prepare(
    'UPDATE exchanges SET clear_token = NULL WHERE clear_token IS NOT NULL AND clear_token <> ?',
  );
  const show = database.prepare(`
    UPDATE exchanges SET cleared_at = NULL, clear_token = NULL WHERE clear_token = ? RETURNING id, summary`);
  const nextCleared = database.prepare('SELECT number FROM exchanges WHERE cleared_at <= ? LIMIT 1');
  const deleteSegments = database.prepare(
    'DELETE FROM segments WHERE number IN (SELECT number FROM segments WHERE exchange = ? LIMIT ?)',
  );
  const deleteExchange = database.prepare('DELETE FROM exchanges WHERE number = ?');

  const purgeStep = (until: number): boolean => {
    const row = nextCleared.get(until) as { readonly number: number } | undefined;
    if (row === undefined) return false;
    const { changes } = deleteSegments.run(row.number, segmentsPerTurn);
    if (Number(changes) < segmentsPerTurn) deleteExchange.run(row.number);
    return true;
  };
  return {
    clear: (token, now, ids) => {
      const hidden = ids === null ? hide.all(now, token) : ids.flatMap((id) => hideOne.all(now, token, id));
      const rows = hidden as { readonly id: ExchangeId }[];
      forget.run(token);
      return rows.map(({ id }) => id);
    },
    undo: (token) => {
      const rows = show.all(token) as { readonly id: ExchangeId; readonly summary: string }[];
      const summaries = rows.map(({ summary }) => JSON.parse(summary) as ExchangeSummary);
      return summaries.sort((first, second) => (first.id < second.id ? -1 : 1));
    },
    purge: async (until) => {
      while (database.isOpen && purgeStep(until)) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
