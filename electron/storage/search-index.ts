/**
 * The writing side of search and conversations: pieces of ended exchanges, their words, and the links between exchanges.
 * Belongs to the one writer. Each call is one short transaction; an exchange counts as indexed with its last one.
 */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import {
  type FoundLink,
  keysToAdd,
  type LinkIndex,
  linkExchange,
} from '../../shared/conversation/conversation-linker.ts';
import type { LinkKeys } from '../../shared/conversation/link-keys.ts';
import type { Piece } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { createStoredLinkIndex } from './link-index.ts';
import { placeCode } from './piece-places.ts';
import { inTransaction } from './transaction.ts';

export type SearchIndex = {
  /** The oldest ended exchange that is not indexed; a turn links to earlier ones, so they come first. */
  readonly nextPending: () => { readonly number: number; readonly id: ExchangeId } | null;
  /** Adds pieces of an exchange. May be called several times, a slice of them each. */
  readonly addPieces: (number: number, pieces: readonly Piece[]) => void;
  /** Links it (`keys` null: no conversation) and marks it as indexed. */
  readonly finish: (number: number, keys: LinkKeys | null) => void;
};

/** A short name of a text. 64 bits: among a million messages a false meeting has a chance of one in 30 million. */
export function shortHash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 16);
}

/** Over the writer's open database. */
export function createSearchIndex(database: DatabaseSyncInstance): SearchIndex {
  const statements = prepareStatements(database);
  const links = createStoredLinkIndex(database);
  const pending = database.prepare(`
    SELECT number, id FROM exchanges WHERE is_indexed = 0 AND end IS NOT NULL AND cleared_at IS NULL
    ORDER BY number LIMIT 1`);
  return {
    nextPending: () => (pending.get() as { readonly number: number; readonly id: ExchangeId } | undefined) ?? null,
    addPieces: (number, pieces) => inTransaction(database, () => writePieces(statements, number, pieces)),
    finish: (number, keys) =>
      inTransaction(database, () => {
        if (keys !== null) writeLink(statements, links, number, keys);
        statements.mark.run(number);
      }),
  };
}

type StatementName = 'known' | 'piece' | 'words' | 'place' | 'mark' | 'link' | 'key' | 'numberOf';
type Statements = Readonly<Record<StatementName, StatementSyncInstance>>;

function prepareStatements(database: DatabaseSyncInstance): Statements {
  return {
    known: database.prepare('SELECT number FROM pieces WHERE hash = ?'),
    piece: database.prepare('INSERT INTO pieces (hash, facts, text) VALUES (?, ?, ?)'),
    words: database.prepare('INSERT INTO piece_words (rowid, text) VALUES (?, ?)'),
    place: database.prepare('INSERT OR REPLACE INTO exchange_pieces (exchange, place, piece) VALUES (?, ?, ?)'),
    mark: database.prepare('UPDATE exchanges SET is_indexed = 1 WHERE number = ?'),
    link: database.prepare(`
      INSERT OR REPLACE INTO conversation_links
        (exchange, conversation, parent, kind, program, first_message, last_message, message_count)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    key: database.prepare('INSERT OR REPLACE INTO link_keys (key, exchange) VALUES (?, ?)'),
    numberOf: database.prepare('SELECT number FROM exchanges WHERE id = ?'),
  };
}

function writePieces({ known, piece, words, place }: Statements, number: number, pieces: readonly Piece[]): void {
  for (const one of pieces) {
    const hash = createHash('sha1').update(one.identity).digest();
    const found = known.get(hash) as { readonly number: number } | undefined;
    let row = found?.number;
    if (row === undefined) {
      const text = deflateRawSync(one.text, { level: 3 });
      row = Number(piece.run(hash, JSON.stringify(one.facts), text).lastInsertRowid);
      words.run(row, one.text);
    }
    place.run(number, placeCode(one.place), row);
  }
}

function writeLink(statements: Statements, links: LinkIndex, number: number, keys: LinkKeys): void {
  const found: FoundLink = linkExchange(keys, links);
  const { conversation, parent, kind } = found;
  const { program, first, last, messages } = keys;
  statements.link.run(number, conversation, parent, kind, program, first, last, messages.length);
  // All attempts lead to the first one: the turns that follow hang under it.
  const head =
    kind === 'retry' && parent !== null ? (statements.numberOf.get(parent) as { number: number }).number : number;
  for (const key of keysToAdd(keys)) statements.key.run(key, head);
}
