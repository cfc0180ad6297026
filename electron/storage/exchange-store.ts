/**
 * The one writer of a process (step 5 of the walk): takes rows and segments at once, writes them in one transaction per
 * flush. A disk that fails costs stored bytes, never traffic: what waits is bounded, what was lost is told.
 */
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeDetail, ExchangeId } from '../../shared/model/exchange.ts';
import { directionCode, letGoOf, type Segment } from './segment.ts';

export type ExchangeStore = {
  /** Takes the newest facts of an exchange; written with the next flush. Gives the JSON text of its summary. */
  readonly putExchange: (detail: ExchangeDetail) => string;
  /** The facts of an exchange that goes on have changed: `read` is asked for them when they are written. */
  readonly putLive: (id: ExchangeId, read: () => ExchangeDetail) => void;
  /** Takes a segment of a known exchange; it is held until the flush and must not change. */
  readonly appendSegment: (id: ExchangeId, direction: BodyDirection, segment: Segment) => void;
  /** Writes everything that waits. False: the disk refused; it is kept (within bounds) for the next try. */
  readonly flush: () => boolean;
  /** An exchange that another, dead writer left unended: its row takes the next facts. */
  readonly adopt: (id: ExchangeId, number: number) => void;
  readonly pendingBytes: () => number;
  readonly pendingChunks: () => number;
  /** The disk refused the last write. */
  readonly isFailing: () => boolean;
};

export type StoreEvents = {
  /** The first failed write after a good one, and the first good one after a failure. */
  readonly onTrouble: (error: unknown) => void;
  readonly onRecovery: () => void;
  /** Chunks of this exchange will never be stored. */
  readonly onLost: (id: ExchangeId, chunks: number) => void;
};

/** What may wait while the disk refuses. */
const maxWaitingBytes = 16 * 1024 * 1024;
const maxWaitingExchanges = 5000;

type BodySegment = { readonly direction: BodyDirection; readonly segment: Segment };
/** `row` is made at once: texts wait at a tenth of what objects cost the garbage collector. */
type Waiting = { row: ExchangeRow | (() => ExchangeDetail) | null; segments: BodySegment[] };

/** A store over an open database; `writer` names this process's writer lock. */
export function createExchangeStore(
  database: DatabaseSyncInstance,
  writer: string,
  events: StoreEvents,
  /** Number of the named capture that new exchanges belong to. */
  capture: () => number | null = () => null,
): ExchangeStore {
  const statements = prepareStatements(database);
  /** Row numbers of exchanges that have not ended. */
  const numbers = new Map<ExchangeId, number>();
  let waiting = new Map<ExchangeId, Waiting>();
  let pendingBytes = 0;
  let pendingChunks = 0;
  let isFailing = false;

  const entryOf = (id: ExchangeId): Waiting => {
    const known = waiting.get(id);
    if (known !== undefined) return known;
    const entry: Waiting = { row: null, segments: [] };
    waiting.set(id, entry);
    return entry;
  };

  const writeAll = (): { readonly ended: readonly ExchangeId[]; readonly added: ReadonlyMap<ExchangeId, number> } => {
    const ended: ExchangeId[] = [];
    const added = new Map<ExchangeId, number>();
    for (const [id, entry] of waiting) {
      let number = numbers.get(id) ?? added.get(id);
      const row = typeof entry.row === 'function' ? rowOf(entry.row()) : entry.row;
      if (row !== null) {
        if (number === undefined) {
          number = insertExchange(statements, row, writer, capture());
          added.set(id, number);
        } else updateExchange(statements, row, number);
        if (row.end !== null) ended.push(id);
      }
      if (number === undefined) continue;
      for (const { direction, segment } of entry.segments) insertSegment(statements, number, direction, segment);
    }
    return { ended, added };
  };

  const loseSome = (): void => {
    if (pendingBytes <= maxWaitingBytes && waiting.size <= maxWaitingExchanges) return;
    for (const [id, entry] of waiting) {
      let lost = 0;
      for (const { segment } of entry.segments) {
        lost += segment.chunkCount;
        pendingBytes -= segment.size;
        segment.lease?.letGo();
      }
      entry.segments = [];
      pendingChunks -= lost;
      if (lost > 0) events.onLost(id, lost);
      if (waiting.size > maxWaitingExchanges) waiting.delete(id);
      if (pendingBytes <= maxWaitingBytes / 2 && waiting.size <= maxWaitingExchanges) return;
    }
  };

  return {
    putExchange: (detail) => {
      const row = rowOf(detail);
      entryOf(row.id).row = row;
      return row.summary;
    },
    putLive: (id, read) => {
      entryOf(id).row = read;
    },
    appendSegment: (id, direction, segment) => {
      entryOf(id).segments.push({ direction, segment });
      segment.lease?.hold();
      pendingBytes += segment.size;
      pendingChunks += segment.chunkCount;
    },
    flush: () => {
      if (waiting.size === 0) return true;
      try {
        database.exec('BEGIN IMMEDIATE');
        const { ended, added } = writeAll();
        database.exec('COMMIT');
        for (const [id, number] of added) numbers.set(id, number);
        for (const id of ended) numbers.delete(id);
        for (const { segments } of waiting.values()) letGoOf(segments.map(({ segment }) => segment));
        waiting = new Map();
        pendingBytes = 0;
        pendingChunks = 0;
        if (isFailing) events.onRecovery();
        isFailing = false;
        return true;
      } catch (error) {
        rollBack(database);
        if (!isFailing) events.onTrouble(error);
        isFailing = true;
        loseSome();
        return false;
      }
    },
    adopt: (id, number) => {
      numbers.set(id, number);
    },
    pendingBytes: () => pendingBytes,
    pendingChunks: () => pendingChunks,
    isFailing: () => isFailing,
  };
}

