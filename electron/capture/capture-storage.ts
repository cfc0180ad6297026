/**
 * The capture worker's hold on the data folder: opens it, recovers what a killed process left, writes at most
 * `flushAfterMs` behind the traffic, clears. Without a usable folder it stays empty, and says why once.
 */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { type ClearedExchanges, undoWindowMs } from '../storage/cleared-exchanges.ts';
import { openForWriting } from '../storage/database.ts';
import { createExchangeMarks, type ExchangeMarks } from '../storage/exchange-marks.ts';
import { createExchangeReader, type ExchangeReader } from '../storage/exchange-reader.ts';
import { createExchangeStore, type ExchangeStore, type StoreEvents } from '../storage/exchange-store.ts';
import { createSearchIndex, type SearchIndex } from '../storage/search-index.ts';
import { createStoreMaintenance, type StoreMaintenance } from '../storage/store-maintenance.ts';
import { takeWriterLock, type WriterLock } from '../storage/writer-lock.ts';
import { captureNotices } from './capture-notices.ts';
import type { Checkpoints } from './checkpoints.ts';
import { markInterrupted, rebuildInterrupted } from './recovery.ts';

export type CaptureStorageEvents = StoreEvents & {
  readonly onNotice: (title: string, text: string) => void;
  /** Rows of exchanges that a killed process left, now interrupted. */
  readonly onRecovered: (summary: ExchangeSummary) => void;
  /** Who carries the log away while a window watches; none: SQLite itself, within a commit. */
  readonly checkpoints?: Checkpoints | null;
};

export type CaptureStorage = {
  readonly store: ExchangeStore;
  readonly reader: ExchangeReader;
  readonly index: SearchIndex;
  readonly maintenance: StoreMaintenance;
  /** New exchanges belong to this named capture; null: to none. In words why not, when it cannot be. */
  readonly record: (capture: string | null) => string | null;
  readonly marks: ExchangeMarks;
  readonly clear: (ids: readonly ExchangeId[] | null) => {
    readonly token: string;
    readonly ids: readonly ExchangeId[];
  };
  readonly undoClear: (token: string) => readonly ExchangeSummary[];
  /** While somebody waits for what is written, checkpoints are made elsewhere. */
  readonly setWatched: (isWatched: boolean) => void;
  /** Bytes of the store's file, without its free pages. */
  readonly sizeBytes: () => number;
  readonly dispose: () => void;
};

/** Opens the folder for this worker; null, after a notice, when it cannot be used. */
export function openCaptureStorage(dataFolder: string, events: CaptureStorageEvents): CaptureStorage | null {
  try {
    const { database, setAside } = openForWriting(dataFolder, Date.now());
    if (setAside !== null) {
      const name = basename(setAside);
      const text = `They could not be read and were set aside as ${name}, in the data folder. A new store was begun; "sqlite3 ${name} .recover" may still read what the old one held.`;
      events.onNotice(captureNotices.damaged, text);
    }
    return holdStorage(dataFolder, database, events);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    events.onNotice(captureNotices.notSaved, `${reason} Traffic is shown, but nothing is kept.`);
    return null;
  }
}

function holdStorage(dataFolder: string, database: DatabaseSyncInstance, events: CaptureStorageEvents): CaptureStorage {
  const lock = takeWriterLock(dataFolder, `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`);
  let capture: number | null = null;
  const plain = createExchangeStore(database, lock.writer, events, () => capture);
  const log = keepLogShort(database, plain, events.checkpoints ?? null);
  const { store } = log;
  const maintenance = createStoreMaintenance(database);
  const { cleared } = maintenance;
  const interrupted = markInterrupted(database, dataFolder);
  // Late enough that another process on this folder can still undo its clear.
  purgeLater(cleared);
  recoverAll(database, store, interrupted, events);
  return {
    store,
    reader: createExchangeReader(database),
    index: createSearchIndex(database),
    maintenance,
    record: (name) => {
      const begun = name === null ? null : maintenance.captures.begin(name, Date.now());
      if (begun !== null && !begun.ok) return begun.error.message;
      // What waits belongs to the capture before.
      store.flush();
      capture = begun?.value ?? null;
      return null;
    },
    marks: createExchangeMarks(database),
    clear: (chosen) => {
      const token = randomBytes(9).toString('base64url');
      const ids = cleared.clear(token, Date.now(), chosen);
      purgeLater(cleared);
      return { token, ids };
    },
    undoClear: cleared.undo,
    setWatched: log.setWatched,
    sizeBytes: maintenance.space.usedBytes,
    dispose: () => disposeStorage(database, store, lock),
  };
}

function purgeLater(cleared: ClearedExchanges): void {
  const timer = setTimeout(() => {
    // A purge that fails (disk full) is tried again at the next clear or start.
    cleared.purge(Date.now() - undoWindowMs).catch(() => {});
  }, undoWindowMs + 1000);
  timer.unref();
}

async function recoverAll(
  database: DatabaseSyncInstance,
  store: ExchangeStore,
  ids: readonly ExchangeId[],
  events: CaptureStorageEvents,
): Promise<void> {
  for (const id of ids) {
    try {
      const recovered = await rebuildInterrupted(database, id);
      if (recovered === null) continue;
      store.adopt(id, recovered.number);
      store.putExchange(recovered.detail);
      events.onRecovered(recovered.detail.summary);
    } catch {
      // It stays as it was marked: interrupted, with the row of its last second.
      if (!database.isOpen) return;
    }
  }
}

function disposeStorage(database: DatabaseSyncInstance, store: ExchangeStore, lock: WriterLock): void {
  store.flush();
  database.close();
  lock.dispose();
}

/** Pages in the log from which SQLite makes a checkpoint with the commit in hand: by itself, and while another thread makes them. */
const pagesAlone = 2000;
const pagesHelped = 8000;

/** The store whose log is carried away by `checkpoints` while a window watches, as long as they work. */
function keepLogShort(
  database: DatabaseSyncInstance,
  store: ExchangeStore,
  checkpoints: Checkpoints | null,
): { readonly store: ExchangeStore; readonly setWatched: (isWatched: boolean) => void } {
  let isHelped = false;
  const setHelped = (next: boolean): void => {
    if (next === isHelped) return;
    isHelped = next;
    database.exec(`PRAGMA wal_autocheckpoint = ${next ? pagesHelped : pagesAlone}`);
  };
  const flush = (): boolean => {
    const sizeBytes = store.pendingBytes();
    const isWritten = store.flush();
    if (isHelped && isWritten) checkpoints?.wrote(sizeBytes);
    if (isHelped && checkpoints?.isWorking() !== true) setHelped(false);
    return isWritten;
  };
  return {
    store: { ...store, flush },
    setWatched: (isWatched) => setHelped(isWatched && checkpoints?.isWorking() === true),
  };
}
