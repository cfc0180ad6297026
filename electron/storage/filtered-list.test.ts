/** Filtered lists over a real store: by an index where one knows the condition, the same as by reading every row. */
import { expect, test } from 'vitest';
import { openStore } from '../../tests/support/recorded-store.ts';
import { listFiltered } from './filtered-list.ts';

const count = 600;

/** Exchange n has status 503 where n divides by 97, none where it divides by 101, and model m0 to m4. */
function filled() {
  const { database, reader, record } = openStore();
  for (let number = 1; number <= count; number += 1) {
    const row = record({}, number * 1000);
    const status = number % 97 === 0 ? 503 : number % 101 === 0 ? null : 200;
    database
      .prepare(`UPDATE exchanges SET status = ?1, model = ?2,
        summary = json_set(summary, '$.status', ?1, '$.model', ?2, '$.method', ?3) WHERE number = ?4`)
      .run(status, `m${number % 5}`, String(number), row);
  }
  const ask = async (filter: string, limit = count, before: string | null = null) =>
    (await listFiltered(reader, null, before, limit, filter, [])).map(({ method }) => Number(method));
  return { ask, reader, database };
}

const numbers = (matches: (number: number) => boolean) =>
  Array.from({ length: count }, (_, at) => at + 1).filter(matches);

test('conditions on columns, alone and with others, give what reading every row gives', async () => {
  const { ask, reader, database } = filled();
  const is503 = (number: number): boolean => number % 97 === 0;
  expect(await ask('status:>=500')).toEqual(numbers(is503));
  expect(await ask('model:m3 status:5xx')).toEqual(numbers((number) => is503(number) && number % 5 === 3));
  expect(await ask('status:>=500 OR model:m1')).toEqual(numbers((number) => is503(number) || number % 5 === 1));
  expect(await ask('-status:200')).toEqual(numbers((number) => is503(number) || number % 101 === 0));
  expect(await ask('model:!=m2')).toEqual(numbers((number) => number % 5 !== 2));
  expect(await ask('model:m2')).toEqual(numbers((number) => number % 5 === 2));
  expect(await ask('upstream:nowhere')).toEqual([]);
  expect(await ask('status:503', 3)).toEqual(numbers(is503).slice(-3));
  const [oldest] = await listFiltered(reader, null, null, 3, 'status:503', []);
  expect(await ask('status:503', 2, oldest?.id ?? null)).toEqual(numbers(is503).slice(-5, -3));
  database.exec("UPDATE exchanges SET cleared_at = 1 WHERE summary ->> '$.method' = '97'");
  expect(await ask('status:503')).toEqual(numbers(is503).slice(1));
});

test('others get their turn while a rare condition is looked for in all rows', async () => {
  const { ask } = filled();
  let hadTurn = false;
  setImmediate(() => {
    hadTurn = true;
  });
  await ask('ttft:>1h');
  expect(hadTurn).toBe(true);
});
