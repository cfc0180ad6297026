/**
 * Rows whose program could not be told, e.g. since it was gone before the system was asked: they stand with the program
 * that called with the same user agent (or none), the last one before them, so that one program's rows stay together. Pure.
 */
import type { ClientInfo, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

export function isNameless({ run, pid, process }: ClientInfo): boolean {
  return pid === null && process === undefined && (run === undefined || run === null);
}

/**
 * The group of each row that would stand in another one than its program's. Rows without a named neighbour of the same
 * user agent are absent.
 *
 * @param summaries oldest first
 * @param keyOf the group of a row whose program is known
 */
export function groupsOfNameless(
  summaries: readonly ExchangeSummary[],
  keyOf: (summary: ExchangeSummary) => string | null,
): ReadonlyMap<ExchangeId, string> {
  const joined = new Map<ExchangeId, string>();
  if (!summaries.some(({ client }) => isNameless(client))) return joined;
  const known = new Map<string, string>();
  const early: ExchangeSummary[] = [];
  for (const summary of summaries) {
    const userAgent = summary.client.userAgent ?? '';
    if (isNameless(summary.client)) {
      const key = known.get(userAgent);
      if (key === undefined) early.push(summary);
      else joined.set(summary.id, key);
    } else {
      const key = keyOf(summary);
      if (key === null) continue;
      if (!known.has(userAgent)) firstOf(early, userAgent, key, joined);
      known.set(userAgent, key);
    }
  }
  return joined;
}

/** Those that came before the first one with a name. */
function firstOf(
  early: readonly ExchangeSummary[],
  userAgent: string,
  key: string,
  joined: Map<ExchangeId, string>,
): void {
  for (const { id, client } of early) if ((client.userAgent ?? '') === userAgent) joined.set(id, key);
}
