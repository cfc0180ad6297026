import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClearedExchanges } from './cleared-exchanges.ts';
import { openForWriting } from './database.ts';
import { createExchangeMarks, type ExchangeMarks } from './exchange-marks.ts';

let folder: string;
let database: DatabaseSyncInstance;
let marks: ExchangeMarks;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-marks-'));
  database = openForWriting(folder, 1).database;
  marks = createExchangeMarks(database);
  // Columns that must not be null get a word; what they say does not matter here.
  const columns = database
    .prepare('SELECT name, type, "notnull" AS required, dflt_value FROM pragma_table_info(\'exchanges\')')
    .all() as {
    name: string;
    type: string;
    required: number;
    dflt_value: unknown;
  }[];
  const needed = columns.filter(
    ({ name, required, dflt_value }) => required && dflt_value === null && name !== 'id' && name !== 'number',
  );
  const names = ['id', 'end', ...needed.map(({ name }) => name).filter((name) => name !== 'end')];
  const insert = database.prepare(
    `INSERT INTO exchanges (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map(() => '?').join()})`,
  );
  for (const id of ['a', 'b', 'c']) {
    insert.run(
      id,
      'complete',
      ...names.slice(2).map((name) => (columns.find((column) => column.name === name)?.type === 'INTEGER' ? 1 : '{}')),
    );
  }
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a change leaves alone what it does not name', () => {
  marks.set(['a', 'b'], { color: 'blue' });
  marks.set(['a'], { isPinned: true });
  expect(marks.set(['a'], { note: 'look' })).toEqual([{ id: 'a', color: 'blue', note: 'look', isPinned: true }]);
  expect(marks.list()).toEqual([
    { id: 'b', color: 'blue', note: '', isPinned: false },
    { id: 'a', color: 'blue', note: 'look', isPinned: true },
  ]);
});

test('one without any mark is forgotten, an unknown exchange left out', () => {
  marks.set(['a'], { isPinned: true });
  expect(marks.set(['a', 'nobody'], { isPinned: false })).toHaveLength(1);
  expect(marks.list()).toEqual([]);
});

test('a clear spares the pinned, a delete of chosen ones does not', () => {
  marks.set(['b'], { isPinned: true });
  const cleared = createClearedExchanges(database);
  expect(cleared.clear('one', 10, null)).toEqual(['a', 'c']);
  expect(cleared.clear('two', 11, ['b', 'a'])).toEqual(['b']);
  expect(cleared.undo('two')).toHaveLength(1);
  expect(marks.list().map(({ id }) => id)).toEqual(['b']);
});
