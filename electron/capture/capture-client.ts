/**
 * The proxy's half of capture (step 2 of the walk): copies bytes into a batch and hands it over every few
 * milliseconds. Never throws, never waits, never parses. When the worker falls too far behind, chunks are dropped and
 * counted here, and the exchange is told of the hole.
 */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { type BatchSpace, createSpacePool, usualBatchBytes } from './batch-space.ts';
import type { CaptureSink } from './capture-sink.ts';
import { type Control, gapDirection, type PackedBatch, recordCode, recordLength } from './packed-batch.ts';

export type CaptureClient = {
  readonly sink: Omit<CaptureSink, 'isEnabled' | 'streamSoFar'>;
  /** Hands over what was gathered, now. */
  readonly flush: () => void;
  /** The worker is done with a batch of this weight. */
  readonly acknowledge: (weight: number) => void;
  /** Nothing will be acknowledged any more: the worker is gone. Live exchanges are forgotten. */
  readonly reset: () => void;
  /** Somebody watches: what happens is handed over sooner. */
  readonly setHurried: (isHurried: boolean) => void;
  /** The worker has taken a batch apart and needs its buffers no more. */
  readonly giveBack: (space: BatchSpace) => void;
  readonly droppedChunks: () => number;
  /** Chunks handed over or gathered, not yet acknowledged. */
  readonly unacknowledgedBytes: () => number;
};

/** Each batch wakes the worker, which costs as much as some 20 chunks; a window would notice more than this. */
const hurriedFlushAfterMs = 8;
/** Whoever waits for an exchange to begin or end waits for this. */
const controlFlushAfterMs = 40;
/** Nothing but chunks: the worker writes them when it takes them (flush-clock.ts), so it stays below 250 ms. */
const flushAfterMs = 180;
/** Beyond this, chunks are dropped rather than memory eaten. A burst of 64 MB at the speed of loopback loses nothing. */
const maxUnacknowledged = 96 * 1024 * 1024;
/** Beyond this, the worker is told to store first and decode later (see deferred-decoding.ts). */
const behindBytes = 4 * 1024 * 1024;
/**
 * Pieces of an upload from this size on wait uncopied until the next flush, or until something else happens to their
 * exchange: copying them, and a worker at work on them, would take the time of the pieces that are still to be passed on.
 */
const heldFromBytes = 16 * 1024;
const maxHeldBytes = 8 * 1024 * 1024;
/** What a control is counted as; headers make most of it. */
const controlWeight = 2048;

type Gap = { readonly direction: BodyDirection; chunks: number; sizeBytes: number };
/** Of the request's body; null: its end. */
type Held = { readonly at: number; readonly bytes: Uint8Array | null };
type Entry = { readonly number: number; gaps: Gap[]; held: Held[] };

