/**
 * Packs the bodies of ended exchanges: their segments are joined, cut by content, and stored piece by piece under the
 * hash of what they say. Belongs to the writer. Readers see the same chunks at every moment: each step replaces
 * segments by equal ones in one transaction.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { nextCut, requestCuts, responseCuts } from './content-cuts.ts';
import { packBytes, packChunkIndex } from './packed-bytes.ts';
import { directionCode } from './segment.ts';
import { inTransaction } from './transaction.ts';

export type BodyPacker = {
  /** The oldest ended exchange whose bodies are not packed. */
  readonly nextPending: () => { readonly number: number; readonly id: ExchangeId } | null;
  /** Packs one exchange; `rest` is asked between pieces of some milliseconds, and stops the work by giving false. */
  readonly pack: (number: number, rest: () => Promise<boolean>) => Promise<void>;
  /** Leaves an exchange as it is, since it cannot be packed. */
  readonly skip: (number: number) => void;
};

type Row = {
  readonly number: number;
  readonly first_chunk: number;
  readonly chunk_count: number;
  readonly byte_offset: number;
  readonly size: number;
  readonly chunk_index: Uint8Array;
  readonly bytes: Uint8Array;
};

/** A piece of a run's bytes; `packed` null: it was stored already when it was looked at. */
type Cut = { readonly start: number; readonly end: number; readonly hash: Buffer; readonly packed: Uint8Array | null };

/** Segments of one body that follow each other, their bytes, and how these were cut. */
type PackedRun = {
  readonly number: number;
  readonly direction: BodyDirection;
  readonly run: readonly Row[];
  readonly bytes: Uint8Array;
  readonly cuts: readonly Cut[];
};

/** Bytes of segments that are joined in one step; a piece never reaches beyond it. */
const stepBytes = 4 * 1024 * 1024;
/** Bytes of one packed segment, unless a single one was larger: what a reader holds at a time. */
const joinedBytes = 256 * 1024;
/** Bytes cut, hashed and deflated before others get a turn. */
const turnBytes = 256 * 1024;
const directions: readonly BodyDirection[] = ['request', 'response', 'injected'];

/** Over the writer's open database. */
export function createBodyPacker(database: DatabaseSyncInstance): BodyPacker {
  const statements = prepareStatements(database);
  const { pending, unpacked, mark } = statements;

  /** Segments from chunk `from` on that follow each other without a hole. */
  const readRun = (number: number, direction: BodyDirection, from: number): readonly Row[] => {
    const run: Row[] = [];
    let size = 0;
    let next: Row | undefined;
    for (let at = from; size < stepBytes; ) {
      next = unpacked.get(number, directionCode(direction), at) as Row | undefined;
      const last = run.at(-1);
      if (next === undefined || (last !== undefined && !follows(last, next))) break;
      run.push(next);
      size += next.size;
      at = next.first_chunk + next.chunk_count;
    }
    return run;
  };
  const packBody = async (number: number, direction: BodyDirection, rest: () => Promise<boolean>): Promise<boolean> => {
    let from = 0;
    for (;;) {
      const run = readRun(number, direction, from);
      const last = run.at(-1);
      if (last === undefined) return true;
      const bytes = Buffer.concat(run.map((row) => row.bytes));
      const cuts: Cut[] = [];
      let worked = 0;
      for (let start = 0; start < bytes.length; start = cuts.at(-1)?.end ?? bytes.length) {
        cuts.push(cutAt(statements, bytes, start, direction));
        worked += (cuts.at(-1)?.end ?? start) - start;
        if (worked < turnBytes) continue;
        worked = 0;
        if (!(await rest())) return false;
      }
      inTransaction(database, () => writeRun(statements, { number, direction, run, bytes, cuts }));
      if (!(await rest())) return false;
      from = last.first_chunk + last.chunk_count;
    }
  };
  return {
    nextPending: () => (pending.get() as { readonly number: number; readonly id: ExchangeId } | undefined) ?? null,
    pack: async (number, rest) => {
      for (const direction of directions) if (!(await packBody(number, direction, rest))) return;
      mark.run(number);
    },
    skip: (number) => void mark.run(number),
  };
}

