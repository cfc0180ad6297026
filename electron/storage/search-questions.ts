/** Answers to searches, over the store opened read-only: which exchanges hold some words, and where in one they stand. */
import { inflateRawSync } from 'node:zlib';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { findWords, ftsQuery, snippetOf } from '../../shared/conversation/find-words.ts';
import type { PieceFacts } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { SearchAnswer, SearchHit, Snippet, TextHit } from '../../shared/model/search.ts';
import { placeOf } from './piece-places.ts';

export type SearchQuestions = {
  /** For each text, the newest exchanges that hold it, at most `limit`. */
  readonly search: (texts: readonly string[], limit: number) => SearchAnswer;
  /** Every place of an exchange where any of the texts stands. */
  readonly hits: (number: number, texts: readonly string[]) => readonly SearchHit[];
  /** The most telling place of each exchange: what is new in it comes before what it sends again. */
  readonly snippets: (numbers: readonly number[], texts: readonly string[]) => readonly (SearchHit | null)[];
};

/** Places looked at for one snippet: a word of the system prompt stands in every message after it, too. */
const maxSnippetPlaces = 8;
const maxHits = 500;

type PlaceRow = { readonly place: number; readonly facts: string; readonly text: Uint8Array };

/** Prepares the questions; a store of before schema 2 finds nothing and says that all of it is pending. */
export function createSearchQuestions(database: DatabaseSyncInstance): SearchQuestions {
  if (!hasTables(database)) return withoutIndex(database);
  // One row more than wanted tells whether there are more.
  const holders = database.prepare(`
    SELECT DISTINCT e.id FROM piece_words w
    JOIN exchange_pieces p ON p.piece = w.rowid JOIN exchanges e ON e.number = p.exchange
    WHERE piece_words MATCH ? AND e.cleared_at IS NULL ORDER BY e.id DESC LIMIT ?`);
  const pending = database.prepare(
    'SELECT count(*) AS count FROM exchanges WHERE is_indexed = 0 AND end IS NOT NULL AND cleared_at IS NULL',
  );
  const places = database.prepare(`
    SELECT p.place, s.facts, s.text FROM exchange_pieces p JOIN pieces s ON s.number = p.piece
    WHERE p.exchange = ? AND p.piece IN (SELECT rowid FROM piece_words WHERE piece_words MATCH ?)
    ORDER BY p.place LIMIT ?`);
  const newPlaces = database.prepare(`
    SELECT p.place, s.facts, s.text FROM exchange_pieces p JOIN pieces s ON s.number = p.piece
    WHERE p.exchange = ? AND p.piece IN (SELECT rowid FROM piece_words WHERE piece_words MATCH ?)
    ORDER BY p.piece DESC LIMIT ?`);

  const searchOne = (text: string, limit: number): TextHit => {
    const query = ftsQuery(text);
    const rows = query === null ? [] : (holders.all(query, limit + 1) as { readonly id: ExchangeId }[]);
    return { text, ids: rows.slice(0, limit).map(({ id }) => id), isComplete: rows.length <= limit };
  };
  return {
    search: (texts, limit) => ({
      hits: texts.map((text) => searchOne(text, limit)),
      pendingCount: (pending.get() as { readonly count: number }).count,
    }),
    hits: (number, texts) => {
      const found = texts.flatMap((text) => {
        const query = ftsQuery(text);
        const rows = query === null ? [] : (places.all(number, query, maxHits) as PlaceRow[]);
        return rows.flatMap((row) => hitOf(row, text) ?? []);
      });
      return found.sort((left, right) => order(left) - order(right));
    },
    snippets: (numbers, texts) =>
      numbers.map((number) => {
        for (const text of texts) {
          const query = ftsQuery(text);
          const rows = query === null ? [] : (newPlaces.all(number, query, maxSnippetPlaces) as PlaceRow[]);
          const found = rows.flatMap((row) => hitOf(row, text) ?? []);
          // A header is the least telling place of all: every request has `sec-fetch-mode`.
          const best = found.find(({ place }) => !place.kind.endsWith('-headers')) ?? found[0];
          if (best !== undefined) return best;
        }
        return null;
      }),
  };
}

function hasTables(database: DatabaseSyncInstance): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'piece_words'").get() !== undefined;
}

function withoutIndex(database: DatabaseSyncInstance): SearchQuestions {
  const all = database.prepare('SELECT count(*) AS count FROM exchanges WHERE cleared_at IS NULL');
  return {
    search: (texts) => ({
      hits: texts.map((text) => ({ text, ids: [], isComplete: false })),
      pendingCount: (all.get() as { readonly count: number }).count,
    }),
    hits: () => [],
    snippets: (numbers) => numbers.map(() => null),
  };
}

function hitOf({ place, facts, text }: PlaceRow, words: string): SearchHit | null {
  const plain = inflateRawSync(text).toString('utf8');
  const snippet: Snippet | null = snippetOf(plain, words);
  if (snippet === null) return null;
  return {
    place: placeOf(place),
    label: labelOf(JSON.parse(facts) as PieceFacts),
    snippet,
    count: findWords(plain, words).length,
  };
}

function order({ place }: SearchHit): number {
  return (
    ['request-headers', 'parameter', 'tool', 'message', 'response-headers', 'block', 'error'].indexOf(place.kind) *
      1e7 +
    place.index
  );
}

function labelOf(facts: PieceFacts): string {
  switch (facts.kind) {
    case 'message':
      return facts.role ?? 'message';
    case 'tool':
      return `tool ${facts.name ?? ''}`.trim();
    case 'parameter':
      return facts.name ?? 'parameter';
    case 'block':
      return facts.name ?? facts.parts[0]?.kind ?? 'answer';
    case 'request-headers':
      return 'request header';
    case 'response-headers':
      return 'response header';
    case 'error':
      return 'error';
  }
}
