/**
 * The last few replays, so that paging through the events of one exchange decodes it once. Bounded by count and by a
 * rough size; a replay too large to keep is decoded again for every page, stopping where the page ends.
 */
import type { ExchangeSnapshot } from '../../shared/ipc/contract.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { type ReplayResult, replayExchange } from './replay.ts';

/** Events in the first page of a snapshot. */
export const firstPageEvents = 5000;

const maxKeptReplays = 6;
/** Of one replay, by `roughBytes`. */
const maxKeptBytes = 16 * 1024 * 1024;

export type KeptReplay = {
  readonly result: ReplayResult;
  /** From event 0 on. */
  readonly events: readonly EventRecord[];
  /** False: it was too large, `events` is only its beginning. */
  readonly isWhole: boolean;
};

export type ReplayCache = {
  readonly replay: (reader: ExchangeReader, found: FoundExchange) => Promise<KeptReplay>;
  readonly snapshot: (reader: ExchangeReader, found: FoundExchange) => Promise<ExchangeSnapshot>;
  readonly events: (
    reader: ExchangeReader,
    found: FoundExchange,
    from: number,
    limit: number,
  ) => Promise<readonly EventRecord[]>;
};

/** An empty cache. Only ended exchanges are kept: a running one is different at the next look. */
export function createReplayCache(): ReplayCache {
  const kept = new Map<ExchangeId, Promise<KeptReplay>>();
  const replay: ReplayCache['replay'] = (reader, found) => {
    const { id, end } = found.detail.summary;
    const known = kept.get(id);
    if (known !== undefined) {
      kept.delete(id);
      kept.set(id, known);
      return known;
    }
    const fresh = runReplay(reader, found);
    if (end === null) return fresh;
    kept.set(id, fresh);
    fresh.catch(() => kept.delete(id));
    const oldest = kept.keys().next().value;
    if (kept.size > maxKeptReplays && oldest !== undefined) kept.delete(oldest);
    return fresh;
  };
  return {
    replay,
    snapshot: async (reader, found) => {
      const { result, events } = await replay(reader, found);
      return {
        detail: found.detail,
        eventCount: result.eventCount,
        events: events.slice(0, firstPageEvents),
        problems: result.problems,
        finalDeltas: result.finalDeltas,
      };
    },
    events: async (reader, found, from, limit) => {
      const { events, isWhole } = await replay(reader, found);
      if (isWhole || from + limit <= events.length) return events.slice(from, from + limit);
      return replayRange(reader, found, from, limit);
    },
  };
}

/** Events [from, from + limit) by a replay that stops behind them. */
export async function replayRange(
  reader: ExchangeReader,
  found: FoundExchange,
  from: number,
  limit: number,
): Promise<readonly EventRecord[]> {
  const taken: EventRecord[] = [];
  await replayExchange(reader, found, (events) => {
    for (const event of events) if (event.index >= from && event.index < from + limit) taken.push(event);
    return (events.at(-1)?.index ?? 0) < from + limit - 1;
  });
  return taken;
}

/** What an event record costs in memory, roughly. */
export function roughBytes(event: EventRecord): number {
  let data = 0;
  for (const delta of event.deltas) if (delta.type === 'data-delta') data += delta.text.length;
  return 400 + event.reading.length * 2 + event.deltas.length * 200 + data;
}

async function runReplay(reader: ExchangeReader, found: FoundExchange): Promise<KeptReplay> {
  const events: EventRecord[] = [];
  let size = 0;
  let isWhole = true;
  const result = await replayExchange(reader, found, (more) => {
    for (const event of more) {
      size += roughBytes(event);
      if (size <= maxKeptBytes || events.length < firstPageEvents) events.push(event);
      else isWhole = false;
    }
    return true;
  });
  return { result, events, isWhole };
}
