/** Counts of a stream are running totals: they never go down. */
import { asNumber, type JsonObject } from '../json-reading.ts';
import type { Report } from './watch.ts';

export type UsageRule = {
  /** The fields of one report that count tokens; other fields are left alone. */
  readonly see: (eventIndex: number, usage: JsonObject | null) => void;
  /** A new message counts anew. */
  readonly restart: () => void;
  readonly hasUsage: () => boolean;
};

/** Watches these fields. */
export function createUsageRule(fields: readonly string[], report: Report): UsageRule {
  const last = new Map<string, number>();
  let isSeen = false;
  return {
    see: (eventIndex, usage) => {
      if (usage === null) return;
      for (const field of fields) {
        const count = asNumber(usage[field]);
        if (count === null) continue;
        isSeen = true;
        const before = last.get(field);
        if (before !== undefined && count < before) {
          report('usage-decreased', `${field} was ${before} and is now ${count}.`, eventIndex);
        }
        last.set(field, count);
      }
    },
    restart: () => last.clear(),
    hasUsage: () => isSeen,
  };
}
