/**
 * Everything the capture worker does, without the worker around it: takes batches apart, drives one recorder per live
 * exchange, feeds store and window, answers the questions of whoever controls it about what is live.
 */
import type { CaptureStatus } from '../../shared/ipc/contract.ts';
import { fail, succeed } from '../../shared/lib/result.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeId, ExchangeStart } from '../../shared/model/exchange.ts';
import { importFile } from '../import/import-file.ts';
import { createEventBatcher } from '../ipc/event-batcher.ts';
import { createWatchers, type WatchScope } from '../ipc/watchers.ts';
import { firstPageEvents, replayRange } from '../storage/replay-cache.ts';
import type { CallHandlers } from '../storage/worker-calls.ts';
import { createAcknowledgements } from './acknowledgements.ts';
import { createCaptureCalls } from './capture-calls.ts';
import type { CaptureCalls, ClientFacts, FromCaptureWorker } from './capture-messages.ts';
import { captureNotices } from './capture-notices.ts';
import { openCaptureStorage } from './capture-storage.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { ClientFinder } from './clients/client-finder.ts';
import { createClientNaming } from './clients/client-naming.ts';
import { createDecodingSchedule, type Live } from './decoding-schedule.ts';
import { createDeferredDecoding } from './deferred-decoding.ts';
import { createEventRate } from './event-rate.ts';
import { startIndexer } from './exchange-indexer.ts';
import { createExchangePacker } from './exchange-packer.ts';
import { createExchangeRecorder } from './exchange-recorder.ts';
import type { ExchangeRecorder, RecorderNews } from './exchange-recorder-api.ts';
import { createFlushClock } from './flush-clock.ts';
import { createHeapTrim } from './heap-trim.ts';
import { type BatchVisitor, type Control, type PackedBatch, visitBatch } from './packed-batch.ts';
import { createSegmentRooms } from './segment-rooms.ts';
import { createResponseIndex, type TurnHost } from './socket-turns.ts';
import { startKeeper } from './store-keeper.ts';
import { createWarmCode } from './warm-code.ts';

export type CaptureSession = {
  readonly takeBatch: (batch: PackedBatch) => void;
  readonly setFacts: (facts: ClientFacts) => void;
  readonly watch: (watcher: number, scope: WatchScope | null) => void;
  readonly close: (id: ExchangeId, watcher: number) => void;
  /** A window has taken so many of its batches. */
  readonly shown: (watcher: number, count: number) => void;
  readonly calls: CallHandlers<CaptureCalls>;
};

/** Capture rests when no batch came for this long: a slow stream makes one in 180 ms. */
const indexAfterMs = 350;
/** What is left to index when the program ends gets this long; the rest is done at the next start. */
const indexAtEndMs = 1500;
const packAtEndMs = 300;
/** Who starts only to import wants to find the words of it afterwards. */
const indexImportsMs = 120_000;
/** Worth reading back from the store; a short one is decoded in less time. */
const isLong = (recorder: ExchangeRecorder): boolean => recorder.responseBytes() > 256 * 1024 && !recorder.isSocket();

/**
 * A session over a data folder; `report` posts to the proxy's thread. `clients`: who knows the programs that call us.
 * `tellsEnds`: somebody wants the rows of exchanges that have ended.
 */
