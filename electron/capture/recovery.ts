/**
 * What a killed process left behind (DESIGN.md 1.5): its unended exchanges become `interrupted` at once, and then their
 * rows are rebuilt from the chunks that reached the disk, which the last stored row may be a second behind.
 */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import { createExchangeReader, type ExchangeReader, type FoundExchange } from '../storage/exchange-reader.ts';
import { visitChunks } from '../storage/segment.ts';
import { readSocketChunks } from '../storage/socket-replay.ts';
import { isWriterAlive, removeDeadLocks } from '../storage/writer-lock.ts';
import { createExchangeRecorder } from './exchange-recorder.ts';
import type { ExchangeRecorder } from './exchange-recorder-api.ts';
import { isSocketStart } from './socket-pipeline.ts';

/** An exchange that a dead writer left, with its rebuilt facts. */
export type Recovered = { readonly number: number; readonly detail: ExchangeDetail };

type UnendedRow = { readonly number: number; readonly id: string; readonly writer: string };

/** Marks the unended exchanges of dead writers. Quick: one statement each. Returns their ids. */
export function markInterrupted(database: DatabaseSyncInstance, dataFolder: string): readonly string[] {
  const rows = database.prepare('SELECT number, id, writer FROM exchanges WHERE end IS NULL').all() as UnendedRow[];
  const alive = new Map(
    [...new Set(rows.map(({ writer }) => writer))].map((name) => [name, isWriterAlive(dataFolder, name)]),
  );
  const dead = rows.filter(({ writer }) => alive.get(writer) === false);
  const mark = database.prepare(`
    UPDATE exchanges SET end = 'interrupted', ended_at = coalesce(json_extract(summary, '$.lastByteAt'), started_at),
      summary = json_set(summary, '$.phase', 'ended', '$.end', 'interrupted', '$.activity', NULL,
        '$.endedAt', coalesce(json_extract(summary, '$.lastByteAt'), started_at))
    WHERE number = ? AND end IS NULL`);
  for (const { number } of dead) mark.run(number);
  removeDeadLocks(dataFolder);
  return dead.map(({ id }) => id);
}

/** Rebuilds the facts of one interrupted exchange from its chunks; null when it is gone. Gives others a turn now and then. */
export async function rebuildInterrupted(database: DatabaseSyncInstance, id: string): Promise<Recovered | null> {
  const reader = createExchangeReader(database);
  const found = reader.find(id);
  if (found === null) return null;
  const { start, response, connection } = found.detail;
  const recorder = createExchangeRecorder(start, silentOutput, { usedBytes: 0, isWanted: false });
  const isSocket = start.turnOf === undefined && isSocketStart(response);
  if (!isSocket) await feedStored(recorder, reader, found, 'request');
  recorder.control({ type: 'request-end', at: start.startedAt });
  if (connection !== null) recorder.control({ type: 'connection', timing: connection });
  if (response !== null) recorder.control({ type: 'response-start', response });
  const lastByteAt = isSocket
    ? await feedSocket(recorder, reader, found)
    : await feedStored(recorder, reader, found, 'response');
  await feedStored(recorder, reader, found, 'injected');
  // Nobody knows what else was on the wire: no hash can be given.
  recorder.gap('request', 0, 0);
  recorder.gap('response', 0, 0);
  const endedAt = lastByteAt ?? start.startedAt;
  recorder.control({
    type: 'exchange-end',
    facts: { endedAt, end: 'interrupted', failure: null, requestTrailers: [], responseTrailers: [] },
  });
  const detail = recorder.detail();
  recorder.dispose();
  return { number: found.number, detail };
}

const silentOutput = { putExchange: () => {}, appendSegment: () => {}, onChange: () => {}, onNews: () => {} };

/** Both directions of a WebSocket in their order. Gives the time of the last chunk; its turns were stored beside it. */
async function feedSocket(
  recorder: ExchangeRecorder,
  reader: ExchangeReader,
  { number, detail }: FoundExchange,
): Promise<number | null> {
  let lastAt: number | null = null;
  let count = 0;
  recorder.control({ type: 'upgrade', at: detail.start.startedAt });
  for (const { chunk, isAfterGap, direction } of readSocketChunks(reader, number)) {
    if (isAfterGap) recorder.gap(direction, 1, 0);
    recorder.chunk(direction, chunk.receivedAt, chunk.bytes, true);
    lastAt = chunk.receivedAt;
    count += 1;
    if (count % 1000 !== 0) continue;
    recorder.decodeWaiting();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return lastAt;
}

/** Gives the time of the last chunk. */
async function feedStored(
  recorder: ExchangeRecorder,
  reader: ExchangeReader,
  { number }: FoundExchange,
  direction: BodyDirection,
): Promise<number | null> {
  let next = 0;
  let lastAt: number | null = null;
  for (;;) {
    const segment = reader.nextSegment(number, direction, next);
    if (segment === null) return lastAt;
    if (segment.firstChunk > next) recorder.gap(direction, segment.firstChunk - next, 0);
    visitChunks(segment, next, ({ receivedAt, bytes, isSent }) => {
      recorder.chunk(direction, receivedAt, bytes, isSent);
      lastAt = receivedAt;
    });
    next = segment.firstChunk + segment.chunkCount;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
