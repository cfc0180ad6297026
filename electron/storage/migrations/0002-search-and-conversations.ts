/**
 * Schema 2: full-text search and conversations. What exchanges send again and again (system prompt, tools, history) is
 * one piece, kept once by the hash of what it says; an exchange is a list of pieces. Everything here is derived and can
 * be made again from the recorded chunks.
 */
export const searchSchema = `
-- 0: to be indexed once it has ended.
ALTER TABLE exchanges ADD COLUMN is_indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX exchanges_to_index ON exchanges (number) WHERE is_indexed = 0;

CREATE TABLE pieces (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  -- JSON of PieceFacts (shared/model/conversation.ts).
  facts TEXT NOT NULL,
  -- Deflated; for snippets and for telling what changed.
  text BLOB NOT NULL
);

-- place: kind * 1,000,000 + index (piece-places.ts).
CREATE TABLE exchange_pieces (
  exchange INTEGER NOT NULL REFERENCES exchanges (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  piece INTEGER NOT NULL,
  PRIMARY KEY (exchange, place)
) WITHOUT ROWID;
CREATE INDEX exchange_pieces_by_piece ON exchange_pieces (piece, exchange);

-- Words only: the text is in pieces.
CREATE VIRTUAL TABLE piece_words USING fts5(
  text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);

-- The last exchange that had a piece takes it along.
CREATE TRIGGER exchange_pieces_gone AFTER DELETE ON exchange_pieces
WHEN NOT EXISTS (SELECT 1 FROM exchange_pieces WHERE piece = old.piece) BEGIN
  DELETE FROM piece_words WHERE rowid = old.piece;
  DELETE FROM pieces WHERE number = old.piece;
END;

-- Where an exchange stands among others. Ids, not numbers: a parent may be deleted before its children.
CREATE TABLE conversation_links (
  exchange INTEGER PRIMARY KEY REFERENCES exchanges (number) ON DELETE CASCADE,
  conversation TEXT NOT NULL,
  parent TEXT,
  kind TEXT NOT NULL,
  -- What the linker asks of a candidate.
  program TEXT NOT NULL,
  first_message TEXT,
  last_message TEXT,
  message_count INTEGER NOT NULL
);
CREATE INDEX conversation_links_by_conversation ON conversation_links (conversation, exchange);

-- The latest exchange under each key of conversation-linker.ts; retries lead to their first attempt.
CREATE TABLE link_keys (
  key TEXT PRIMARY KEY,
  exchange INTEGER NOT NULL REFERENCES exchanges (number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX link_keys_by_exchange ON link_keys (exchange);
`;
