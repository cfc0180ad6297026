/**
 * Answers to every question about stored exchanges, over a data folder opened read-only; also while another process
 * writes to it. Runs in the query worker, and directly in the CLI.
 */

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type CachedRequest, explainCache } from '../../shared/cache/explain-cache.ts';
import { type ComparedExchange, compareExchanges } from '../../shared/compare/compare-exchanges.ts';
import { sliceReading } from '../../shared/lib/request-slices.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { RebuiltObjects } from '../../shared/model/rebuilt-objects.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import { toCompletionObject } from '../../shared/reconstruct/completion-object.ts';
import { readRequestBody } from '../capture/request-reading.ts';
import { readBodyText } from './body-text.ts';
import { captureNumber, idsInCapture, listCaptures } from './captures.ts';
import { type ConversationQuestions, createConversationQuestions } from './conversation-questions.ts';
import { openForReading } from './database.ts';
import { createEarlyLinks } from './early-links.ts';
import { createExchangeReader, type ExchangeReader, type FoundExchange } from './exchange-reader.ts';
import { listFiltered } from './filtered-list.ts';
import { importedWith } from './imported-exchanges.ts';
import type { Queries, Replay } from './queries-api.ts';
import { rateHistory } from './rate-questions.ts';
import { createReplayCache } from './replay-cache.ts';
import { nothingStored, previewRetention } from './retention-preview.ts';
import { createSearchQuestions, type SearchQuestions } from './search-questions.ts';
import { readSocketMessage } from './socket-message.ts';
import { isStoredPlain, maxSliceBytes, readDecodedSlice, readRawSlice, readRequestJson } from './stored-bodies.ts';
import { createStoredPrices } from './stored-prices.ts';
import { readWireChunks } from './wire-chunks.ts';

/** Everything but the export, which also needs somewhere to send its pieces. */
export type StoreQuestions = Omit<Queries, 'export' | 'scan' | 'dispose'> & {
  /** The whole of one exchange, events included; null when there is none. For exports. */
  readonly replay: (id: ExchangeId) => Promise<Replay | null>;
  /** The open reader and an exchange in it; null when there is none. */
  readonly find: (id: ExchangeId) => { readonly reader: ExchangeReader; readonly found: FoundExchange } | null;
  readonly dispose: () => void;
};

/** A request larger than this is shown as raw body only. */
const maxRequestBytes = 64 * 1024 * 1024;
const maxKnownTotals = 64;

const notFound = fail('not-found', 'There is no such exchange; it may have been cleared.');