export function createCaptureSession(
  dataFolder: string,
  report: (message: FromCaptureWorker, transfer?: ArrayBuffer[]) => void,
  clients: ClientFinder | null = null,
  checkpoints: Checkpoints | null = null,
  tellsEnds = true,
): CaptureSession {
  const byNumber = new Map<number, Live>();
  const byId = new Map<ExchangeId, Live>();
  const budget = { usedBytes: 0, isWanted: false };
  const rate = createEventRate();
  let clientFacts: ClientFacts = { isCapturing: true, openSockets: 0, droppedChunks: 0 };
  let isWatched = false;
  let isDisposed = false;
  /** Files were taken in while no window watched. */
  let isImporter = false;
  /** JSON texts of the summaries of those that ended since the last flush. */
  let ended: string[] = [];
  const acknowledgements = createAcknowledgements(report);
  const storage = openCaptureStorage(dataFolder, {
    checkpoints,
    onNotice: (title, text) => report({ kind: 'notice', title, text }),
    onTrouble: (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      const deed = /\bfull\b|ENOSPC/i.test(reason) ? ' Make room on its disk, or keep less.' : '';
      const text = `Writing to the data folder failed: ${reason}.${deed} Traffic flows on, and saving is tried again; what cannot be kept is marked.`;
      report({ kind: 'notice', title: captureNotices.notSaved, text });
    },
    onRecovery: () => {
      report({ kind: 'notice', title: captureNotices.savedAgain, text: 'The data folder can be written again.' });
    },
    onLost: (id, chunks) => byId.get(id)?.recorder.trouble(`The disk refused ${chunks} chunks; they are not stored.`),
    onRecovered: (summary) => {
      batcher.row(summary.id, () => summary, 'last');
      clock.rowChanged();
    },
  });
  const schedule = createDecodingSchedule((live) => {
    storage?.store.putExchange(live.recorder.detail());
    clock.rowChanged();
  });
  const trimHeap = createHeapTrim();
  const rooms = createSegmentRooms();
  const keepWarm = createWarmCode();
  const deferred = createDeferredDecoding(storage, trimHeap);
  const naming = createClientNaming(clients);
  let lastBatchAt = Number.NEGATIVE_INFINITY;
  const isIdle = (): boolean => performance.now() - lastBatchAt > indexAfterMs;
  const indexer = startIndexer(storage, { isIdle, trimHeap });
  const packer = storage === null ? null : createExchangePacker(storage.maintenance.packer, isIdle, trimHeap);
  const forget = (ids: readonly ExchangeId[]): void => {
    exchangeCount = storage?.reader.count() ?? 0;
    batcher.removed(ids);
    batcher.statusChanged();
  };
  const keeper = startKeeper(storage, isIdle, forget);
  let exchangeCount = storage?.reader.count() ?? 0;

  const status = (): CaptureStatus => ({
    isCapturing: clientFacts.isCapturing,
    streaming: byId.size,
    openSockets: clientFacts.openSockets,
    eventsPerSecond: rate.perSecond(performance.now()),
    chunksBehind: storage?.store.pendingChunks() ?? 0,
    droppedChunks: clientFacts.droppedChunks,
    storedBytes: storage?.sizeBytes() ?? 0,
    exchangeCount,
  });
  const watchers = createWatchers();
  const batcher = createEventBatcher({
    send: (batch) => {
      for (const { watcher, json } of watchers.textsOf(batch)) report({ kind: 'json', watcher, json });
    },
    status,
  });

  const flush = (): void => {
    clock.begins();
    schedule.settle();
    const isWritten = storage?.store.flush() ?? true;
    acknowledgements.send();
    // As text, in one message: to the proxy's thread each object would cost as much as passing the request on.
    if (tellsEnds && ended.length > 0) report({ kind: 'ends', summaries: ended });
    ended = [];
    schedule.decodeDue();
    trimHeap();
    batcher.statusChanged();
    clock.done(isWritten);
  };
  const clock = createFlushClock(flush);
  const liveOf = (start: ExchangeStart): Live => {
    const live: Live = {
      recorder: createExchangeRecorder(start, outputOf(start.id), budget),
      isOpen: false,
      isRowDirty: false,
      decodedAt: performance.now(),
      storedAt: performance.now(),
    };
    byId.set(start.id, live);
    exchangeCount += 1;
    naming.begin(start, live.recorder);
    showRow(live, 'now');
    return live;
  };
  /** A turn of a socket is an exchange that no batch names: its connection's recorder feeds and ends it. */
  const turnHost: TurnHost = {
    responses: createResponseIndex(),
    open: (start) => {
      const live = liveOf(start);
      schedule.turn(live);
      return { recorder: live.recorder, whenEnded: () => finish(null, live) };
    },
  };
  const showRow = (live: Live, urgency: 'later' | 'now' | 'last'): void => {
    batcher.row(live.recorder.id, live.recorder.summary, urgency);
  };
  const outputOf = (id: ExchangeId) => ({
    turnHost,
    rooms,
    putExchange: (read: () => ExchangeDetail) => storage?.store.putLive(id, read),
    appendSegment: (...segment: Parameters<NonNullable<typeof storage>['store']['appendSegment']>) =>
      storage?.store.appendSegment(...segment),
    onChange: (isUrgent: boolean) => {
      const live = byId.get(id);
      if (live === undefined) return;
      live.isRowDirty = true;
      if (!isWatched) return;
      showRow(live, isUrgent ? 'now' : 'later');
      if (live.isOpen && isUrgent) batcher.open(id, { detail: live.recorder.detail });
    },
    onNews: ({ events, problems, finalDeltas }: RecorderNews) => {
      rate.add(events.length, performance.now());
      const live = byId.get(id);
      if (live?.isOpen !== true) return;
      const final = finalDeltas === null ? {} : { finalDeltas };
      batcher.open(id, { events, problems, ...final, laterDetail: live.recorder.detail });
    },
  });
  const finish = (number: number | null, live: Live): void => {
    const { recorder } = live;
    const detail = recorder.detail();
    if (number !== null) byNumber.delete(number);
    byId.delete(recorder.id);
    schedule.ended(live);
    ended.push(storage?.store.putExchange(detail) ?? JSON.stringify(detail.summary));
    indexer?.ended(recorder.id, recorder.completion());
    packer?.ended();
    batcher.row(recorder.id, () => detail.summary, 'last');
    if (live.isOpen) batcher.open(recorder.id, { detail: () => detail });
    recorder.dispose();
    keepWarm(detail.summary, recorder);
  };

  const counted = (change: number): void => {
    exchangeCount += change;
    batcher.statusChanged();
  };
  const takeImported = (detail: ExchangeDetail): void => {
    indexer?.ended(detail.summary.id, null);
    batcher.row(detail.summary.id, () => detail.summary, 'last');
    counted(1);
  };
  const importFrom: CallHandlers<CaptureCalls>['importFile'] = async ({ file, salt }) => {
    if (storage === null) return fail('not-stored', 'The data folder cannot be written.');
    flush();
    isImporter = watchers.count() === 0;
    return importFile(storage, file, { salt, onImported: takeImported, now: Date.now() });
  };

  const takeControl = (number: number, live: Live, control: Control): void => {
    if (control.type !== 'exchange-end') live.recorder.control(control);
    else {
      const end = (): void => {
        live.recorder.control(control);
        finish(number, live);
        clock.exchangeEnded();
      };
      const endUndeferred = (): void => {
        if (!deferred.holdEnd(live.recorder, end)) end();
      };
      if (!naming.holdEnd(live.recorder.id, endUndeferred)) endUndeferred();
    }
  };

  const visitor = (isBehind: boolean): BatchVisitor => ({
    chunk: (number, direction, at, bytes, isSent) => {
      const live = byNumber.get(number);
      if (live === undefined) return;
      if (isBehind && direction === 'response' && isLong(live.recorder)) deferred.defer(live.recorder);
      live.recorder.chunk(direction, at, bytes, isSent);
      clock.gathered(bytes.length);
      schedule.took(live, at);
    },
    gap: (number, direction, chunks, sizeBytes) => byNumber.get(number)?.recorder.gap(direction, chunks, sizeBytes),
    control: (number, control) => {
      if (control.type === 'exchange-start') byNumber.set(number, liveOf(control.start));
      else {
        const live = byNumber.get(number);
        if (live !== undefined) takeControl(number, live, control);
      }
    },
  });
  const visitors = { behind: visitor(true), abreast: visitor(false) };
  const takeBatch = (batch: PackedBatch): void => {
    if (isDisposed) return;
    deferred.notice(batch.isBehind);
    const now = performance.now();
    const gapMs = now - lastBatchAt;
    lastBatchAt = now;
    visitBatch(batch, batch.isBehind ? visitors.behind : visitors.abreast);
    schedule.decodeUrgent();
    acknowledgements.took(batch);
    clock.batchTaken(batch.begunAt, gapMs, ended.length > 0);
    batcher.statusChanged();
  };

  /** Events of a live exchange, from memory or by replay of what is stored; never beyond what was decoded by now. */
  const liveEvents = async (live: Live, from: number, limit: number): Promise<readonly EventRecord[]> => {
    const end = Math.min(from + limit, live.recorder.eventCount());
    const kept = live.recorder.events();
    if (kept !== null) return kept.slice(from, end);
    flush();
    const found = storage?.reader.find(live.recorder.id) ?? null;
    return storage === null || found === null || end <= from
      ? []
      : replayRange(storage.reader, found, from, end - from);
  };
  const open: CallHandlers<CaptureCalls>['open'] = async ({ id, watcher }) => {
    watchers.open(watcher, id);
    const live = byId.get(id);
    if (live === undefined) {
      flush();
      return fail('not-live', 'The exchange has ended.');
    }
    // From here on its events go into the batches; the snapshot holds exactly those before.
    const { recorder } = live;
    recorder.decodeWaiting();
    live.isOpen = watchers.isOpen(id);
    const facts = {
      detail: recorder.detail(),
      eventCount: recorder.eventCount(),
      problems: [...recorder.problems()],
      finalDeltas: null,
    };
    return succeed({ ...facts, events: await liveEvents(live, 0, Math.min(firstPageEvents, facts.eventCount)) });
  };
  const closeUnwatched = (id: ExchangeId): void => {
    if (watchers.isOpen(id)) return;
    const live = byId.get(id);
    if (live !== undefined) live.isOpen = false;
    batcher.closed(id);
  };
  const dispose = async (): Promise<void> => {
    isDisposed = true;
    naming.dispose();
    deferred.dispose();
    for (const [number, live] of [...byNumber]) {
      live.recorder.control({
        type: 'exchange-end',
        facts: { endedAt: Date.now(), end: 'interrupted', failure: null, requestTrailers: [], responseTrailers: [] },
      });
      finish(number, live);
    }
    flush();
    clock.dispose();
    schedule.dispose();
    batcher.dispose();
    keeper?.dispose();
    await indexer?.finish(isImporter ? indexImportsMs : indexAtEndMs);
    await packer?.finish(packAtEndMs);
    await checkpoints?.dispose();
    storage?.dispose();
  };

  return {
    takeBatch,
    setFacts: (facts) => {
      clientFacts = facts;
      batcher.statusChanged();
    },
    watch: (watcher, scope) => {
      watchers.watch(watcher, scope);
      isWatched = watchers.count() > 0;
      budget.isWanted = isWatched;
      storage?.setWatched(isWatched);
      schedule.setWatched(isWatched);
      batcher.setWatched(isWatched);
      for (const [id, live] of byId) {
        if (live.isOpen) closeUnwatched(id);
        if (scope !== null) showRow(live, 'now');
      }
    },
    close: (id, watcher) => {
      watchers.close(watcher, id);
      closeUnwatched(id);
    },
    shown: (watcher, count) => {
      const json = watchers.taken(watcher, count);
      if (json !== null) report({ kind: 'json', watcher, json });
    },
    calls: createCaptureCalls({
      storage,
      keeper,
      watchers,
      batcher,
      byId,
      status,
      flush,
      forget,
      open,
      liveEvents,
      importFile: importFrom,
      counted,
      dispose,
    }),
  };
}
