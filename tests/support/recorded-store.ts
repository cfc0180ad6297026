/** Exchanges put into a store directly, chunk by chunk, without a capture around it. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { expect } from 'vitest';
import { createBodyRun, type GatheredSegment } from '../../electron/capture/body-run.ts';
import { createExchangeRecorder } from '../../electron/capture/exchange-recorder.ts';
import { createBodyPacker } from '../../electron/storage/body-packer.ts';
import { openForWriting } from '../../electron/storage/database.ts';
import { createExchangeReader, type ExchangeReader } from '../../electron/storage/exchange-reader.ts';
import { createExchangeStore } from '../../electron/storage/exchange-store.ts';
import { readStoredChunks } from '../../electron/storage/stored-bodies.ts';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import { temporaryFolder } from './capture-fixture.ts';
import { nextExchangeId, startOf } from './capture-told.ts';
import { atEnd } from './keep-open.ts';

const silent = { putExchange: () => {}, appendSegment: () => {}, onChange: () => {}, onNews: () => {} };
/** A chunk to be recorded. */
export type Told = { readonly at: number; readonly bytes: Uint8Array; readonly isSent?: boolean };

/** A store of the running test's own. */
export function openStore(folder = temporaryFolder()) {
  const { database } = openForWriting(folder, Date.now());
  atEnd(() => database.close());
  let capture: number | null = null;
  const events = { onTrouble: (error: unknown) => expect.fail(String(error)), onRecovery: () => {}, onLost: () => {} };
  const store = createExchangeStore(database, 'writer', events, () => capture);

  const reader = createExchangeReader(database);
  /** An ended exchange; each list of chunks is one segment, a number is a hole of so many chunks of 10 bytes. */
  const record = (
    bodies: Partial<Record<BodyDirection, readonly (readonly Told[] | number)[]>>,
    startedAt = Date.now(),
  ): number => {
    const id = nextExchangeId();
    const recorder = createExchangeRecorder(startOf(id, { startedAt }), silent, { usedBytes: 0, isWanted: false });
    recorder.control({
      type: 'exchange-end',
      facts: { endedAt: 1, end: 'complete', failure: null, requestTrailers: [], responseTrailers: [] },
    });
    store.putExchange(recorder.detail());
    for (const [direction, segments] of Object.entries(bodies)) {
      const run = createBodyRun();
      for (const segment of segments) {
        if (typeof segment === 'number') run.skip(segment, segment * 10);
        else {
          for (const { at, bytes, isSent = true } of segment) run.add(at, bytes, isSent);
          store.appendSegment(id, direction as BodyDirection, run.take() as GatheredSegment);
        }
      }
    }
    store.flush();
    return reader.find(id)?.number ?? expect.fail('not stored');
  };
  const intoCapture = (next: number | null): void => {
    capture = next;
  };
  return { folder, database, reader, record, intoCapture, packer: createBodyPacker(database) };
}

/** All that a reader sees of a body, as text. */
export function body(reader: ExchangeReader, number: number, direction: BodyDirection): string {
  const chunks = [...readStoredChunks(reader, number, direction)];
  return JSON.stringify([
    chunks.map(({ chunk, isAfterGap }) => [
      chunk.index,
      chunk.receivedAt,
      isAfterGap,
      Buffer.from(chunk.bytes).toString('base64'),
    ]),
    reader.chunks(number, direction),
    reader.bodyBytes(number, direction),
  ]);
}

/** The first column of the first row. */
export function one(database: DatabaseSyncInstance, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() as object)[0]);
}
