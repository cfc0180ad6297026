/**
 * The one writer of a process (step 5 of the walk): takes rows and segments at once, writes them in one transaction per
 * flush. A disk that fails costs stored bytes, never traffic: what waits is bounded, what was lost is told.
 */
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { BodyDirection } from '../../shared/ipc/contract.ts';
import type { ExchangeDetail, ExchangeId } from '../../shared/model/exchange.ts';
import { directionCode, type Segment } from './segment.ts';

export type ExchangeStore = {
  /** Takes the newest facts of an exchange; written with the next flush. */
  readonly putExchange: (detail: ExchangeDetail) => void;
  /** Takes a segment of a known exchange; it is kept until the flush and must not change. */
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

type Waiting = { detail: ExchangeDetail | null; readonly bodies: Map<BodyDirection, Segment[]> };

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
    const entry: Waiting = { detail: null, bodies: new Map() };
    waiting.set(id, entry);
    return entry;
  };

  const writeAll = (): { readonly ended: readonly ExchangeId[]; readonly added: ReadonlyMap<ExchangeId, number> } => {
    const ended: ExchangeId[] = [];
    const added = new Map<ExchangeId, number>();
    for (const [id, entry] of waiting) {
      let number = numbers.get(id) ?? added.get(id);
      if (entry.detail !== null) {
        if (number === undefined) {
          number = insertExchange(statements, entry.detail, writer, capture());
          added.set(id, number);
        } else updateExchange(statements, entry.detail, number);
        if (entry.detail.summary.end !== null) ended.push(id);
      }
      if (number === undefined) continue;
      for (const [direction, segments] of entry.bodies) insertSegments(statements, number, direction, segments);
    }
    return { ended, added };
  };

  const loseSome = (): void => {
    if (pendingBytes <= maxWaitingBytes && waiting.size <= maxWaitingExchanges) return;
    for (const [id, entry] of waiting) {
      let lost = 0;
      for (const segments of entry.bodies.values()) {
        for (const segment of segments) {
          lost += segment.chunkCount;
          pendingBytes -= segment.size;
        }
      }
      entry.bodies.clear();
      pendingChunks -= lost;
      if (lost > 0) events.onLost(id, lost);
      if (waiting.size > maxWaitingExchanges) waiting.delete(id);
      if (pendingBytes <= maxWaitingBytes / 2 && waiting.size <= maxWaitingExchanges) return;
    }
  };

  return {
    putExchange: (detail) => {
      entryOf(detail.summary.id).detail = detail;
    },
    appendSegment: (id, direction, segment) => {
      const { bodies } = entryOf(id);
      const segments = bodies.get(direction);
      if (segments === undefined) bodies.set(direction, [segment]);
      else segments.push(segment);
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

function insertExchange(
  { insert }: Statements,
  detail: ExchangeDetail,
  writer: string,
  capture: number | null,
): number {
  const { summary, start } = detail;
  const { lastInsertRowid } = insert.run(
    summary.id,
    writer,
    capture,
    summary.startedAt,
    summary.endedAt,
    summary.method,
    summary.path,
    summary.upstream,
    summary.endpoint,
    summary.format,
    summary.model,
    summary.status,
    summary.end,
    JSON.stringify(summary),
    JSON.stringify(start),
    ...laterFacts(detail),
  );
  return Number(lastInsertRowid);
}

function updateExchange({ update }: Statements, detail: ExchangeDetail, number: number): void {
  const { summary } = detail;
  update.run(
    summary.endedAt,
    summary.upstream,
    summary.endpoint,
    summary.format,
    summary.model,
    summary.status,
    summary.end,
    JSON.stringify(summary),
    // Who the client is may be found out later.
    JSON.stringify(detail.start),
    ...laterFacts(detail),
    number,
  );
}

function laterFacts(detail: ExchangeDetail): readonly (string | null)[] {
  const facts = [detail.response, detail.connection, detail.endFacts, detail.requestDigest, detail.responseDigest];
  return facts.map((value) => (value === null ? null : JSON.stringify(value)));
}

function insertSegments(
  { segment }: Statements,
  number: number,
  direction: BodyDirection,
  segments: readonly Segment[],
): void {
  for (const packed of segments) {
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
}

function rollBack(database: DatabaseSyncInstance): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // The connection itself is gone; the next flush will say so again.
  }
}
