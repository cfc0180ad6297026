/**
 * When what exchange is decoded. Nobody looks at most exchanges while they run: those are decoded now and then, many chunks
 * at once, which costs half as much as chunk by chunk. What waits is bounded.
 */
import type { ExchangeRecorder } from './exchange-recorder-api.ts';

/** A running exchange. */
export type Live = {
  readonly recorder: ExchangeRecorder;
  /** A window has it open. */
  isOpen: boolean;
  /** Its row changed since it was stored. */
  isRowDirty: boolean;
  /** Monotonic ms: what waited was decoded; the row was stored. */
  decodedAt: number;
  storedAt: number;
};

export type DecodingSchedule = {
  /** A batch brought a chunk of it that came `at`, epoch ms. */
  readonly took: (live: Live, at: number) => void;
  /** A turn of a socket: no batch names it. */
  readonly turn: (live: Live) => void;
  /** After each batch: what a window has open is decoded as it comes, and sockets, since turns begin and end within them. */
  readonly decodeUrgent: () => void;
  /** Before the store writes: everything that came is handed to it. */
  readonly settle: () => void;
  /** After the store has written. */
  readonly decodeDue: () => void;
  readonly ended: (live: Live) => void;
  readonly setWatched: (isWatched: boolean) => void;
  readonly dispose: () => void;
};

/** Rows of running exchanges are stored again this often, decoded up to then: nobody looks at them but the next start, or a command. */
const restingRowEveryMs = 5000;
/** Likewise, while a window watches. */
const rowEveryMs = 2000;
/** While a window watches: a row changes this often, and as soon as there is a first token. */
const watchedRowEveryMs = 250;
/** A batch this old when it is taken: there is not enough time for everything, and what is open comes first. */
const lateMs = 400;
/** While a window watches: after this long other work comes first, what came of the open exchange above all. */
const sliceMs = 6;
/** What waits to be decoded stays in memory up to here, for each exchange and for all of them. */
const maxWaitingEach = 256 * 1024;
const maxWaitingTogether = 12 * 1024 * 1024;

/** An empty schedule; `storeRow` stores the row of an exchange that still runs. */
export function createDecodingSchedule(storeRow: (live: Live) => void): DecodingSchedule {
  /** Took chunks since they were settled. */
  const active = new Set<Live>();
  const turns = new Set<Live>();
  /** With settled chunks that were not decoded yet. */
  const waiting = new Set<Live>();
  let isWatched = false;
  /** Of the newest chunk since the last batch, epoch ms; 0: none. */
  let newestAt = 0;
  let isLate = false;
  let dueTimer: NodeJS.Timeout | null = null;
  let nextSlice: NodeJS.Immediate | null = null;

  const storeEveryMs = (): number => (isWatched ? rowEveryMs : restingRowEveryMs);
  const everyMs = (): number => (isWatched && !isLate ? watchedRowEveryMs : storeEveryMs());
  const storeDueRow = (live: Live, now: number): void => {
    if (!live.isRowDirty || now - live.storedAt < storeEveryMs()) return;
    live.isRowDirty = false;
    live.storedAt = now;
    storeRow(live);
  };
  const isDue = ({ recorder, isOpen, decodedAt }: Live, now: number): boolean =>
    isOpen ||
    now - decodedAt >= everyMs() ||
    (isWatched && !recorder.hasToken()) ||
    recorder.waitingBytes() > maxWaitingEach;
  const decode = (live: Live, now: number): void => {
    waiting.delete(live);
    live.decodedAt = now;
    live.recorder.decodeWaiting();
    storeDueRow(live, now);
  };
  const decodeDue = (): void => {
    const now = performance.now();
    let waitingBytes = 0;
    for (const live of waiting) {
      if (isWatched && performance.now() - now > sliceMs) {
        goOn();
        return;
      }
      if (isDue(live, now)) decode(live, now);
      else waitingBytes += live.recorder.waitingBytes();
    }
    if (waitingBytes > maxWaitingTogether) makeRoom(waitingBytes, now);
    armDue();
  };
  /** Half of it, those first that have waited longest: the more of one stream at once, the less each event costs. */
  const makeRoom = (waitingBytes: number, now: number): void => {
    let left = waitingBytes;
    for (const live of waiting) {
      if (left <= maxWaitingTogether / 2) return;
      left -= live.recorder.waitingBytes();
      decode(live, now);
    }
  };
  const goOn = (): void => {
    nextSlice ??= setImmediate(() => {
      nextSlice = null;
      decodeDue();
    });
  };
  /** A stream that stands still has no next flush. */
  const armDue = (): void => {
    if (waiting.size === 0 || dueTimer !== null) return;
    dueTimer = setTimeout(() => {
      dueTimer = null;
      decodeDue();
    }, everyMs());
  };

  return {
    took: (live, at) => {
      newestAt = at;
      active.add(live);
    },
    turn: (live) => turns.add(live),
    decodeUrgent: () => {
      isLate = newestAt > 0 && Date.now() - newestAt > lateMs;
      newestAt = 0;
      for (const { isOpen, recorder } of active) if (isOpen || recorder.isSocket()) recorder.decodeWaiting();
    },
    settle: () => {
      const now = performance.now();
      for (const live of [...active, ...turns]) {
        live.recorder.settle();
        if (live.recorder.waitingBytes() > 0) waiting.add(live);
        else storeDueRow(live, now);
      }
      active.clear();
    },
    decodeDue,
    ended: (live) => {
      active.delete(live);
      turns.delete(live);
      waiting.delete(live);
    },
    setWatched: (next) => {
      isWatched = next;
      if (dueTimer !== null) clearTimeout(dueTimer);
      dueTimer = null;
      armDue();
    },
    dispose: () => {
      if (dueTimer !== null) clearTimeout(dueTimer);
      if (nextSlice !== null) clearImmediate(nextSlice);
    },
  };
}
