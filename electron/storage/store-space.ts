/** The room that the store takes on disk, and how what was deleted is given back to the system in small steps. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export type StoreSpace = {
  /** Bytes of pages that hold something. */
  readonly usedBytes: () => number;
  /** Bytes of pages that hold nothing: new data goes there first. */
  readonly freeBytes: () => number;
  /** Can free pages be given back step by step? Stores made before schema 3 must be rewritten once. */
  readonly isIncremental: () => boolean;
  /** Gives free pages back until `keepBytes` of them are left; `rest` false stops it. */
  readonly giveBack: (keepBytes: number, rest: () => Promise<boolean>) => Promise<void>;
  /** Writes the whole file anew: nobody else may write meanwhile, and it needs that much room. Throws when it cannot. */
  readonly rewrite: () => void;
};

/** About 2 MB a step. */
const pagesPerStep = 256;

/** Over the writer's open database. */
export function createStoreSpace(database: DatabaseSyncInstance): StoreSpace {
  const facts = database.prepare(`
    SELECT page_count AS pages, freelist_count AS free, page_size AS size, auto_vacuum AS mode
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size, pragma_auto_vacuum`);
  const read = () => facts.get() as Readonly<Record<'pages' | 'free' | 'size' | 'mode', number>>;
  const incremental = 2;
  /** Pages leave the file only with a checkpoint. */
  const shrink = (): void => database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return {
    usedBytes: () => {
      const { pages, free, size } = read();
      return (pages - free) * size;
    },
    freeBytes: () => {
      const { free, size } = read();
      return free * size;
    },
    isIncremental: () => read().mode === incremental,
    giveBack: async (keepBytes, rest) => {
      if (read().mode !== incremental) return;
      for (;;) {
        const { free, size } = read();
        const excess = free - Math.ceil(keepBytes / size);
        if (excess <= 0) break;
        database.exec(`PRAGMA incremental_vacuum(${Math.min(excess, pagesPerStep)})`);
        if (read().free >= free || !(await rest())) break;
      }
      if (database.isOpen) shrink();
    },
    rewrite: () => {
      database.exec('PRAGMA auto_vacuum = INCREMENTAL');
      database.exec('VACUUM');
      shrink();
    },
  };
}
