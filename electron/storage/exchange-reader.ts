/** Read questions to the store's tables, for the query worker, for recovery at start and for the CLI. Small answers only. */
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { BodyDirection, ChunkInfo } from '../../shared/ipc/bodies.ts';
import type { ExchangeDetail, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { unpackBytes } from './packed-bytes.ts';
import { directionCode, type Segment, unpackFacts } from './segment.ts';

/** An exchange's row number and facts. */
export type FoundExchange = { readonly number: number; readonly detail: ExchangeDetail };

/** Columns with an index; each is the summary's field of that name. */
export type IndexedColumn = 'status' | 'model' | 'upstream';

export type ExchangeReader = {
  /** Newest last; cleared ones left out. `capture`: only those of this named capture. */
  readonly list: (before: ExchangeId | null, limit: number, capture?: number | null) => readonly ExchangeSummary[];
  /** As `list`, of those whose column is one of these; what does not match is passed over without being read. */
  readonly listWith: (
    column: IndexedColumn,
    values: readonly (string | number)[],
    before: ExchangeId | null,
    limit: number,
  ) => readonly ExchangeSummary[];
  /** How many there are of them, cleared ones included. */
  readonly countWith: (column: IndexedColumn, values: readonly (string | number)[]) => number;
  /** The different values of a column, null among them; at most a thousand. */
  readonly valuesOf: (column: IndexedColumn) => readonly (string | number | null)[];
  readonly count: () => number;
  readonly find: (id: ExchangeId) => FoundExchange | null;
  /** The segment that holds chunk `from` or is the next after it; null behind the last. It may begin before `from`. */
  readonly nextSegment: (number: number, direction: BodyDirection, from: number) => Segment | null;
  /** The last segment that begins at or before a byte of the body as received; its `firstChunk`, or 0. */
  readonly chunkAtOffset: (number: number, direction: BodyDirection, offset: number) => number;
  readonly chunks: (number: number, direction: BodyDirection) => readonly ChunkInfo[];
  /** Bytes of a body as received, holes included. */
  readonly bodyBytes: (number: number, direction: BodyDirection) => number;
};

type DetailRow = Readonly<
  Record<'summary' | 'start', string> &
    Record<'response' | 'connection' | 'end_facts' | 'request_digest' | 'response_digest', string | null>
> & { readonly number: number };

type SegmentRow = {
  readonly first_chunk: number;
  readonly chunk_count: number;
  readonly byte_offset: number;
  readonly size: number;
  readonly chunk_index: Uint8Array;
  readonly bytes: Uint8Array | null;
};

/** `blob`: not null once it is packed (migrations/0003). */
type StoredSegmentRow = SegmentRow & { readonly number: number; readonly blob: number | null };
type IndexRow = Pick<StoredSegmentRow, 'first_chunk' | 'byte_offset' | 'chunk_index' | 'blob'>;

/** Prepares the questions on an open database. */
export function createExchangeReader(database: DatabaseSyncInstance): ExchangeReader {
  const ask = prepareQuestions(database);
  // Only a store that has packed segments is sure to have the table.
  let parts: StatementSyncInstance | null = null;
  const blobsOf = (segment: number): readonly Uint8Array[] => {
    parts ??= database.prepare(`
      SELECT b.packed FROM segment_blobs s JOIN blobs b ON b.number = s.blob WHERE s.segment = ? ORDER BY s.place`);
    return (parts.all(segment) as { readonly packed: Uint8Array }[]).map(({ packed }) => packed);
  };
  const newest = (before: ExchangeId | null, limit: number) =>
    before === null ? ask.newest.all(limit) : ask.newestBefore.all(before, limit);
  const summaries = (rows: readonly unknown[]): readonly ExchangeSummary[] =>
    (rows as readonly { readonly summary: string }[])
      .toReversed()
      .map(({ summary }) => JSON.parse(summary) as ExchangeSummary);
  return {
    list: (before, limit, capture = null) =>
      summaries(capture === null ? newest(before, limit) : ask.newestOf.all(capture, before ?? '~', limit)),
    listWith: (column, values, before, limit) =>
      summaries(database.prepare(newestWith(column)).all(before ?? '~', JSON.stringify(values), limit)),
    countWith: (column, values) => {
      const counting = `SELECT count(*) AS count FROM exchanges WHERE ${column} IN (SELECT value FROM json_each(?))`;
      return (database.prepare(counting).get(JSON.stringify(values)) as { readonly count: number }).count;
    },
    valuesOf: (column) =>
      (database.prepare(differentValues(column)).all() as { readonly value: string | number | null }[]).map(
        ({ value }) => value,
      ),
    count: () => (ask.count.get() as { readonly count: number }).count,
    find: (id) => {
      const row = ask.find.get(id) as DetailRow | undefined;
      return row === undefined ? null : { number: row.number, detail: readDetail(row) };
    },
    nextSegment: (number, direction, from) => {
      const code = directionCode(direction);
      const row = ask.nextSegment.get(number, code, number, code, from, from) as StoredSegmentRow | undefined;
      if (row === undefined) return null;
      return readSegment(row.blob === null ? row : unpackRow(row, row.blob, blobsOf(row.number)));
    },
    chunkAtOffset: (number, direction, offset) => {
      const row = ask.chunkAtOffset.get(number, directionCode(direction), offset) as
        | { readonly first_chunk: number }
        | undefined;
      return row?.first_chunk ?? 0;
    },
    chunks: (number, direction) => {
      const rows = ask.chunkIndexes.all(number, directionCode(direction)) as IndexRow[];
      return rows.flatMap((row) =>
        unpackFacts({
          firstChunk: row.first_chunk,
          byteOffset: row.byte_offset,
          chunkIndex: row.blob === null ? row.chunk_index : unpackBytes(row.chunk_index),
        }).map(({ index, receivedAt, offset, sizeBytes }) => ({ index, receivedAt, offset, sizeBytes })),
      );
    },
    bodyBytes: (number, direction) => {
      const row = ask.bodyBytes.get(number, directionCode(direction)) as { readonly size: number | null } | undefined;
      return row?.size ?? 0;
    },
  };
}

type Question =
  | 'newest'
  | 'newestBefore'
  | 'newestOf'
  | 'count'
  | 'find'
  | 'nextSegment'
  | 'chunkAtOffset'
  | 'chunkIndexes'
  | 'bodyBytes';

function prepareQuestions(database: DatabaseSyncInstance): Readonly<Record<Question, StatementSyncInstance>> {
  const place = 'FROM segments WHERE exchange = ? AND direction = ?';
  return {
    newest: database.prepare('SELECT summary FROM exchanges WHERE cleared_at IS NULL ORDER BY id DESC LIMIT ?'),
    newestBefore: database.prepare(
      'SELECT summary FROM exchanges WHERE cleared_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?',
    ),
    // Ids are of digits and lower-case letters: all of them come before the tilde.
    newestOf: database.prepare(`
      SELECT summary FROM exchanges WHERE capture = ? AND cleared_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?`),
    count: database.prepare('SELECT count(*) AS count FROM exchanges WHERE cleared_at IS NULL'),
    find: database.prepare(`
      SELECT number, summary, start, response, connection, end_facts, request_digest, response_digest
      FROM exchanges WHERE id = ?`),
    // From the last one that begins at or before the chunk: it holds it, or its neighbour is the next.
    nextSegment: database.prepare(`
      SELECT * ${place}
        AND first_chunk >= coalesce((SELECT max(first_chunk) ${place} AND first_chunk <= ?), 0)
        AND first_chunk + chunk_count > ? ORDER BY first_chunk LIMIT 1`),
    chunkAtOffset: database.prepare(
      `SELECT first_chunk ${place} AND byte_offset <= ? ORDER BY first_chunk DESC LIMIT 1`,
    ),
    chunkIndexes: database.prepare(`SELECT first_chunk, byte_offset, chunk_index, blob ${place} ORDER BY first_chunk`),
    bodyBytes: database.prepare(`SELECT max(byte_offset + size) AS size ${place}`),
  };
}

/**
 * Goes along the index of the ids, which also has the row numbers, and looks each up among those that the column's index
 * gave: rows are some KB, and only those that match are read.
 */
function newestWith(column: IndexedColumn): string {
  return `SELECT summary FROM exchanges INDEXED BY sqlite_autoindex_exchanges_1
    WHERE id < ? AND number IN (SELECT number FROM exchanges WHERE ${column} IN (SELECT value FROM json_each(?)))
      AND cleared_at IS NULL ORDER BY id DESC LIMIT ?`;
}

/** From one value to the next along the index: a hundred thousand rows have a handful. */
function differentValues(column: IndexedColumn): string {
  return `WITH RECURSIVE different (value) AS (
      SELECT min(${column}) FROM exchanges
      UNION ALL SELECT (SELECT min(${column}) FROM exchanges WHERE ${column} > value) FROM different WHERE value IS NOT NULL
    ) SELECT value FROM different LIMIT 1000`;
}

function readDetail(row: DetailRow): ExchangeDetail {
  const optional = <Value>(text: string | null): Value | null => (text === null ? null : (JSON.parse(text) as Value));
  return {
    summary: JSON.parse(row.summary) as ExchangeSummary,
    start: JSON.parse(row.start) as ExchangeDetail['start'],
    response: optional(row.response),
    connection: optional(row.connection),
    endFacts: optional(row.end_facts),
    requestDigest: optional(row.request_digest),
    responseDigest: optional(row.response_digest),
  };
}

function readSegment(row: SegmentRow): Segment {
  return {
    firstChunk: row.first_chunk,
    chunkCount: row.chunk_count,
    byteOffset: row.byte_offset,
    size: row.size,
    chunkIndex: row.chunk_index,
    bytes: row.bytes ?? new Uint8Array(0),
  };
}

/** `skipped`: bytes of the first blob that belong to the segment before. */
function unpackRow(row: StoredSegmentRow, skipped: number, blobs: readonly Uint8Array[]): SegmentRow {
  const whole = blobs.length === 1 ? unpackBytes(blobs[0] as Uint8Array) : Buffer.concat(blobs.map(unpackBytes));
  const { first_chunk, chunk_count, byte_offset, size } = row;
  const bytes = plain(whole.subarray(skipped, skipped + size));
  return { first_chunk, chunk_count, byte_offset, size, chunk_index: plain(unpackBytes(row.chunk_index)), bytes };
}

/** No `Buffer`: what V8 compiled for the bytes of live streams would be thrown away at the first exchange that is read again. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
