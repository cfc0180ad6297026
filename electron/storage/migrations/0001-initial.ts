/**
 * Schema 1, as SQL in a module so that Vite, vitest and plain Node read it alike. Never edited once released: what
 * changes comes as 0002 and so on.
 *
 * Room is kept for what comes later: `segments.blob` for bodies shared by content (requests that repeat their prefix),
 * `exchanges.capture` for named captures, `exchanges.is_pinned` for retention; a full-text index needs only a new
 * table keyed by `exchanges.number`.
 */
export const initialSchema = `
CREATE TABLE store_facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One row per exchange. The columns are what lists filter and sort by; the JSON texts are the types of shared/model.
CREATE TABLE exchanges (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Which process wrote it: an unended row of a dead writer is an interrupted exchange.
  writer TEXT NOT NULL,
  capture INTEGER,
  is_pinned INTEGER NOT NULL DEFAULT 0,
  started_at REAL NOT NULL,
  ended_at REAL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  upstream TEXT,
  endpoint TEXT,
  format TEXT NOT NULL,
  model TEXT,
  status INTEGER,
  end TEXT,
  summary TEXT NOT NULL,
  start TEXT NOT NULL,
  response TEXT,
  connection TEXT,
  end_facts TEXT,
  request_digest TEXT,
  response_digest TEXT,
  -- Cleared exchanges are hidden, and deleted once they can no longer be brought back.
  cleared_at REAL,
  clear_token TEXT
);
CREATE INDEX exchanges_by_start ON exchanges (started_at);
CREATE INDEX exchanges_by_upstream ON exchanges (upstream, started_at);
CREATE INDEX exchanges_by_model ON exchanges (model, started_at);
CREATE INDEX exchanges_by_status ON exchanges (status, started_at);
CREATE INDEX exchanges_unended ON exchanges (writer) WHERE end IS NULL;
CREATE INDEX exchanges_cleared ON exchanges (cleared_at) WHERE cleared_at IS NOT NULL;

-- Consecutive chunks of one body as they came off the wire.
CREATE TABLE segments (
  number INTEGER PRIMARY KEY,
  exchange INTEGER NOT NULL REFERENCES exchanges (number) ON DELETE CASCADE,
  -- 0 request, 1 response, 2 injected.
  direction INTEGER NOT NULL,
  first_chunk INTEGER NOT NULL,
  chunk_count INTEGER NOT NULL,
  -- Offset of the first byte within the body as received.
  byte_offset INTEGER NOT NULL,
  size INTEGER NOT NULL,
  -- Per chunk 16 bytes, little-endian: time (float64, epoch ms), size (uint32), flags (uint32; 1: could not be sent on).
  chunk_index BLOB NOT NULL,
  bytes BLOB,
  blob INTEGER
);
CREATE UNIQUE INDEX segments_in_order ON segments (exchange, direction, first_chunk);
`;
