/** Keeping the store small, as capture does when it rests and as the command line does at once. Belongs to the writer. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { PruneOutcome, RetentionRules } from '../../shared/model/retention.ts';
import { type BodyPacker, createBodyPacker } from './body-packer.ts';
import { type Captures, createCaptures } from './captures.ts';
import { type ClearedExchanges, createClearedExchanges } from './cleared-exchanges.ts';
import { createRetention } from './retention.ts';
import { createStoreSpace, type StoreSpace } from './store-space.ts';

export type StoreMaintenance = {
  readonly packer: BodyPacker;
  readonly cleared: ClearedExchanges;
  readonly captures: Captures;
  readonly space: StoreSpace;
  /** Deletes what the rules do not keep. `ids` are gone. `rest` false stops it early. */
  readonly prune: (
    rules: RetentionRules,
    now: number,
    rest: () => Promise<boolean>,
  ) => Promise<PruneOutcome & { readonly ids: readonly ExchangeId[] }>;
  /** Packs what is not packed and gives back all free room, step by step. Gives the bytes that were freed. */
  readonly compact: (rest: () => Promise<boolean>) => Promise<number>;
};

/** Over the writer's open database. */
export function createStoreMaintenance(database: DatabaseSyncInstance): StoreMaintenance {
  const packer = createBodyPacker(database);
  const cleared = createClearedExchanges(database);
  const space = createStoreSpace(database);
  const retention = createRetention(database, cleared, space);
  const fileBytes = (): number => space.usedBytes() + space.freeBytes();
  return {
    packer,
    cleared,
    space,
    captures: createCaptures(database),
    prune: async (rules, now, rest) => {
      const before = space.usedBytes();
      const ids = await retention.enforce(rules, now, rest);
      return { ids, count: ids.length, freedBytes: Math.max(0, before - space.usedBytes()) };
    },
    compact: async (rest) => {
      const before = fileBytes();
      let last = -1;
      for (let next = packer.nextPending(); next !== null; next = packer.nextPending()) {
        // What cannot be packed stays as it is.
        if (next.number === last) packer.skip(next.number);
        last = next.number;
        await packer.pack(next.number, rest);
        if (!(await rest())) return before - fileBytes();
      }
      await space.giveBack(0, rest);
      return before - fileBytes();
    },
  };
}
