/** `wirelens list`: the captured exchanges, newest last. */
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Queries } from '../storage/queries-api.ts';
import { exchangeLine, exchangeLineHead } from './exchange-line.ts';
import { hasDataFolder, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type ListOptions = { readonly data: string; readonly limit: number; readonly json?: boolean };

/** Nothing captured yet is an empty list. */
export async function listCommand(options: ListOptions, terminal: Terminal): Promise<void> {
  if (!hasDataFolder(options.data)) {
    terminal.complain(`wirelens: nothing was captured yet in ${options.data}`);
    return;
  }
  const summaries = await withQueries(options.data, (queries) => newest(queries, options.limit));
  if (options.json) {
    for (const summary of summaries) terminal.print(JSON.stringify(summary));
    return;
  }
  if (summaries.length === 0) {
    terminal.complain(`wirelens: nothing was captured yet in ${options.data}`);
    return;
  }
  terminal.print(`${'id'.padEnd(20)}  ${exchangeLineHead}`);
  for (const summary of summaries) terminal.print(`${summary.id}  ${exchangeLine(summary)}`);
}

async function newest(queries: Queries, limit: number): Promise<readonly ExchangeSummary[]> {
  const pages: (readonly ExchangeSummary[])[] = [];
  let before: ExchangeId | null = null;
  let count = 0;
  while (count < limit) {
    const page: readonly ExchangeSummary[] = await queries.list(before, Math.min(500, limit - count));
    if (page.length === 0) break;
    pages.unshift(page);
    count += page.length;
    before = page[0]?.id ?? null;
  }
  return pages.flat();
}
