/** `wirelens list`: the captured exchanges, newest last. */
import { wantedTexts } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Queries } from '../storage/queries-api.ts';
import { listConversations } from './conversation-command.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { exchangeLine, exchangeLineHead } from './exchange-line.ts';
import { checkCapture, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type ListOptions = {
  readonly data: string;
  readonly limit: number;
  readonly json?: boolean;
  /** A filter text without problems. */
  readonly filter?: string;
  /** Name of a capture. */
  readonly capture?: string;
  readonly conversations?: boolean;
};

/** Nothing captured yet is an empty list. */
export async function listCommand(options: ListOptions, terminal: Terminal): Promise<void> {
  if (!hasDataFolder(options.data)) {
    terminal.complain(`wirelens: nothing was captured yet in ${options.data}`);
    return;
  }
  if (options.conversations) {
    await withQueries(options.data, (queries) => listConversations(queries, options, terminal));
    return;
  }
  const summaries = await withQueries(options.data, async (queries) => {
    await complainOfPending(queries, options.filter ?? '', terminal);
    if (options.capture !== undefined) await checkCapture(queries, options.capture);
    return newest(queries, options);
  });
  if (options.json) {
    for (const summary of summaries) terminal.print(JSON.stringify(summary));
    return;
  }
  if (summaries.length === 0) {
    const nothing = options.filter ? 'no exchange passes the filter' : `nothing was captured yet in ${options.data}`;
    terminal.complain(`wirelens: ${nothing}`);
    return;
  }
  terminal.print(`${'id'.padEnd(20)}  ${exchangeLineHead}`);
  for (const summary of summaries) terminal.print(`${summary.id}  ${exchangeLine(summary)}`);
}

/** Words are looked for in what is indexed; what is not yet is said. */
async function complainOfPending(queries: Queries, filter: string, terminal: Terminal): Promise<void> {
  const texts = wantedTexts(parseFilter(filter).node);
  const { pendingCount } = texts.length === 0 ? { pendingCount: 0 } : await queries.search([], 0);
  if (pendingCount > 0) terminal.complain(`wirelens: ${pendingCount} exchanges are not indexed for words yet`);
}

async function newest(queries: Queries, { limit, filter, capture }: ListOptions): Promise<readonly ExchangeSummary[]> {
  const pages: (readonly ExchangeSummary[])[] = [];
  let before: ExchangeId | null = null;
  let count = 0;
  while (count < limit) {
    const page: readonly ExchangeSummary[] = await queries.list(
      before,
      Math.min(500, limit - count),
      filter ?? '',
      capture ?? null,
    );
    if (page.length === 0) break;
    pages.unshift(page);
    count += page.length;
    before = page[0]?.id ?? null;
  }
  return pages.flat();
}
