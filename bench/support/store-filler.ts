/** Fills a store with agent sessions of 50 turns, each sending the whole history again, as capture would have. */
import { createExchangeIndexer } from '../../electron/capture/exchange-indexer.ts';
import { createExchangeRecorder } from '../../electron/capture/exchange-recorder.ts';
import { openForWriting } from '../../electron/storage/database.ts';
import { createExchangeReader } from '../../electron/storage/exchange-reader.ts';
import { createExchangeStore, type ExchangeStore } from '../../electron/storage/exchange-store.ts';
import { createSearchIndex } from '../../electron/storage/search-index.ts';
import { createStoreMaintenance } from '../../electron/storage/store-maintenance.ts';
import { startOf } from '../../tests/support/capture-told.ts';
import { type Seeded, seeded } from '../../tests/support/seeded.ts';

const startedAt = Date.UTC(2026, 0, 1);
/** Exchanges written before they are indexed and packed. */
const batch = 500;

/** Bytes that were on the wire, and how many of them had not been there before in their session. */
export type FilledStore = { readonly sentBytes: number; readonly uniqueBytes: number };

/** What the sessions are like. */
export type Sessions = { readonly turns: number; readonly systemCharacters: number };

/** As coding agents make them: most of a request was sent before. 100 KB an exchange. */
const longSessions: Sessions = { turns: 50, systemCharacters: 42_000 };
/** Made ten times as fast, for whoever only needs rows. */
export const shortSessions: Sessions = { turns: 3, systemCharacters: 400 };

/**
 * Fills the folder; tells now and then how far it is. What was begun and cut off goes on where it was: the sessions are
 * seeded, so those that are there already are only counted.
 */
export async function fillStore(
  folder: string,
  exchanges: number,
  print: (line: string) => void,
  sessions = longSessions,
): Promise<FilledStore> {
  const { database } = openForWriting(folder, Date.now());
  const store = createExchangeStore(database, 'bench', {
    onTrouble: (error) => print(String(error)),
    onRecovery: () => {},
    onLost: () => {},
  });
  const maintenance = createStoreMaintenance(database);
  const { there } = database.prepare('SELECT count(*) AS there FROM exchanges').get() as { there: number };
  if (there > 0) print(`${there} are there already`);
  const random = seeded(1);
  const words = vocabulary(random);
  let [sentBytes, uniqueBytes] = [0, 0];
  let session = newSession(random, words, sessions);
  try {
    for (let number = 0; number < exchanges; number += 1) {
      if (number % sessions.turns === 0) {
        session = newSession(random, words, sessions);
        uniqueBytes += session.head.length;
      }
      const turn = nextTurn(session, random, words, number);
      sentBytes += turn.request.length + turn.response.length;
      uniqueBytes += turn.added;
      if (number < there) continue;
      record(store, number, turn);
      if ((number + 1) % batch !== 0 && number + 1 < exchanges) continue;
      const indexer = createExchangeIndexer({
        index: createSearchIndex(database),
        reader: createExchangeReader(database),
        isIdle: () => true,
      });
      await indexer.finish(600_000);
      await maintenance.compact(async () => true);
      if ((number + 1) % (batch * 4) === 0) print(`${number + 1} of ${exchanges}`);
    }
  } finally {
    database.close();
  }
  return { sentBytes, uniqueBytes };
}

type Session = { readonly head: string; readonly messages: string[] };
type Turn = { readonly request: string; readonly response: string; readonly added: number };

function newSession(random: Seeded, words: readonly string[], { systemCharacters }: Sessions): Session {
  const system = JSON.stringify({ role: 'system', content: prose(random, words, systemCharacters) });
  return { head: system, messages: [system] };
}

/** The answer of the turn before, and a tool's result: what grows. */
function nextTurn(session: Session, random: Seeded, words: readonly string[], number: number): Turn {
  const needle = number % 997 === 0 ? ' needle' : '';
  const content = prose(random, words, random.between(200, 3_000)) + needle;
  const message = JSON.stringify({ role: 'user', content });
  session.messages.push(message);
  const answer = prose(random, words, random.between(100, 900));
  const model = `model-${number % 7}`;
  const request = `{"model":"${model}","stream":true,"messages":[${session.messages.join(',')}]}`;
  const events = (answer.match(/.{1,24}/g) ?? []).map(
    (text) =>
      `data: ${JSON.stringify({ id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })}\n\n`,
  );
  const response = `${events.join('')}data: [DONE]\n\n`;
  session.messages.push(JSON.stringify({ role: 'assistant', content: answer }));
  return { request, response, added: message.length + answer.length + response.length };
}

const silent = { putExchange: () => {}, appendSegment: () => {}, onChange: () => {}, onNews: () => {} };

function record(store: ExchangeStore, number: number, { request, response }: Turn): void {
  const at = startedAt + number * 4_000;
  const id = `${at.toString(36).padStart(12, '0')}${number.toString(36).padStart(8, '0')}`;
  const appendSegment = (...[, direction, segment]: Parameters<ExchangeStore['appendSegment']>): void =>
    store.appendSegment(id, direction, segment);
  const recorder = createExchangeRecorder(
    startOf(id, { startedAt: at }),
    { ...silent, appendSegment },
    { usedBytes: 0, isWanted: false },
  );
  recorder.chunk('request', at, Buffer.from(request), true);
  recorder.control({ type: 'request-end', at });
  const headers = [{ name: 'Content-Type', value: 'text/event-stream' }];
  const status = number % 1_009 === 7 ? 503 : 200;
  recorder.control({
    type: 'response-start',
    response: {
      receivedAt: at + 300,
      status,
      statusText: '',
      httpVersion: '1.1',
      headers,
      sentHeaders: null,
      isOurs: false,
    },
  });
  let time = at + 400;
  for (const event of response.split(/(?<=\n\n)/)) {
    time += 11.37;
    recorder.chunk('response', time, Buffer.from(event), true);
  }
  recorder.control({
    type: 'exchange-end',
    facts: { endedAt: time, end: 'complete', failure: null, requestTrailers: [], responseTrailers: [] },
  });
  store.putExchange(recorder.detail());
  store.flush();
  recorder.dispose();
}

/** Words as seldom and as often as in a language. */
function vocabulary(random: Seeded): readonly string[] {
  return Array.from({ length: 8_000 }, () =>
    Array.from({ length: random.between(2, 9) }, () => 'etaoinshrdlucmfwypvbgk'[random.between(0, 21)]).join(''),
  );
}

function prose(random: Seeded, words: readonly string[], characters: number): string {
  let text = '';
  while (text.length < characters) text += `${words[Math.floor(random.next() ** 3 * words.length)]} `;
  return text;
}
