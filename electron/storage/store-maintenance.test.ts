/** What is kept and what goes: limits, pins, the preview, room given back, named captures. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { keepEverything } from '../../shared/model/retention.ts';
import { temporaryFolder } from '../../tests/support/capture-fixture.ts';
import { atEnd } from '../../tests/support/keep-open.ts';
import { body, one, openStore } from '../../tests/support/recorded-store.ts';
import { changeCapture, idsInCapture, listCaptures } from './captures.ts';
import { openForReading, openForWriting, schemaVersion, storeFile } from './database.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { initialSchema } from './migrations/0001-initial.ts';
import { searchSchema } from './migrations/0002-search-and-conversations.ts';
import { recordedAfter } from './recorded-capture.ts';
import { previewRetention } from './retention-preview.ts';
import { createStoreMaintenance } from './store-maintenance.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);
const rest = async (): Promise<boolean> => true;

function numbers(database: DatabaseSyncInstance): readonly number[] {
  return (database.prepare('SELECT number FROM exchanges ORDER BY number').all() as { number: number }[]).map(
    ({ number }) => number,
  );
}

/** Ten exchanges, a day apart, 100 KB of their own each; the first is pinned. */
function tenDays() {
  const store = openStore();
  for (let age = 9; age >= 0; age -= 1) {
    store.record({ response: [[{ at: 1, bytes: randomBytes(100_000) }]] }, now - age * day - 1);
  }
  store.database.exec('UPDATE exchanges SET is_pinned = 1 WHERE number = 1');
  return { ...store, maintenance: createStoreMaintenance(store.database) };
}

