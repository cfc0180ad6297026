/**
 * What happens when decoding does not keep up: chunks go to the store first, which is much cheaper, and their exchange is
 * decoded from there as soon as there is time. Nothing is lost until the disk itself cannot follow.
 */

import type { ExchangeReader } from '../storage/exchange-reader.ts';
import type { ExchangeStore } from '../storage/exchange-store.ts';
import type { Segment } from '../storage/segment.ts';
import type { ExchangeRecorder } from './exchange-recorder-api.ts';

/** The store as far as it is needed here. */
export type DeferredStorage = {
  readonly store: Pick<ExchangeStore, 'flush' | 'isFailing'>;
  readonly reader: ExchangeReader;
};

export type DeferredDecoding = {
  /** From its next chunk on, this exchange is only stored. Does nothing where that cannot be read back. */
  readonly defer: (recorder: ExchangeRecorder) => void;
  /** True: `end` is taken, and called once everything before it was decoded. */
  readonly holdEnd: (recorder: ExchangeRecorder, end: () => void) => boolean;
  /** The newest batch says whether more are waiting behind it. */
  readonly notice: (isBehind: boolean) => void;
  /** Decodes what is left, for some seconds at most, and ends what was held. */
  readonly dispose: () => void;
};

/** Without a new batch for this long, the last one's word on more waiting is old. */
const quietMs = 30;
const maxDisposeMs = 3000;

type Deferred = {
  readonly recorder: ExchangeRecorder;
  rowNumber: number | null;
  end: (() => void) | null;
};

/**
 * Nothing is deferred yet. `storage` is null where nothing is stored: then all decoding is live. `trimHeap` is called after
 * each megabyte.
 */
export function createDeferredDecoding(
  storage: DeferredStorage | null,
  trimHeap: () => void = () => {},
): DeferredDecoding {
  const waiting = new Map<string, Deferred>();
  let isBehind = false;
  let pause: NodeJS.Timeout | null = null;
  let turn: NodeJS.Immediate | null = null;
  let isDisposed = false;

  const settle = (entry: Deferred): void => {
    waiting.delete(entry.recorder.id);
    entry.recorder.resume();
    entry.end?.();
  };
  /** About a megabyte of the exchange that has waited longest. */
  const step = (): void => {
    const entry = waiting.values().next().value;
    if (entry === undefined || storage === null) return;
    const segment = nextStored(storage, entry);
    if (segment === null) settle(entry);
    else entry.recorder.decodeStored(segment);
    trimHeap();
  };
  const disarm = (): void => {
    if (pause !== null) clearTimeout(pause);
    if (turn !== null) clearImmediate(turn);
    pause = null;
    turn = null;
  };
  const arm = (): void => {
    if (pause !== null || turn !== null || waiting.size === 0 || isDisposed) return;
    if (isBehind) pause = setTimeout(run, quietMs);
    else turn = setImmediate(run);
  };
  const run = (): void => {
    disarm();
    // A pause in the batches ends it too: nothing waits then.
    if (isBehind) isBehind = false;
    else step();
    arm();
  };

  return {
    defer: (recorder) => {
      if (storage === null || waiting.has(recorder.id) || storage.store.isFailing()) return;
      recorder.defer();
      waiting.set(recorder.id, { recorder, rowNumber: null, end: null });
      arm();
    },
    holdEnd: (recorder, end) => {
      const entry = waiting.get(recorder.id);
      if (entry === undefined) return false;
      entry.end = end;
      return true;
    },
    notice: (next) => {
      isBehind = next;
      if (isBehind) disarm();
      arm();
    },
    dispose: () => {
      isDisposed = true;
      disarm();
      const until = performance.now() + maxDisposeMs;
      while (waiting.size > 0 && performance.now() < until) step();
      for (const entry of [...waiting.values()]) {
        entry.recorder.trouble('Wirelens ended before the last part was decoded; its bytes are complete.');
        settle(entry);
      }
    },
  };
}

/** The next stored chunks that were not decoded; null when there are no more, or the disk refuses. */
function nextStored({ store, reader }: DeferredStorage, entry: Deferred): Segment | null {
  if (!store.flush()) return null;
  entry.rowNumber ??= reader.find(entry.recorder.id)?.number ?? null;
  if (entry.rowNumber === null) return null;
  return reader.nextSegment(entry.rowNumber, 'response', entry.recorder.nextToDecode());
}
