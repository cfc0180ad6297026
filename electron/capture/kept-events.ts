/**
 * Event records of a running exchange, kept so that opening it is instant. Bounded per exchange and over all of them:
 * beyond that they are let go, and whoever opens the exchange gets them by replay from the store.
 */
import type { EventRecord } from '../../shared/model/event-record.ts';
import { roughBytes } from '../storage/replay-cache.ts';

/** Shared by all running exchanges. */
export type EventBudget = {
  usedBytes: number;
  /** False while no window is there that could open one: then nothing is kept. */
  isWanted: boolean;
};

export type KeptEvents = {
  readonly add: (events: readonly EventRecord[]) => void;
  /** From event 0 on; null when they were let go. */
  readonly all: () => readonly EventRecord[] | null;
  readonly dispose: () => void;
};

/*
 * Small: records that stay a while are copied by each collection and then lie in the old space, and at 20,000 events/s that
 * was most of what the worker's collections did. Some 500 events; more are read again in a few ms.
 */
const maxBytesEach = 256 * 1024;
const maxBytesTogether = 4 * 1024 * 1024;

/** An empty list on a shared budget. */
export function createKeptEvents(budget: EventBudget): KeptEvents {
  let events: EventRecord[] | null = [];
  let size = 0;
  const letGo = (): void => {
    events = null;
    budget.usedBytes -= size;
    size = 0;
  };
  return {
    add: (more) => {
      if (events === null || more.length === 0) return;
      if (!budget.isWanted) {
        letGo();
        return;
      }
      for (const event of more) {
        const bytes = roughBytes(event);
        size += bytes;
        budget.usedBytes += bytes;
        events.push(event);
      }
      if (size > maxBytesEach || budget.usedBytes > maxBytesTogether) letGo();
    },
    all: () => events,
    dispose: letGo,
  };
}
