/** `wirelens prune`, `compact` and `pin`: what is kept, and in how much room. */
import { hasLimits, type RetentionRules } from '../../shared/model/retention.ts';
import { previewRetention } from '../storage/retention-preview.ts';
import { CliError } from './cli-error.ts';
import { loadSettings } from './serving.ts';
import { sizeText } from './sizes.ts';
import { withoutRest, withStore } from './store-access.ts';
import { findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type PruneOptions = {
  readonly data: string;
  /** Days. */
  readonly olderThan?: number;
  /** Bytes. */
  readonly maxSize?: number;
  readonly maxCount?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/** Without a limit of its own it applies those of the settings. Pinned and running exchanges stay. */
export async function pruneCommand(options: PruneOptions, terminal: Terminal): Promise<void> {
  const rules = rulesOf(options, terminal);
  await withStore(options.data, async (maintenance, database) => {
    const { pinnedCount, ...preview } = previewRetention(database, rules, Date.now());
    if (options.dryRun) {
      if (options.json) terminal.print(JSON.stringify({ ...preview, pinnedCount, isDryRun: true }));
      else {
        const { count, sizeBytes, storedCount, storedBytes } = preview;
        terminal.print(`This would delete ${exchanges(count)}, about ${sizeText(sizeBytes)}.`);
        terminal.print(
          `There are ${exchanges(storedCount)} in ${sizeText(storedBytes)}, ${pinnedCount} of them pinned.`,
        );
      }
      return;
    }
    const { count, freedBytes } = await maintenance.prune(rules, Date.now(), withoutRest);
    await maintenance.space.giveBack(0, withoutRest);
    if (options.json) terminal.print(JSON.stringify({ count, freedBytes, isDryRun: false }));
    else terminal.print(`Deleted ${exchanges(count)}, ${sizeText(freedBytes)}.`);
    if (freedBytes > 0 && !maintenance.space.isIncremental()) {
      terminal.complain('wirelens: the file keeps its size until "wirelens compact" rewrites it');
    }
  });
}

/** Packs what is not packed, and makes the file as small as what it holds. */
export async function compactCommand(
  options: { readonly data: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  await withStore(options.data, async ({ compact, space }) => {
    const before = space.usedBytes() + space.freeBytes();
    await compact(withoutRest);
    space.rewrite();
    const sizeBytes = space.usedBytes();
    const freedBytes = Math.max(0, before - sizeBytes);
    if (options.json) terminal.print(JSON.stringify({ sizeBytes, freedBytes }));
    else terminal.print(`The captures take ${sizeText(sizeBytes)}; ${sizeText(freedBytes)} were given back.`);
  });
}

/** Pinned exchanges are never deleted by age, size or count. */
export async function pinCommand(
  prefixes: readonly string[],
  options: { readonly data: string; readonly off?: boolean },
  terminal: Terminal,
): Promise<void> {
  const ids = await withQueries(options.data, async (queries) => {
    const found: string[] = [];
    for (const prefix of prefixes) found.push(await findExchange(queries, prefix));
    return found;
  });
  await withStore(options.data, (_, database) => {
    const pin = database.prepare('UPDATE exchanges SET is_pinned = ? WHERE id = ?');
    for (const id of ids) {
      pin.run(options.off ? 0 : 1, id);
      terminal.print(`${options.off ? 'Unpinned' : 'Pinned'} ${id}`);
    }
  });
}

function rulesOf(options: PruneOptions, terminal: Terminal): RetentionRules {
  const given: RetentionRules = {
    maxAgeDays: options.olderThan ?? null,
    maxBytes: options.maxSize ?? null,
    maxCount: options.maxCount ?? null,
  };
  if (hasLimits(given)) return given;
  const warn = (title: string, text: string): void => terminal.complain(`wirelens: ${title}. ${text}`);
  const { retention } = loadSettings(options.data, warn);
  if (retention !== undefined && hasLimits(retention)) return retention;
  throw new CliError(
    'Say what may go: --older-than 30d, --max-size 2GB or --max-count 10000; the settings have no limit.',
    2,
  );
}

function exchanges(count: number): string {
  return count === 1 ? '1 exchange' : `${count} exchanges`;
}
