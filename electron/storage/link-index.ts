/** The stored keys of linked exchanges, asked by the writer when one ended and by the query worker while one runs. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { LinkEntry, LinkIndex } from '../../shared/conversation/conversation-linker.ts';

/** Over an open database with the tables of schema 2. */
export function createStoredLinkIndex(database: DatabaseSyncInstance): LinkIndex {
  const find = database.prepare(`
    SELECT e.id, l.conversation, e.started_at AS startedAt, l.program, l.first_message AS first,
      l.last_message AS last, l.message_count AS messageCount
    FROM link_keys k JOIN conversation_links l ON l.exchange = k.exchange JOIN exchanges e ON e.number = k.exchange
    WHERE k.key = ?`);
  return { find: (key) => (find.get(key) as LinkEntry | undefined) ?? null };
}
