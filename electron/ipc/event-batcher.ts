/**
 * Gathers what happens for about 16 ms into one CaptureBatch (step 6 of the walk). Runs in the capture worker, where its
 * JSON text is made, for each window its own (watchers.ts). Changed rows go together, at most 4 times a second, so that the window lays its list out
 * as often and no more; a state change is never held back. Makes nothing while nobody watches.
 */
import type { CaptureBatch, CaptureStatus, OpenPatch } from '../../shared/ipc/contract.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

export type EventBatcherOptions = {
  readonly send: (batch: CaptureBatch) => void;
  readonly status: () => CaptureStatus;
};

export type EventBatcher = {
  readonly setWatched: (isWatched: boolean) => void;
  /** The row changed. `isUrgent`: a state change, shown with the next batch. `isLast`: it has ended. */
  readonly row: (id: ExchangeId, read: () => ExchangeSummary, urgency: RowUrgency) => void;
  readonly removed: (ids: readonly ExchangeId[]) => void;
  /** News of an exchange that a window has open. */
  readonly open: (id: ExchangeId, news: OpenNews) => void;
  /** No window has it open any more: nothing more of it is sent. */
  readonly closed: (id: ExchangeId) => void;
  /** The status may have changed. */
  readonly statusChanged: () => void;
  readonly dispose: () => void;
};

/** `last`: it has ended and will not change again. */
export type RowUrgency = 'later' | 'now' | 'last';

export type OpenNews = {
  /** Read when the batch is made; absent: unchanged. Sent at once. */
  readonly detail?: () => ExchangeDetail;
  /** The same, for a change that may wait: sent at most 4 times a second. */
  readonly laterDetail?: () => ExchangeDetail;
  readonly events?: readonly EventRecord[];
  readonly problems?: readonly Problem[];
  readonly finalDeltas?: readonly Delta[];
};

const batchMs = 16;
const rowsMs = 250;
/** Many rows go less often: 100 running exchanges 2.5 times a second, 500 once in two seconds. */
const msPerRow = 4;
const detailMs = 250;
const statusMs = 250;

type RowEntry = { readonly read: () => ExchangeSummary; readonly urgency: RowUrgency };
type OpenEntry = {
  detail: (() => ExchangeDetail) | null;
  laterDetail: (() => ExchangeDetail) | null;
  detailSentAt: number;
  events: EventRecord[];
  problems: Problem[];
  finalDeltas: readonly Delta[] | null;
};