type Statements = {
  readonly insert: StatementSyncInstance;
  readonly update: StatementSyncInstance;
  readonly segment: StatementSyncInstance;
};

function prepareStatements(database: DatabaseSyncInstance): Statements {
  return {
    // A capture may have been deleted since, also by another process.
    insert: database.prepare(`
      INSERT INTO exchanges (id, writer, capture, started_at, ended_at, method, path, upstream, endpoint, format, model, status,
        end, summary, start, response, connection, end_facts, request_digest, response_digest)
      VALUES (?, ?, (SELECT number FROM captures WHERE number = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    update: database.prepare(`
      UPDATE exchanges SET ended_at = ?, upstream = ?, endpoint = ?, format = ?, model = ?, status = ?, end = ?,
        summary = ?, start = ?, response = ?, connection = ?, end_facts = ?, request_digest = ?, response_digest = ?
      WHERE number = ?`),
    segment: database.prepare(`
      INSERT INTO segments (exchange, direction, first_chunk, chunk_count, byte_offset, size, chunk_index, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
  };
}

/** An exchange as its row: the columns, and the types of shared/model as JSON texts. */
type ExchangeRow = {
  readonly id: ExchangeId;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly method: string;
  readonly path: string;
  readonly upstream: string | null;
  readonly endpoint: string | null;
  readonly format: string;
  readonly model: string | null;
  readonly status: number | null;
  readonly end: string | null;
  readonly summary: string;
  readonly start: string;
  readonly response: string | null;
  readonly connection: string | null;
  readonly endFacts: string | null;
  readonly requestDigest: string | null;
  readonly responseDigest: string | null;
};

function rowOf(detail: ExchangeDetail): ExchangeRow {
  const { summary } = detail;
  return {
    id: summary.id,
    startedAt: summary.startedAt,
    endedAt: summary.endedAt,
    method: summary.method,
    path: summary.path,
    upstream: summary.upstream,
    endpoint: summary.endpoint,
    format: summary.format,
    model: summary.model,
    status: summary.status,
    end: summary.end,
    summary: JSON.stringify(summary),
    start: JSON.stringify(detail.start),
    response: textOf(detail.response),
    connection: textOf(detail.connection),
    endFacts: textOf(detail.endFacts),
    requestDigest: textOf(detail.requestDigest),
    responseDigest: textOf(detail.responseDigest),
  };
}

function insertExchange({ insert }: Statements, row: ExchangeRow, writer: string, capture: number | null): number {
  const { lastInsertRowid } = insert.run(
    row.id,
    writer,
    capture,
    row.startedAt,
    row.endedAt,
    row.method,
    row.path,
    row.upstream,
    row.endpoint,
    row.format,
    row.model,
    row.status,
    row.end,
    row.summary,
    row.start,
    row.response,
    row.connection,
    row.endFacts,
    row.requestDigest,
    row.responseDigest,
  );
  return Number(lastInsertRowid);
}

function updateExchange({ update }: Statements, row: ExchangeRow, number: number): void {
  update.run(
    row.endedAt,
    row.upstream,
    row.endpoint,
    row.format,
    row.model,
    row.status,
    row.end,
    row.summary,
    // Who the client is may be found out later.
    row.start,
    row.response,
    row.connection,
    row.endFacts,
    row.requestDigest,
    row.responseDigest,
    number,
  );
}

function textOf(facts: object | null): string | null {
  return facts === null ? null : JSON.stringify(facts);
}

function insertSegment({ segment }: Statements, number: number, direction: BodyDirection, packed: Segment): void {
  segment.run(
    number,
    directionCode(direction),
    packed.firstChunk,
    packed.chunkCount,
    packed.byteOffset,
    packed.size,
    packed.chunkIndex,
    packed.bytes,
  );
}

function rollBack(database: DatabaseSyncInstance): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // The connection itself is gone; the next flush will say so again.
  }
}
