/**
 * Schema 3: bodies shared by content, and named captures. When capture rests, the segments of an ended exchange are cut
 * where their content says so, and each piece is kept once by its SHA-256: a history that every turn sends again costs
 * once. `segments.blob` is then not null: that many bytes of the segment's first blob come before the segment's own.
 */
export const blobSchema = `
-- 0: its bodies are packed once it has ended.
ALTER TABLE exchanges ADD COLUMN is_packed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX exchanges_to_pack ON exchanges (number) WHERE is_packed = 0;

CREATE TABLE blobs (
  number INTEGER PRIMARY KEY,
  -- SHA-256 of the bytes before packing.
  hash BLOB NOT NULL UNIQUE,
  -- Bytes before packing.
  size INTEGER NOT NULL,
  -- A format byte, then as it says (packed-bytes.ts).
  packed BLOB NOT NULL
);

CREATE TABLE segment_blobs (
  segment INTEGER NOT NULL REFERENCES segments (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  blob INTEGER NOT NULL,
  PRIMARY KEY (segment, place)
) WITHOUT ROWID;
CREATE INDEX segment_blobs_by_blob ON segment_blobs (blob);

-- The last segment that had a blob takes it along.
CREATE TRIGGER segment_blobs_gone AFTER DELETE ON segment_blobs
WHEN NOT EXISTS (SELECT 1 FROM segment_blobs WHERE blob = old.blob) BEGIN
  DELETE FROM blobs WHERE number = old.blob;
END;

-- exchanges.capture names one of these; null: none.
CREATE TABLE captures (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  begun_at REAL NOT NULL
);
CREATE INDEX exchanges_by_capture ON exchanges (capture, id) WHERE capture IS NOT NULL;
`;
