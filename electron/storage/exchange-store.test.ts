/** The writer against a real file whose disk is full: nothing crashes, waiting is bounded, recovery is told. */
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/capture-fixture.ts';
import { nextExchangeId, startOf } from '../../tests/support/capture-told.ts';
import { atEnd } from '../../tests/support/keep-open.ts';
import { createBodyRun, type GatheredSegment } from '../capture/body-run.ts';
import { createExchangeRecorder } from '../capture/exchange-recorder.ts';
import { openForWriting } from './database.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { createExchangeStore } from './exchange-store.ts';

const silent = { putExchange: () => {}, appendSegment: () => {}, onChange: () => {}, onNews: () => {} };

function storeOnDisk() {
  const { database } = openForWriting(temporaryFolder(), Date.now());
  atEnd(() => database.close());
  const told: string[] = [];
  const store = createExchangeStore(database, 'writer', {
    onTrouble: () => told.push('trouble'),
    onRecovery: () => told.push('recovery'),
    onLost: (_, chunks) => told.push(`lost ${chunks}`),
  });
  const id = nextExchangeId();
  store.putExchange(createExchangeRecorder(startOf(id), silent, { usedBytes: 0, isWanted: false }).detail());
  const append = (index: number, sizeBytes: number): void => {
    const run = createBodyRun();
    run.skip(index, index * sizeBytes);
    run.add(index + 0.25, new Uint8Array(sizeBytes).fill(index), index % 2 === 0);
    store.appendSegment(id, 'response', run.take() as GatheredSegment);
  };
  return { database, store, told, id, append };
}

describe('a disk that is full', () => {
  it('keeps what fits, tells once, and writes everything that waited once there is room', () => {
    const { database, store, told, id, append } = storeOnDisk();
    expect(store.flush()).toBe(true);
    database.exec('PRAGMA max_page_count = 1');
    for (let index = 0; index < 10; index += 1) append(index, 100_000);
    expect(store.flush()).toBe(false);
    expect(store.flush()).toBe(false);
    expect(told).toEqual(['trouble']);
    database.exec('PRAGMA max_page_count = 1000000');
    expect(store.flush()).toBe(true);
    expect(told).toEqual(['trouble', 'recovery']);
    const reader = createExchangeReader(database);
    const number = reader.find(id)?.number as number;
    expect(reader.chunks(number, 'response').map(({ index, receivedAt }) => [index, receivedAt])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index, index + 0.25]),
    );
    expect(store.pendingBytes()).toBe(0);
  });

  it('lets go of what waits beyond 16 MiB and says how many chunks that cost', () => {
    const { database, store, told, append } = storeOnDisk();
    store.flush();
    database.exec('PRAGMA max_page_count = 1');
    for (let index = 0; index < 20; index += 1) append(index, 1024 * 1024);
    expect(store.flush()).toBe(false);
    expect(told).toEqual(['trouble', 'lost 20']);
    expect(store.pendingBytes()).toBe(0);
    expect(store.pendingChunks()).toBe(0);
  });
});
