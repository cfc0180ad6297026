/**
 * Deletes what the user's rules no longer keep, the oldest first, in small transactions. Pinned and running exchanges
 * always stay. Belongs to the writer.
 */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { RetentionRules } from '../../shared/model/retention.ts';
import type { ClearedExchanges } from './cleared-exchanges.ts';
import type { StoreSpace } from './store-space.ts';

export type Retention = {
  /** Deletes what `rules` do not keep at `now`; gives the ids. `rest` false stops it early. */
  readonly enforce: (
    rules: RetentionRules,
    now: number,
    rest: () => Promise<boolean>,
  ) => Promise<readonly ExchangeId[]>;
};

/** Milliseconds of a day. */
export const dayMs = 86_400_000;
/** Exchanges hidden and deleted before others get a turn. */
const perStep = 50;
/** Of a stored row: it was recorded here. */
export const notImported = "json_extract(summary, '$.imported') IS NULL";
/** What may go: the table's condition, shared with the preview. */
export const mayGo = 'end IS NOT NULL AND is_pinned = 0 AND cleared_at IS NULL';

/** Over the writer's open database. */
export function createRetention(
  database: DatabaseSyncInstance,
  cleared: ClearedExchanges,
  space: StoreSpace,
): Retention {
  // Long ago, so that they are deleted at once and no undo brings them back.
  const hide = (condition: string) =>
    database.prepare(`
      UPDATE exchanges SET cleared_at = 0, clear_token = NULL WHERE number IN (
        SELECT number FROM exchanges WHERE ${mayGo} AND ${condition} ORDER BY number LIMIT ?) RETURNING id`);
  // What was imported is as old as its recording; it was wanted later.
  const hideOlder = hide(`started_at < ? AND ${notImported}`);
  const hideOldest = hide('1');
  const count = database.prepare('SELECT count(*) AS count FROM exchanges WHERE cleared_at IS NULL');

  return {
    enforce: async (rules, now, rest) => {
      const { maxAgeDays, maxBytes, maxCount } = rules;
      const gone: ExchangeId[] = [];
      /** Steps until `hideSome` finds nothing more. */
      const repeat = async (hideSome: () => readonly unknown[]): Promise<void> => {
        while (database.isOpen) {
          const rows = hideSome() as readonly { readonly id: ExchangeId }[];
          if (rows.length === 0) return;
          gone.push(...rows.map(({ id }) => id));
          await cleared.purge(0);
          if (!(await rest())) return;
        }
      };
      if (maxAgeDays !== null) await repeat(() => hideOlder.all(now - maxAgeDays * dayMs, perStep));
      if (maxCount !== null) {
        await repeat(() => {
          const excess = (count.get() as { readonly count: number }).count - maxCount;
          return excess <= 0 ? [] : hideOldest.all(Math.min(excess, perStep));
        });
      }
      // A few at a time: one exchange may hold most of the bytes.
      if (maxBytes !== null) await repeat(() => (space.usedBytes() <= maxBytes ? [] : hideOldest.all(4)));
      return gone;
    },
  };
}
