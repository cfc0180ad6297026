/** What was imported together: the exchanges that bear the same mark. Over a store that is open for reading. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

/** The exchange itself included; none where it was recorded here. Newest last. */
export function importedWith(
  database: DatabaseSyncInstance,
  { imported }: Pick<ExchangeSummary, 'imported'>,
): readonly ExchangeId[] {
  if (imported === undefined) return [];
  const rows = database
    .prepare(`
      SELECT id FROM exchanges WHERE cleared_at IS NULL AND end IS NOT NULL
        AND CASE WHEN ?1 IS NULL THEN summary ->> '$.imported.at' IS NULL AND summary ->> '$.imported.creator' = ?3
          ELSE summary ->> '$.imported.at' = ?1 AND summary ->> '$.imported.file' = ?2 END
      ORDER BY id`)
    .all(imported.at ?? null, imported.file ?? null, imported.creator) as { readonly id: ExchangeId }[];
  return rows.map(({ id }) => id);
}
