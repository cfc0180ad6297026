/**
 * Gathers what happens for about 16 ms into one CaptureBatch (step 6 of the walk). Runs in the capture worker, so that
 * the JSON text is made there; holds rows back to 4 a second each, never a state change; makes nothing while nobody watches.
 */
import type { CaptureBatch, CaptureStatus, OpenPatch } from '../../shared/ipc/contract.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

export type EventBatcherOptions = {
  /** Takes the JSON text of a CaptureBatch. */
  readonly send: (json: string) => void;
  readonly status: () => CaptureStatus;
};

export type EventBatcher = {
  readonly setWatched: (isWatched: boolean) => void;
  /** The row changed. `isUrgent`: a state change, shown with the next batch. `isLast`: it has ended. */
  readonly row: (id: ExchangeId, read: () => ExchangeSummary, urgency: RowUrgency) => void;
  readonly removed: (ids: readonly ExchangeId[]) => void;
  /** News of an exchange that the window has open. */
  readonly open: (id: ExchangeId, news: OpenNews) => void;
  /** The status may have changed. */
  readonly statusChanged: () => void;
  readonly dispose: () => void;
};

/** `last`: it has ended and will not change again. */
export type RowUrgency = 'later' | 'now' | 'last';

export type OpenNews = {
  /** Read when the batch is made; absent: unchanged. */
  readonly detail?: () => ExchangeDetail;
  readonly events?: readonly EventRecord[];
  readonly problems?: readonly Problem[];
  readonly finalDeltas?: readonly Delta[];
};

const batchMs = 16;
const rowMs = 250;
const statusMs = 250;

type RowEntry = { read: () => ExchangeSummary; isDirty: boolean; urgency: RowUrgency; sentAt: number };
type OpenEntry = {
  detail: (() => ExchangeDetail) | null;
  readonly events: EventRecord[];
  readonly problems: Problem[];
  finalDeltas: readonly Delta[] | null;
};

/** A batcher on the system's monotonic clock; its timer runs only while there is something to send. */
export function createEventBatcher(options: EventBatcherOptions): EventBatcher {
  const rows = new Map<ExchangeId, RowEntry>();
  let open = new Map<ExchangeId, OpenEntry>();
  let removed: ExchangeId[] = [];
  let isWatched = false;
  let isStatusDirty = false;
  let statusSentAt = 0;
  let lastStatus = '';
  let timer: NodeJS.Timeout | null = null;

  const takeRows = (now: number): ExchangeSummary[] => {
    const taken: ExchangeSummary[] = [];
    for (const [id, row] of rows) {
      const isDue = row.isDirty && (row.urgency !== 'later' || now - row.sentAt >= rowMs);
      if (!isDue) continue;
      taken.push(row.read());
      if (row.urgency === 'last') rows.delete(id);
      row.isDirty = false;
      row.urgency = 'later';
      row.sentAt = now;
    }
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
  const takeOpen = (): OpenPatch[] => {
    const taken = [...open].map(([id, { detail, events, problems, finalDeltas }]) => ({
      id,
      detail: detail === null ? null : detail(),
      events,
      problems,
      finalDeltas,
    }));
    open = new Map();
    return taken;
  };
  const hasMore = (): boolean => isStatusDirty || open.size > 0 || [...rows.values()].some(({ isDirty }) => isDirty);
  const flush = (): void => {
    timer = null;
    if (!isWatched) return;
    const now = performance.now();
    const batch: CaptureBatch = { rows: takeRows(now), removed, status: takeStatus(now), open: takeOpen() };
    removed = [];
    const isEmpty = batch.rows.length + batch.removed.length + batch.open.length === 0 && batch.status === null;
    if (!isEmpty) options.send(JSON.stringify(batch));
    if (hasMore()) arm();
  };
  const arm = (): void => {
    if (isWatched && timer === null) timer = setTimeout(flush, batchMs);
  };
  const forget = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    rows.clear();
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
      const row = rows.get(id) ?? { read, isDirty: false, urgency: 'later', sentAt: 0 };
      row.read = read;
      row.isDirty = true;
      if (row.urgency === 'later' || urgency === 'last') row.urgency = urgency;
      rows.set(id, row);
      arm();
    },
    removed: (ids) => {
      if (!isWatched) return;
      removed.push(...ids);
      arm();
    },
    open: (id, news) => {
      if (!isWatched) return;
      const entry = open.get(id) ?? { detail: null, events: [], problems: [], finalDeltas: null };
      if (news.detail !== undefined) entry.detail = news.detail;
      if (news.events !== undefined) entry.events.push(...news.events);
      if (news.problems !== undefined) entry.problems.push(...news.problems);
      if (news.finalDeltas !== undefined) entry.finalDeltas = news.finalDeltas;
      open.set(id, entry);
      arm();
    },
    statusChanged: () => {
      isStatusDirty = true;
      arm();
    },
    dispose: forget,
  };
}
