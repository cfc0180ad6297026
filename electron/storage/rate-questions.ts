/** How the rate limits of an upstream went: read from the response headers of its last exchanges. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ExchangeDetail, ResponseStart } from '../../shared/model/exchange.ts';
import type { RateHistory } from '../../shared/model/rate-limits.ts';
import { readRateLimits } from '../../shared/rate-limits/read-rate-limits.ts';

/** Responses that are looked at: enough for a curve, read in a few milliseconds. */
const maxResponses = 120;

/** Of the same upstream, endpoint and model up to this exchange; each limit by its name, oldest point first. */
export function rateHistory(database: DatabaseSyncInstance, { summary }: ExchangeDetail): readonly RateHistory[] {
  const rows = database
    .prepare(`
      SELECT response FROM exchanges WHERE upstream IS ? AND endpoint IS ? AND model IS ? AND started_at <= ?
        AND response IS NOT NULL AND cleared_at IS NULL ORDER BY started_at DESC LIMIT ?`)
    .all(summary.upstream, summary.endpoint, summary.model, summary.startedAt, maxResponses) as {
    readonly response: string;
  }[];
  const histories = new Map<string, { at: number; usedPart: number }[]>();
  for (const { response } of rows.reverse()) {
    const { headers, receivedAt, isOurs } = JSON.parse(response) as ResponseStart;
    if (isOurs) continue;
    for (const { name, usedPart } of readRateLimits(headers, receivedAt).gauges) {
      if (usedPart === null) continue;
      const points = histories.get(name) ?? [];
      points.push({ at: receivedAt, usedPart });
      histories.set(name, points);
    }
  }
  return [...histories].map(([name, points]) => ({ name, points }));
}
