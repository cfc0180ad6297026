/** Schema 4: what the user puts onto exchanges. Nothing else is known of it, so it is the one table that cannot be made again. */
export const markSchema = `
CREATE TABLE exchange_marks (
  exchange INTEGER PRIMARY KEY REFERENCES exchanges (number) ON DELETE CASCADE,
  color TEXT,
  note TEXT NOT NULL DEFAULT ''
);
-- The pin itself is exchanges.is_pinned, which retention asks for.
CREATE INDEX exchanges_pinned ON exchanges (number) WHERE is_pinned = 1;
`;