/** Opens the folder at the first question; a folder without captures answers with nothing. */
export function createStoreQuestions(dataFolder: string): StoreQuestions {
  let database: DatabaseSyncInstance | null = null;
  let reader: ExchangeReader | null = null;
  let search: SearchQuestions | null = null;
  let conversations: ConversationQuestions | null = null;
  let earlyLinks: ReturnType<typeof createEarlyLinks> | null = null;
  const cache = createReplayCache();
  const prices = createStoredPrices(dataFolder);
  /** Decoded sizes of ended bodies, which only decoding all of them tells. */
  const knownTotals = new Map<string, number>();

  const openReader = (): ExchangeReader | null => {
    if (reader !== null) return reader;
    database = openForReading(dataFolder);
    if (database === null) return null;
    search = createSearchQuestions(database);
    conversations = createConversationQuestions(database, prices);
    reader = createExchangeReader(database);
    if (conversations.hasLinks) earlyLinks = createEarlyLinks(database, reader);
    return reader;
  };
  const numberOf = (id: ExchangeId): number | null => openReader()?.find(id)?.number ?? null;
  const listMatching = async (
    ...[before, limit, filter, captureName]: Required<Parameters<Queries['list']>>
  ): Promise<readonly ExchangeSummary[]> => {
    const opened = openReader();
    const capture = captureName === null || database === null ? null : captureNumber(database, captureName);
    if (opened === null || (captureName !== null && capture === null)) return [];
    return filter.trim() === ''
      ? opened.list(before, limit, capture)
      : listFiltered(opened, search, before, limit, filter, prices(), capture);
  };
  const find: StoreQuestions['find'] = (id) => {
    const opened = openReader();
    const found = opened?.find(id) ?? null;
    return opened === null || found === null ? null : { reader: opened, found };
  };
  const compared = async ({ reader: opened, found }: FoundPlace): Promise<ComparedExchange> => {
    const { result } = await cache.replay(opened, found);
    return { detail: found.detail, reading: readRequest(opened, found), completion: result.completion };
  };
  const rememberTotal = (key: string, total: number): void => {
    knownTotals.set(key, total);
    const oldest = knownTotals.keys().next().value;
    if (knownTotals.size > maxKnownTotals && oldest !== undefined) knownTotals.delete(oldest);
  };

  return {
    find,
    list: (before, limit, filter = '', capture = null) => listMatching(before, limit, filter, capture),
    captures: async () => {
      openReader();
      return database === null ? [] : listCaptures(database);
    },
    captureIds: async (name) => {
      openReader();
      return database === null ? [] : idsInCapture(database, name);
    },
    importedWith: async (id) => {
      const place = find(id);
      return place === null || database === null ? [] : importedWith(database, place.found.detail.summary);
    },
    retentionPreview: async (rules) => {
      openReader();
      return database === null ? nothingStored : previewRetention(database, rules, Date.now());
    },
    search: async (texts, limit) => {
      openReader();
      return search?.search(texts, limit) ?? { hits: [], pendingCount: 0 };
    },
    searchHits: async (id, texts) => {
      const number = numberOf(id);
      return number === null ? [] : (search?.hits(number, texts) ?? []);
    },
    snippets: async (ids, texts) => {
      const known = ids.flatMap((id) => {
        const number = numberOf(id);
        return number === null ? [] : [{ id, number }];
      });
      const numbers = known.map(({ number }) => number);
      const found = search?.snippets(numbers, texts) ?? [];
      return known.flatMap(({ id }, index) => {
        const hit = found[index] ?? null;
        return hit === null ? [] : [{ id, hit }];
      });
    },
    conversations: async (limit) => {
      openReader();
      return conversations?.list(limit) ?? [];
    },
    conversation: async (id) => {
      openReader();
      return conversations?.conversation(id) ?? null;
    },
    conversationVersion: async (id) => {
      openReader();
      return conversations?.version(id) ?? null;
    },
    conversationLinks: async (ids) => {
      const opened = openReader();
      const stored = conversations?.links(ids) ?? [];
      if (opened === null || stored.length === ids.length) return stored;
      const known = new Set(stored.map(({ id }) => id));
      return [...stored, ...(earlyLinks?.(ids.filter((id) => !known.has(id))) ?? [])];
    },
    pieceText: async (number) => {
      openReader();
      return conversations?.pieceText(number) ?? null;
    },
    cacheExplanation: async (id, previousId) => {
      const [place, earlier] = [find(id), find(previousId)];
      if (place === null || earlier === null) return null;
      return explainCache(cachedRequest(earlier), cachedRequest(place), prices());
    },
    compare: async (before, after) => {
      const [old, now] = [find(before), find(after)];
      if (old === null || now === null) return null;
      return compareExchanges(await compared(old), await compared(now), prices());
    },
    rateHistory: async (id) => {
      const place = find(id);
      return place === null || database === null ? [] : rateHistory(database, place.found.detail);
    },
    snapshot: async (id) => {
      const place = find(id);
      return place === null ? notFound : succeed(await cache.snapshot(place.reader, place.found));
    },
    events: async (id, from, limit) => {
      const place = find(id);
      return place === null ? [] : cache.events(place.reader, place.found, from, limit);
    },
    body: async ({ id, direction, isDecoded, start, end }) => {
      const place = find(id);
      if (place === null) return notFound;
      const { reader: opened, found } = place;
      const last = Math.min(end, start + maxSliceBytes);
      if (!isDecoded || isStoredPlain(found.detail, direction)) {
        return succeed(readRawSlice(opened, found, direction, start, last));
      }
      const key = `${id} ${direction}`;
      const range = { start, end: last, knownTotal: knownTotals.get(key) ?? null };
      const slice = readDecodedSlice(opened, found, direction, range);
      if (found.detail.summary.end !== null) rememberTotal(key, slice.totalBytes);
      return succeed(slice);
    },
    bodyText: async (id, direction, path = null) => {
      const place = find(id);
      return place === null ? notFound : succeed(readBodyText(place.reader, place.found, direction, path));
    },
    chunks: async (id, direction) => {
      const place = find(id);
      return place === null ? [] : readWireChunks(place.reader, place.found, direction);
    },
    message: async (id, index) => {
      const place = find(id);
      const slice = place === null ? null : readSocketMessage(place.reader, place.found, index);
      return slice === null ? notFound : succeed(slice);
    },
    request: async (id) => {
      const place = find(id);
      if (place === null) return notFound;
      return succeed({
        reading: readRequest(place.reader, place.found),
        sizeBytes: place.reader.bodyBytes(place.found.number, 'request'),
      });
    },
    requestSlices: async (id) => {
      const place = find(id);
      if (place === null) return notFound;
      const sizeBytes = place.reader.bodyBytes(place.found.number, 'request');
      return succeed({ ...sliceReading(readRequest(place.reader, place.found)), sizeBytes });
    },
    native: async (id): Promise<Result<RebuiltObjects, 'not-found'>> => {
      const place = find(id);
      if (place === null) return notFound;
      const { result } = await cache.replay(place.reader, place.found);
      return succeed({
        native: JSON.stringify(result.native ?? null, null, 2),
        completion: JSON.stringify(toCompletionObject(result.completion), null, 2),
        loss: result.loss,
        problems: result.problems,
      });
    },
    replay: async (id) => {
      const place = find(id);
      if (place === null) return null;
      const { result, events } = await cache.replay(place.reader, place.found);
      const { problems, completion, native, loss } = result;
      return { detail: place.found.detail, events, problems, completion, native, loss };
    },
    dispose: () => {
      reader = null;
      database?.close();
      database = null;
    },
  };
}

type FoundPlace = { readonly reader: ExchangeReader; readonly found: FoundExchange };

function cachedRequest({ reader, found }: FoundPlace): CachedRequest {
  return { summary: found.detail.summary, body: readRequestJson(reader, found, maxRequestBytes) };
}

function readRequest(reader: ExchangeReader, found: FoundExchange): RequestReading | null {
  const body = readRequestJson(reader, found, maxRequestBytes);
  try {
    return readRequestBody(found.detail.start, body);
  } catch {
    // Adapters do not throw; one that does must not hide the raw body.
    return null;
  }
}