/** A batcher on the system's monotonic clock; its timer runs only while there is something to send. */
export function createEventBatcher(options: EventBatcherOptions): EventBatcher {
  /** Rows that changed since they were sent. */
  let rows = new Map<ExchangeId, RowEntry>();
  let hasUrgentRow = false;
  let rowsDueAt = 0;
  const open = new Map<ExchangeId, OpenEntry>();
  let removed: ExchangeId[] = [];
  let isWatched = false;
  let isStatusDirty = false;
  let statusSentAt = 0;
  let lastStatus = '';
  let timer: NodeJS.Timeout | null = null;
  let flushedAt = 0;

  const takeRows = (now: number): ExchangeSummary[] => {
    if (rows.size === 0) return [];
    if (now >= rowsDueAt) {
      const taken = [...rows.values()].map(({ read }) => read());
      rows = new Map();
      hasUrgentRow = false;
      rowsDueAt = now + Math.max(rowsMs, taken.length * msPerRow);
      return taken;
    }
    return hasUrgentRow ? takeUrgentRows() : [];
  };
  const takeUrgentRows = (): ExchangeSummary[] => {
    const taken: ExchangeSummary[] = [];
    for (const [id, { read, urgency }] of rows) {
      if (urgency === 'later') continue;
      taken.push(read());
      rows.delete(id);
    }
    hasUrgentRow = false;
    return taken;
  };
  const takeStatus = (now: number): CaptureStatus | null => {
    if (!isStatusDirty || now - statusSentAt < statusMs) return null;
    const status = options.status();
    const text = JSON.stringify(status);
    statusSentAt = now;
    // The rate of events falls back to 0 without anything happening: keep looking until it did.
    isStatusDirty = status.eventsPerSecond > 0 || status.chunksBehind > 0;
    if (text === lastStatus) return null;
    lastStatus = text;
    return status;
  };
  const takeOpen = (now: number): OpenPatch[] => {
    const taken: OpenPatch[] = [];
    for (const [id, entry] of open) {
      const isDetailDue = entry.detail !== null || now - entry.detailSentAt >= detailMs;
      const readDetail = isDetailDue ? (entry.detail ?? entry.laterDetail) : null;
      const { events, problems, finalDeltas } = entry;
      if (readDetail === null && events.length + problems.length === 0 && finalDeltas === null) continue;
      taken.push({ id, detail: readDetail === null ? null : readDetail(), events, problems, finalDeltas });
      clearOpen(entry);
      if (readDetail === null) continue;
      entry.detail = null;
      entry.laterDetail = null;
      entry.detailSentAt = now;
    }
    return taken;
  };
  const isAnythingOpenWaiting = (): boolean => {
    for (const { detail, laterDetail, events, problems, finalDeltas } of open.values()) {
      if (detail ?? laterDetail ?? finalDeltas) return true;
      if (events.length + problems.length > 0) return true;
    }
    return false;
  };
  const flush = (): void => {
    timer = null;
    if (!isWatched) return;
    const now = performance.now();
    flushedAt = now;
    const batch: CaptureBatch = { rows: takeRows(now), removed, status: takeStatus(now), open: takeOpen(now) };
    removed = [];
    const isEmpty = batch.rows.length + batch.removed.length + batch.open.length === 0 && batch.status === null;
    if (!isEmpty) options.send(batch);
    if (isStatusDirty || rows.size > 0 || isAnythingOpenWaiting()) arm();
  };
  const arm = (): void => {
    if (!isWatched || timer !== null) return;
    // After a pause at once: waiting for more would only make it older.
    timer = setTimeout(flush, Math.max(0, flushedAt + batchMs - performance.now()));
  };
  const forget = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    rows.clear();
    hasUrgentRow = false;
    open.clear();
    removed = [];
    lastStatus = '';
  };

  return {
    setWatched: (next) => {
      isWatched = next;
      if (!next) forget();
      isStatusDirty = next;
      arm();
    },
    row: (id, read, urgency) => {
      if (!isWatched) return;
      const isStillUrgent = urgency === 'later' && rows.get(id)?.urgency === 'now';
      rows.set(id, { read, urgency: isStillUrgent ? 'now' : urgency });
      if (urgency !== 'later') hasUrgentRow = true;
      arm();
    },
    removed: (ids) => {
      if (!isWatched) return;
      removed.push(...ids);
      arm();
    },
    open: (id, news) => {
      if (!isWatched) return;
      const entry = open.get(id) ?? newOpen();
      if (news.detail !== undefined) entry.detail = news.detail;
      if (news.laterDetail !== undefined) entry.laterDetail = news.laterDetail;
      if (news.events !== undefined) entry.events.push(...news.events);
      if (news.problems !== undefined) entry.problems.push(...news.problems);
      if (news.finalDeltas !== undefined) entry.finalDeltas = news.finalDeltas;
      open.set(id, entry);
      arm();
    },
    closed: (id) => {
      open.delete(id);
    },
    statusChanged: () => {
      isStatusDirty = true;
      arm();
    },
    dispose: forget,
  };
}

function newOpen(): OpenEntry {
  return { detail: null, laterDetail: null, detailSentAt: 0, events: [], problems: [], finalDeltas: null };
}

/** What was sent is the batch's own. */
function clearOpen(entry: OpenEntry): void {
  entry.events = [];
  entry.problems = [];
  entry.finalDeltas = null;
}
