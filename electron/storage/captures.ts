/** Named captures: sessions that exchanges are recorded into. Belongs to the writer; a name is unique, as written. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { CaptureChange, CaptureSummary } from '../../shared/model/capture-summary.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { inTransaction } from './transaction.ts';

export type CaptureFailure = 'not-found' | 'name-taken' | 'invalid';

export type Captures = {
  /** The capture's number; it is made when there is none of this name. */
  readonly begin: (name: string, now: number) => Result<number, CaptureFailure>;
  readonly rename: (name: string, next: string) => Result<null, CaptureFailure>;
  /** Everything of `name` becomes part of `into`, which may be new; `name` is gone. */
  readonly merge: (name: string, into: string, now: number) => Result<null, CaptureFailure>;
  /** Forgets the name; `isWhole`: hides its ended exchanges too, to be purged. Gives their ids. */
  readonly remove: (name: string, isWhole: boolean) => Result<readonly ExchangeId[], CaptureFailure>;
  /** Puts exchanges into a capture, which may be new, or with null out of any. */
  readonly assign: (name: string | null, ids: readonly ExchangeId[], now: number) => Result<null, CaptureFailure>;
};

const maxCaptureName = 100;

/** Over the writer's open database. */
export function createCaptures(database: DatabaseSyncInstance): Captures {
  const find = database.prepare('SELECT number FROM captures WHERE name = ?');
  const insert = database.prepare('INSERT INTO captures (name, begun_at) VALUES (?, ?)');
  const rename = database.prepare('UPDATE captures SET name = ? WHERE number = ?');
  const move = database.prepare('UPDATE exchanges SET capture = ? WHERE capture = ?');
  const put = database.prepare('UPDATE exchanges SET capture = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM captures WHERE number = ?');
  const hide = database.prepare(`
    UPDATE exchanges SET cleared_at = 0, clear_token = NULL
    WHERE capture = ? AND end IS NOT NULL AND cleared_at IS NULL RETURNING id`);
  const numberOf = (name: string): number | null =>
    (find.get(name) as { readonly number: number } | undefined)?.number ?? null;
  const notFound = (name: string) => fail('not-found', `There is no capture "${name}".`);
  const begin = (name: string, now: number): Result<number, CaptureFailure> => {
    const problem = captureNameProblem(name);
    if (problem !== null) return fail('invalid', problem);
    return succeed(numberOf(name) ?? Number(insert.run(name, now).lastInsertRowid));
  };

  return {
    begin: (name, now) => inTransaction(database, () => begin(name, now)),
    rename: (name, next) =>
      inTransaction(database, () => {
        const number = numberOf(name);
        const problem = captureNameProblem(next);
        if (number === null) return notFound(name);
        if (problem !== null) return fail('invalid', problem);
        if (name !== next && numberOf(next) !== null) {
          return fail('name-taken', `There is already a capture "${next}": merge them, or choose another name.`);
        }
        rename.run(next, number);
        return succeed(null);
      }),
    merge: (name, into, now) =>
      inTransaction(database, () => {
        const number = numberOf(name);
        if (number === null) return notFound(name);
        const target = begin(into, now);
        if (!target.ok || target.value === number) return target.ok ? succeed(null) : target;
        move.run(target.value, number);
        remove.run(number);
        return succeed(null);
      }),
    remove: (name, isWhole) =>
      inTransaction(database, () => {
        const number = numberOf(name);
        if (number === null) return notFound(name);
        const rows = isWhole ? (hide.all(number) as { readonly id: ExchangeId }[]) : [];
        move.run(null, number);
        remove.run(number);
        return succeed(rows.map(({ id }) => id));
      }),
    assign: (name, ids, now) =>
      inTransaction(database, () => {
        const target = name === null ? succeed(null) : begin(name, now);
        if (!target.ok) return target;
        for (const id of ids) put.run(target.value, id);
        return succeed(null);
      }),
  };
}

/** Does one change; gives the ids of exchanges that it hid, to be purged. */
export function changeCapture(
  { captures }: { readonly captures: Captures },
  change: CaptureChange,
  now: number,
): Result<readonly ExchangeId[], CaptureFailure> {
  const none = (done: Result<null, CaptureFailure>): Result<readonly ExchangeId[], CaptureFailure> =>
    done.ok ? succeed([]) : done;
  switch (change.kind) {
    case 'rename':
      return none(captures.rename(change.name, change.next));
    case 'merge':
      return none(captures.merge(change.name, change.into, now));
    case 'delete':
      return captures.remove(change.name, true);
    case 'forget':
      return captures.remove(change.name, false);
    case 'assign':
      return none(captures.assign(change.name, change.ids, now));
    default:
      return assertNever(change);
  }
}

/** Why this is no name for a capture; null when it is one. */
function captureNameProblem(name: string): string | null {
  if (name.trim() !== name || name === '') return 'A capture needs a name, without blanks around it.';
  if (name.length > maxCaptureName) return `A capture's name has at most ${maxCaptureName} characters.`;
  return [...name].some((character) => character < ' ') ? 'A capture’s name is one line.' : null;
}

/** The number of a capture in a store of any schema; null: there is none of this name. */
export function captureNumber(database: DatabaseSyncInstance, name: string): number | null {
  if (!hasCaptures(database)) return null;
  const row = database.prepare('SELECT number FROM captures WHERE name = ?').get(name);
  return (row as { readonly number: number } | undefined)?.number ?? null;
}

/** All captures, the one begun first ahead; over a store that is open for reading, of any schema. */
export function listCaptures(database: DatabaseSyncInstance): readonly CaptureSummary[] {
  if (!hasCaptures(database)) return [];
  return database
    .prepare(`
      SELECT c.number, c.name, c.begun_at AS begunAt, count(e.number) AS exchangeCount,
        total(e.summary ->> '$.requestBytes' + e.summary ->> '$.responseBytes') AS sizeBytes,
        min(e.started_at) AS firstAt, max(e.started_at) AS lastAt
      FROM captures c LEFT JOIN exchanges e ON e.capture = c.number AND e.cleared_at IS NULL
      GROUP BY c.number ORDER BY c.number`)
    .all() as readonly CaptureSummary[];
}

/** What is in a capture, cleared ones left out; newest last. */
export function idsInCapture(database: DatabaseSyncInstance, name: string): readonly ExchangeId[] {
  const number = captureNumber(database, name);
  const rows = database
    .prepare('SELECT id FROM exchanges WHERE capture = ? AND cleared_at IS NULL ORDER BY id')
    .all(number) as { readonly id: ExchangeId }[];
  return rows.map(({ id }) => id);
}

function hasCaptures(database: DatabaseSyncInstance): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'captures'").get() !== undefined;
}