describe('limits', () => {
  it.each([
    ['age', { maxAgeDays: 4 }, [1, 7, 8, 9, 10]],
    ['count', { maxCount: 3 }, [1, 9, 10]],
    ['both', { maxAgeDays: 2, maxCount: 8 }, [1, 9, 10]],
    ['none', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('by %s delete the oldest, never what is pinned; the preview says the same beforehand', async (_, limits, left) => {
    const { database, maintenance } = tenDays();
    const rules = { ...keepEverything, ...limits };
    const preview = previewRetention(database, rules, now);
    expect(preview).toMatchObject({ count: 10 - left.length, storedCount: 10, pinnedCount: 1 });
    const { count } = await maintenance.prune(rules, now, rest);
    expect(count).toBe(10 - left.length);
    expect(numbers(database)).toEqual(left);
  });

  it('by size delete as few of the oldest as it takes; the preview is about right', async () => {
    const { database, maintenance } = tenDays();
    const rules = { ...keepEverything, maxBytes: 600_000 };
    const preview = previewRetention(database, rules, now);
    const { count, freedBytes } = await maintenance.prune(rules, now, rest);
    expect(maintenance.space.usedBytes()).toBeLessThanOrEqual(600_000);
    expect(Math.abs(count - preview.count)).toBeLessThanOrEqual(4);
    expect(freedBytes).toBeGreaterThan(preview.sizeBytes * 0.7);
    expect(freedBytes).toBeLessThan(preview.sizeBytes * 1.7);
    expect(numbers(database)[0]).toBe(1);
    expect(numbers(database).at(-1)).toBe(10);
  });

  it('of age keep everything when the clock has gone backwards', async () => {
    const { database, maintenance } = tenDays();
    await maintenance.prune({ ...keepEverything, maxAgeDays: 30 }, now - 400 * day, rest);
    expect(numbers(database)).toHaveLength(10);
  });

  it('leave what still runs', async () => {
    const { database, maintenance } = tenDays();
    database.exec('UPDATE exchanges SET end = NULL WHERE number = 4');
    await maintenance.prune({ ...keepEverything, maxCount: 0 }, now, rest);
    expect(numbers(database)).toEqual([1, 4]);
  });
});

describe('room', () => {
  it('of what was deleted goes back to the system, and what is left reads as before', async () => {
    const { folder, database, reader, maintenance } = tenDays();
    const before = body(reader, 10, 'response');
    await maintenance.compact(rest);
    const full = statSync(storeFile(folder)).size;
    await maintenance.prune({ ...keepEverything, maxCount: 2 }, now, rest);
    await maintenance.space.giveBack(0, rest);
    expect(statSync(storeFile(folder)).size).toBeLessThan(full / 2);
    expect(body(reader, 10, 'response')).toBe(before);
    expect(one(database, 'SELECT count(*) FROM exchanges WHERE is_packed = 0')).toBe(0);
  });

  it('of a store of schema 2 is given back once it was rewritten; its exchanges are packed and read as before', async () => {
    const folder = temporaryFolder();
    const old = new DatabaseSync(storeFile(folder));
    old.exec(`${initialSchema}${searchSchema} PRAGMA user_version = 2`);
    const facts = JSON.stringify({ id: 'old', startedAt: 1 });
    old
      .prepare(`INSERT INTO exchanges (id, writer, started_at, method, path, format, end, summary, start)
        VALUES ('old', 'w', 1, 'POST', '/', 'unknown', 'complete', ?, ?)`)
      .run(facts, facts);
    const index = new Uint8Array(16);
    new DataView(index.buffer).setUint32(8, 50_000, true);
    old
      .prepare(`INSERT INTO segments (exchange, direction, first_chunk, chunk_count, byte_offset, size, chunk_index, bytes)
        VALUES (1, 0, 0, 1, 0, 50000, ?, ?)`)
      .run(index, new Uint8Array(50_000).fill(65));
    old.close();
    // As it is, by a reader that comes before any writer.
    const readOnly = openForReading(folder) as DatabaseSyncInstance;
    const before = body(createExchangeReader(readOnly), 1, 'request');
    expect(listCaptures(readOnly)).toEqual([]);
    expect(previewRetention(readOnly, keepEverything, now).storedCount).toBe(1);
    readOnly.close();
    const { database } = openForWriting(folder, now);
    atEnd(() => database.close());
    expect(one(database, 'PRAGMA user_version')).toBe(schemaVersion);
    const maintenance = createStoreMaintenance(database);
    await maintenance.compact(rest);
    expect(maintenance.space.isIncremental()).toBe(false);
    maintenance.space.rewrite();
    expect(maintenance.space.isIncremental()).toBe(true);
    expect(body(createExchangeReader(database), 1, 'request')).toBe(before);
    expect(one(database, 'SELECT sum(length(packed)) FROM blobs')).toBeLessThan(1_000);
  });
});

describe('a named capture', () => {
  it('holds what was recorded while it was the current one, under any new name', () => {
    const { database, reader, record, intoCapture } = openStore();
    const { captures } = createStoreMaintenance(database);
    record({});
    const first = captures.begin('first', now);
    intoCapture(first.ok ? first.value : null);
    const inside = record({});
    intoCapture(null);
    record({});
    expect(captures.rename('first', 'work')).toMatchObject({ ok: true });
    expect(listCaptures(database)).toMatchObject([{ name: 'work', begunAt: now, exchangeCount: 1 }]);
    const number = first.ok ? first.value : 0;
    expect(reader.list(null, 10, number)).toHaveLength(1);
    expect(reader.find(reader.list(null, 10, number)[0]?.id as string)?.number).toBe(inside);
    expect(reader.list(null, 10)).toHaveLength(3);
  });

  it('takes in exchanges that are put there, lets them go again, and tells how much it holds', () => {
    const { database, reader, record } = openStore();
    const maintenance = createStoreMaintenance(database);
    record({});
    record({});
    const ids = reader.list(null, 10).map(({ id }) => id);
    const change = (wanted: Parameters<typeof changeCapture>[1]) => changeCapture(maintenance, wanted, now);
    expect(change({ kind: 'assign', name: 'picked', ids })).toMatchObject({ ok: true });
    const [picked] = listCaptures(database);
    const bytes = reader.list(null, 10).map(({ requestBytes, responseBytes }) => requestBytes + responseBytes);
    expect(picked).toMatchObject({
      name: 'picked',
      exchangeCount: 2,
      sizeBytes: bytes.reduce((sum, size) => sum + size),
    });
    expect(idsInCapture(database, 'picked')).toEqual(ids);
    expect(change({ kind: 'assign', name: null, ids: ids.slice(1) })).toMatchObject({ ok: true });
    expect(idsInCapture(database, 'picked')).toEqual(ids.slice(0, 1));
  });

  it('that was deleted while it was recorded into gives its number to none of what comes next', () => {
    const { database, record, intoCapture } = openStore();
    const { captures } = createStoreMaintenance(database);
    const gone = captures.begin('gone', now);
    intoCapture(gone.ok ? gone.value : null);
    captures.remove('gone', false);
    record({});
    captures.begin('next', now);
    expect(listCaptures(database)).toMatchObject([{ name: 'next', exchangeCount: 0 }]);
  });

  it('stays the one that is recorded into under its new name, and is none once it is gone', () => {
    const recorded = { name: 'a', since: now };
    expect(recordedAfter(recorded, { kind: 'rename', name: 'a', next: 'b' })).toEqual({ name: 'b', since: now });
    expect(recordedAfter(recorded, { kind: 'merge', name: 'a', into: 'c' })).toEqual({ name: 'c', since: now });
    expect(recordedAfter(recorded, { kind: 'delete', name: 'a' })).toBeNull();
    expect(recordedAfter(recorded, { kind: 'delete', name: 'b' })).toBe(recorded);
  });

  it('is merged, forgotten or deleted with what is in it; what cannot be is refused with a sentence', async () => {
    const { database, record, intoCapture } = openStore();
    const maintenance = createStoreMaintenance(database);
    const { captures, cleared } = maintenance;
    for (const name of ['a', 'b', 'c']) {
      const begun = captures.begin(name, now);
      intoCapture(begun.ok ? begun.value : null);
      record({});
    }
    const change = (wanted: Parameters<typeof changeCapture>[1]) => changeCapture(maintenance, wanted, now);
    expect(change({ kind: 'rename', name: 'a', next: 'b' })).toMatchObject({ error: { kind: 'name-taken' } });
    expect(change({ kind: 'rename', name: 'a', next: ' ' })).toMatchObject({ error: { kind: 'invalid' } });
    expect(change({ kind: 'delete', name: 'nobody' })).toMatchObject({ error: { kind: 'not-found' } });
    expect(change({ kind: 'merge', name: 'a', into: 'b' })).toMatchObject({ ok: true });
    expect(listCaptures(database).map(({ name, exchangeCount }) => [name, exchangeCount])).toEqual([
      ['b', 2],
      ['c', 1],
    ]);
    expect(change({ kind: 'forget', name: 'c' })).toMatchObject({ ok: true, value: [] });
    expect(numbers(database)).toEqual([1, 2, 3]);
    expect(change({ kind: 'delete', name: 'b' })).toMatchObject({ ok: true });
    await cleared.purge(0);
    expect(numbers(database)).toEqual([3]);
    expect(listCaptures(database)).toEqual([]);
  });
});
