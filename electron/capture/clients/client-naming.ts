/** Tells recorders who their clients are, and lets no exchange end before that is known or given up. */
import type { ClientProcess, ExchangeId, ExchangeStart } from '../../../shared/model/exchange.ts';
import type { ClientFinder } from './client-finder.ts';
import { clientSocket } from './new-clients.ts';

export type ClientNaming = {
  readonly begin: (start: ExchangeStart, recorder: { readonly client: (process: ClientProcess) => void }) => void;
  /** True: `end` is taken, and called as soon as the client is known or given up. */
  readonly holdEnd: (id: ExchangeId, end: () => void) => boolean;
  /** Gives all up, and ends what was held. */
  readonly dispose: () => void;
};

/** A short exchange's row waits this long for its client's name, at most: it is stored with its end. */
const maxHoldMs = 1000;

/** @param finder null: clients stay unnamed */
export function createClientNaming(finder: ClientFinder | null): ClientNaming {
  const pending = new Map<ExchangeId, { end: (() => void) | null; timer: NodeJS.Timeout | null }>();
  const settle = (id: ExchangeId): void => {
    const entry = pending.get(id);
    if (entry === undefined) return;
    pending.delete(id);
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.end?.();
  };
  return {
    begin: ({ id, client }, recorder) => {
      const socket = finder === null ? null : clientSocket(client);
      if (finder === null || socket === null) return;
      pending.set(id, { end: null, timer: null });
      finder.find(socket, (process) => {
        if (process !== null && pending.has(id)) recorder.client(process);
        settle(id);
      });
    },
    holdEnd: (id, end) => {
      const entry = pending.get(id);
      if (entry === undefined) return false;
      entry.end = end;
      entry.timer = setTimeout(() => settle(id), maxHoldMs);
      return true;
    },
    dispose: () => {
      for (const id of [...pending.keys()]) settle(id);
      finder?.dispose();
    },
  };
}