/** A client that gives its batches to `send`, which must not throw. */
export function createCaptureClient(send: (batch: PackedBatch) => void): CaptureClient {
  const entries = new Map<ExchangeId, Entry>();
  let nextNumber = 1;
  const pool = createSpacePool();
  let { bytes: room, records } = pool.take(0, 0);
  let bytes = new Uint8Array(room);
  let used = 0;
  let recordCount = 0;
  /** JSON texts. */
  let controls: string[] = [];
  let unacknowledged = 0;
  let sentWeight = 0;
  let droppedChunks = 0;
  /** Entries that have something held, and how much that is together. */
  const holding = new Set<Entry>();
  let heldBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  /** The timer is one for chunks alone. */
  let isTimerLong = false;
  let begunAt = 0;
  let isHurried = false;

  const moveInto = (space: BatchSpace): void => {
    room = space.bytes;
    bytes = new Uint8Array(room);
    records = space.records;
  };
  const flush = (): void => {
    for (const entry of holding) release(entry);
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (recordCount === 0) return;
    const weight = used + controls.length * controlWeight;
    sentWeight += weight;
    const isBehind = unacknowledged - heldBytes > behindBytes;
    const spent = pool.takeSpent();
    const batch = { bytes: room, records, recordCount, controls: controls.join(''), weight, isBehind, begunAt, spent };
    // The next buffer follows the traffic: idle proxies should not turn over 256 KiB a batch.
    moveInto(pool.take(Math.min(usualBatchBytes, used), Math.min(2048, recordCount)));
    used = 0;
    recordCount = 0;
    controls = [];
    send(batch);
  };
  const arm = (isLong: boolean): void => {
    if (timer === null) begunAt = Date.now();
    else if (isLong || !isTimerLong) return;
    else clearTimeout(timer);
    isTimerLong = isLong && !isHurried;
    const usualMs = isLong ? flushAfterMs : controlFlushAfterMs;
    timer = setTimeout(flush, isHurried ? hurriedFlushAfterMs : usualMs);
  };
  const addRecord = (entry: Entry, code: number, at: number, size: number, extra: number): void => {
    let place = recordCount * recordLength;
    if (place === records.length) {
      flush();
      place = 0;
    }
    records[place] = entry.number;
    records[place + 1] = code;
    records[place + 2] = at;
    records[place + 3] = size;
    records[place + 4] = extra;
    recordCount += 1;
    arm(code !== recordCode.control && code !== recordCode.requestEnd);
  };
  const tellGaps = (entry: Entry): void => {
    if (entry.gaps.length === 0) return;
    for (const gap of entry.gaps) {
      addRecord(entry, recordCode.gap, gap.chunks, gap.sizeBytes, gapDirection(gap.direction));
    }
    entry.gaps = [];
  };
  const addControl = (id: ExchangeId, control: Control): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    release(entry);
    tellGaps(entry);
    if (recordCount * recordLength === records.length) flush();
    const text = JSON.stringify(control);
    controls.push(text);
    unacknowledged += controlWeight;
    addRecord(entry, recordCode.control, 0, text.length, 0);
  };
  const drop = (entry: Entry, direction: BodyDirection, sizeBytes: number): void => {
    droppedChunks += 1;
    const last = entry.gaps.at(-1);
    if (last?.direction === direction) {
      last.chunks += 1;
      last.sizeBytes += sizeBytes;
    } else entry.gaps.push({ direction, chunks: 1, sizeBytes });
  };
  const addChunk = (
    id: ExchangeId,
    direction: BodyDirection,
    code: number,
    receivedAt: number,
    chunk: Uint8Array,
  ): void => {
    const entry = entries.get(id);
    if (entry === undefined || chunk.length === 0) return;
    release(entry);
    copyChunk(entry, direction, code, receivedAt, chunk);
  };
  const copyChunk = (
    entry: Entry,
    direction: BodyDirection,
    code: number,
    receivedAt: number,
    chunk: Uint8Array,
  ): void => {
    if (unacknowledged + chunk.length > maxUnacknowledged) {
      drop(entry, direction, chunk.length);
      return;
    }
    if (entry.gaps.length > 0) tellGaps(entry);
    if (used + chunk.length > bytes.length || recordCount * recordLength === records.length) {
      flush();
      if (bytes.length < Math.max(chunk.length, usualBatchBytes)) {
        pool.giveBack({ bytes: room, records });
        moveInto(pool.take(Math.max(chunk.length, usualBatchBytes), 0));
      }
    }
    bytes.set(chunk, used);
    used += chunk.length;
    unacknowledged += chunk.length;
    addRecord(entry, code, receivedAt, chunk.length, 0);
  };
  const release = (entry: Entry): void => {
    if (entry.held.length === 0) return;
    const { held } = entry;
    entry.held = [];
    holding.delete(entry);
    for (const { at, bytes: chunk } of held) {
      if (chunk === null) addRecord(entry, recordCode.requestEnd, at, 0, 0);
      else {
        heldBytes -= chunk.length;
        unacknowledged -= chunk.length;
        copyChunk(entry, 'request', recordCode.request, at, chunk);
      }
    }
  };
  const hold = (entry: Entry, at: number, chunk: Uint8Array): void => {
    entry.held.push({ at, bytes: chunk });
    holding.add(entry);
    heldBytes += chunk.length;
    unacknowledged += chunk.length;
    if (heldBytes > maxHeldBytes) flush();
    else arm(true);
  };
  const addRequestChunk = (id: ExchangeId, at: number, chunk: Uint8Array): void => {
    const entry = entries.get(id);
    const isHeld = chunk.length >= heldFromBytes && unacknowledged + chunk.length <= maxUnacknowledged;
    if (entry !== undefined && isHeld) hold(entry, at, chunk);
    else addChunk(id, 'request', recordCode.request, at, chunk);
  };

  return {
    sink: {
      exchangeStart: (start) => {
        if (unacknowledged > maxUnacknowledged) return;
        entries.set(start.id, { number: nextNumber, gaps: [], held: [] });
        nextNumber += 1;
        addControl(start.id, { type: 'exchange-start', start });
      },
      requestChunk: addRequestChunk,
      requestEnd: (id, at) => {
        const entry = entries.get(id);
        if (entry === undefined) return;
        if (entry.held.length > 0) {
          entry.held.push({ at, bytes: null });
          return;
        }
        tellGaps(entry);
        addRecord(entry, recordCode.requestEnd, at, 0, 0);
      },
      connection: (id, timing) => addControl(id, { type: 'connection', timing }),
      responseStart: (id, response) => addControl(id, { type: 'response-start', response }),
      responseChunk: (id, at, chunk, isSent) =>
        addChunk(id, 'response', isSent ? recordCode.response : recordCode.responseUnsent, at, chunk),
      injectedChunk: (id, at, chunk) => addChunk(id, 'injected', recordCode.injected, at, chunk),
      upgrade: (id, at) => addControl(id, { type: 'upgrade', at }),
      exchangeEnd: (id, facts) => {
        addControl(id, { type: 'exchange-end', facts });
        entries.delete(id);
      },
    },
    flush,
    acknowledge: (weight) => {
      unacknowledged -= weight;
      sentWeight -= weight;
    },
    reset: () => {
      entries.clear();
      holding.clear();
      unacknowledged -= heldBytes;
      heldBytes = 0;
      unacknowledged -= sentWeight;
      sentWeight = 0;
    },
    setHurried: (next) => {
      isHurried = next;
      if (next && timer !== null) flush();
    },
    giveBack: pool.giveBack,
    droppedChunks: () => droppedChunks,
    unacknowledgedBytes: () => unacknowledged,
  };
}
