import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anExchange } from '../../shared/filter/test-exchange.ts';
import type { Piece, PlaceKind } from '../../shared/model/conversation.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { createClearedExchanges } from './cleared-exchanges.ts';
import { openForWriting } from './database.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { createExchangeStore } from './exchange-store.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';
import { createSearchQuestions, type SearchQuestions } from './search-questions.ts';

let folder: string;
let database: DatabaseSyncInstance;
let index: SearchIndex;
let questions: SearchQuestions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-search-'));
  database = openForWriting(folder, 0).database;
  index = createSearchIndex(database);
  questions = createSearchQuestions(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function store(id: string): number {
  const events = { onTrouble: () => {}, onRecovery: () => {}, onLost: () => {} };
  const store = createExchangeStore(database, 'test', events);
  const summary = anExchange({ id });
  const facts = { response: null, connection: null, endFacts: null, requestDigest: null, responseDigest: null };
  store.putExchange({ summary, start: { id }, ...facts } as unknown as ExchangeDetail);
  store.flush();
  return createExchangeReader(database).find(id)?.number ?? -1;
}

function piece(kind: PlaceKind, at: number, text: string): Piece {
  const facts = { kind, role: null, name: null, characters: text.length, parts: [] };
  return { place: { kind, index: at }, identity: `${kind} ${text}`, text, facts };
}

function idsOf(text: string): readonly string[] {
  return questions.search([text], 10).hits[0]?.ids ?? [];
}

function count(table: string): number {
  return (database.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { readonly count: number }).count;
}

it('words, beginnings of words, phrases and accents are found, the newest exchange first', () => {
  index.addPieces(store('a'), [piece('message', 0, 'Make the retries stop stampeding. Grüße!')]);
  index.addPieces(store('b'), [piece('block', 0, 'setTimeout(retry_later, 100) and the retries')]);
  expect(idsOf('retries')).toEqual(['b', 'a']);
  expect(idsOf('stamp')).toEqual(['a']);
  expect(idsOf('the retries stop')).toEqual(['a']);
  expect(idsOf('retries the')).toEqual([]);
  expect(idsOf('settimeout(')).toEqual(['b']);
  expect(idsOf('retry_later')).toEqual(['b']);
  expect(idsOf('grusse')).toEqual([]);
  expect(idsOf('grüße')).toEqual(['a']);
  expect(idsOf('gru')).toEqual(['a']);
  expect(idsOf('"; DROP')).toEqual([]);
  expect(idsOf('!!')).toEqual([]);
});

it('a piece that is sent again is kept once, and goes with the last exchange that has it', async () => {
  const shared = piece('message', 0, 'the same history');
  index.addPieces(store('a'), [shared]);
  index.addPieces(store('b'), [shared, piece('message', 1, 'something new')]);
  expect([count('pieces'), count('exchange_pieces')]).toEqual([2, 3]);
  database.exec("DELETE FROM exchanges WHERE id = 'b'");
  expect([count('pieces'), count('exchange_pieces')]).toEqual([1, 1]);
  expect([idsOf('same history'), idsOf('something new')]).toEqual([['a'], []]);
  const cleared = createClearedExchanges(database);
  cleared.clear('token', 1, null);
  expect(idsOf('same history')).toEqual([]);
  await cleared.purge(2);
  expect([count('pieces'), count('exchange_pieces'), count('exchanges')]).toEqual([0, 0, 0]);
});

it('hits come in reading order with their place and the words around them', () => {
  const number = store('a');
  index.addPieces(number, [
    piece('message', 2, `${'x '.repeat(100)}the needle is here, a needle${' y'.repeat(100)}`),
    piece('request-headers', 0, 'POST /v1\nx-needle: 1'),
    piece('block', 1, 'no such thing'),
  ]);
  expect(questions.hits(number, ['needle'])).toEqual([
    {
      place: { kind: 'request-headers', index: 0 },
      label: 'request header',
      snippet: { before: 'POST /v1 x-', match: 'needle', after: ': 1' },
      count: 1,
    },
    {
      place: { kind: 'message', index: 2 },
      label: 'message',
      snippet: {
        before: expect.stringMatching(/^… ?x x .*the $/),
        match: 'needle',
        after: expect.stringMatching(/^ is here, a needle y.*…$/),
      },
      count: 2,
    },
  ]);
});

it('what is not indexed is counted, and is taken oldest first', () => {
  const first = store('a');
  store('b');
  expect(questions.search([], 1).pendingCount).toBe(2);
  expect(index.nextPending()).toEqual({ number: first, id: 'a' });
  index.finish(first, null);
  expect(index.nextPending()?.id).toBe('b');
  expect(questions.search([], 1).pendingCount).toBe(1);
});

it('an answer that is cut short says so', () => {
  for (const id of ['a', 'b', 'c']) index.addPieces(store(id), [piece('message', 0, 'word')]);
  expect(questions.search(['word'], 2).hits).toEqual([{ text: 'word', ids: ['c', 'b'], isComplete: false }]);
});