type StatementName = 'pending' | 'unpacked' | 'mark' | 'known' | 'blob' | 'join' | 'remove' | 'isThere' | 'reference';
type Statements = Readonly<Record<StatementName, StatementSyncInstance>>;

function prepareStatements(database: DatabaseSyncInstance): Statements {
  return {
    pending: database.prepare(`
      SELECT number, id FROM exchanges WHERE is_packed = 0 AND end IS NOT NULL AND cleared_at IS NULL
      ORDER BY number LIMIT 1`),
    unpacked: database.prepare(`
      SELECT number, first_chunk, chunk_count, byte_offset, size, chunk_index, bytes FROM segments
      WHERE exchange = ? AND direction = ? AND first_chunk >= ? AND blob IS NULL ORDER BY first_chunk LIMIT 1`),
    mark: database.prepare('UPDATE exchanges SET is_packed = 1 WHERE number = ?'),
    known: database.prepare('SELECT number FROM blobs WHERE hash = ?'),
    blob: database.prepare('INSERT INTO blobs (hash, size, packed) VALUES (?, ?, ?)'),
    // A new row: one that only became smaller would keep its page to itself.
    join: database.prepare(`
      INSERT INTO segments (exchange, direction, first_chunk, chunk_count, byte_offset, size, chunk_index, blob)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    remove: database.prepare('DELETE FROM segments WHERE number = ?'),
    isThere: database.prepare('SELECT 1 FROM segments WHERE number = ? AND blob IS NULL'),
    reference: database.prepare('INSERT INTO segment_blobs (segment, place, blob) VALUES (?, ?, ?)'),
  };
}

function follows(last: Row, next: Row): boolean {
  return next.first_chunk === last.first_chunk + last.chunk_count && next.byte_offset === last.byte_offset + last.size;
}

function cutAt({ known }: Statements, bytes: Uint8Array, start: number, direction: BodyDirection): Cut {
  const end = nextCut(bytes, start, direction === 'request' ? requestCuts : responseCuts);
  const piece = bytes.subarray(start, end);
  const hash = createHash('sha256').update(piece).digest();
  return { start, end, hash, packed: known.get(hash) === undefined ? packBytes(piece) : null };
}

function writeRun(statements: Statements, { number, direction, run, bytes, cuts }: PackedRun): void {
  // Deleted since it was read, or packed by another process: nothing is left to do.
  if (run.some((row) => statements.isThere.get(row.number) === undefined)) return;
  const blobs = cuts.map((cut) => blobOf(statements, bytes, cut));
  let offset = 0;
  for (const group of joinable(run)) {
    const [first] = group as [Row];
    const size = sum(group, (row) => row.size);
    const end = offset + size;
    const from = cuts.findIndex((cut) => cut.end > offset);
    const index = packChunkIndex(Buffer.concat(group.map((row) => row.chunk_index)));
    const skipped = size === 0 ? 0 : offset - (cuts[from]?.start ?? 0);
    const chunkCount = sum(group, (row) => row.chunk_count);
    for (const row of group) statements.remove.run(row.number);
    const place = [number, directionCode(direction), first.first_chunk, chunkCount, first.byte_offset] as const;
    const segment = Number(statements.join.run(...place, size, index, skipped).lastInsertRowid);
    for (let at = from; size > 0 && at < cuts.length && (cuts[at] as Cut).start < end; at += 1) {
      statements.reference.run(segment, at - from, blobs[at] as number);
    }
    offset = end;
  }
}

/** A known one may have gone, a new one may have come since it was looked for. */
function blobOf({ known, blob }: Statements, bytes: Uint8Array, { start, end, hash, packed }: Cut): number {
  const found = known.get(hash) as { readonly number: number } | undefined;
  if (found !== undefined) return found.number;
  return Number(blob.run(hash, end - start, packed ?? packBytes(bytes.subarray(start, end))).lastInsertRowid);
}

/** Segments that become one. */
function joinable(run: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of run) {
    if (size + row.size > joinedBytes) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(row);
    size += row.size;
  }
  return groups;
}

function sum(rows: readonly Row[], read: (row: Row) => number): number {
  return rows.reduce((total, row) => total + read(row), 0);
}
