/**
 * Keeps the store within the user's rules while capture rests: looks at them now and then, deletes what they no longer
 * keep, and gives room back to the system once much of the file is empty.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { hasLimits, keepEverything, type PruneOutcome, type RetentionRules } from '../../shared/model/retention.ts';
import { changeCapture } from '../storage/captures.ts';
import type { StoreMaintenance } from '../storage/store-maintenance.ts';
import type { CallHandlers } from '../storage/worker-calls.ts';
import type { CaptureCalls } from './capture-messages.ts';
import type { CaptureStorage } from './capture-storage.ts';

export type StoreKeeper = {
  readonly setRules: (rules: RetentionRules) => void;
  /** Applies rules at once, whatever the traffic, and gives the room back. */
  readonly prune: (rules: RetentionRules) => Promise<PruneOutcome>;
  /** Packs and gives back at once. Gives the bytes that were freed. */
  readonly compact: () => Promise<number>;
  readonly dispose: () => void;
};

export type StoreKeeperParts = {
  readonly maintenance: StoreMaintenance;
  readonly isIdle: () => boolean;
  readonly onRemoved: (ids: readonly ExchangeId[]) => void;
};

const firstAfterMs = 20_000;
const everyMs = 300_000;
const restMs = 250;
/** Free room that is kept for what comes next, in bytes. */
const keptFreeBytes = 16 * 1024 * 1024;

/** A keeper without rules; it looks at the store for the first time after 20 s. */
export function createStoreKeeper({ maintenance, isIdle, onRemoved }: StoreKeeperParts): StoreKeeper {
  let rules = keepEverything;
  let isOver = false;
  let isRunning = false;

  const briefly = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return !isOver;
  };
  const whenIdle = async (): Promise<boolean> => {
    await briefly();
    while (!isOver && !isIdle()) await delay(restMs, null, { ref: false });
    return !isOver;
  };
  const pruneWith = async (wanted: RetentionRules, rest: () => Promise<boolean>): Promise<PruneOutcome> => {
    const { ids, count, freedBytes } = await maintenance.prune(wanted, Date.now(), rest);
    if (ids.length > 0) onRemoved(ids);
    return { count, freedBytes };
  };
  const look = async (): Promise<void> => {
    if (isRunning || !(await whenIdle())) return;
    isRunning = true;
    try {
      if (hasLimits(rules)) await pruneWith(rules, whenIdle);
      if (isOver) return;
      const { freeBytes, usedBytes, giveBack } = maintenance.space;
      if (freeBytes() > keptFreeBytes + usedBytes() / 4) await giveBack(keptFreeBytes, whenIdle);
    } catch {
      // A busy or full disk passes: the next look tries again.
    } finally {
      isRunning = false;
    }
  };
  let timer = setTimeout(function again(): void {
    void look();
    timer = setTimeout(again, everyMs);
    timer.unref();
  }, firstAfterMs);
  timer.unref();

  return {
    setRules: (next) => {
      rules = next;
    },
    prune: async (wanted) => {
      const outcome = await pruneWith(wanted, briefly);
      await maintenance.space.giveBack(0, briefly);
      return outcome;
    },
    compact: () => maintenance.compact(briefly),
    dispose: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** The keeper of a storage; none where nothing is stored. */
export function startKeeper(
  storage: CaptureStorage | null,
  isIdle: () => boolean,
  onRemoved: StoreKeeperParts['onRemoved'],
): StoreKeeper | null {
  return storage === null ? null : createStoreKeeper({ maintenance: storage.maintenance, isIdle, onRemoved });
}

type KeeperCall = 'setRetention' | 'prune' | 'compact' | 'record' | 'changeCapture';
const notStored = 'Captures are not being saved.';

/** Wishes that concern what is kept. */
export function keeperCalls(
  storage: CaptureStorage | null,
  keeper: StoreKeeper | null,
  onRemoved: StoreKeeperParts['onRemoved'],
): Pick<CallHandlers<CaptureCalls>, KeeperCall> {
  return {
    setRetention: (rules) => {
      keeper?.setRules(rules);
      return null;
    },
    prune: async (rules) => (await keeper?.prune(rules)) ?? { count: 0, freedBytes: 0 },
    compact: async () => (await keeper?.compact()) ?? 0,
    record: (capture) => (storage === null ? notStored : storage.record(capture)),
    changeCapture: (change) => {
      if (storage === null) return notStored;
      const { maintenance } = storage;
      // The row of one that just began may not be stored yet.
      storage.store.flush();
      const changed = changeCapture(maintenance, change, Date.now());
      if (!changed.ok) return changed.error.message;
      onRemoved(changed.value);
      // What it does not reach is deleted after the next clear or start.
      maintenance.cleared.purge(0).catch(() => {});
      return null;
    },
  };
}
