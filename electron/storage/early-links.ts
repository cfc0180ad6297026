/**
 * Places of exchanges that still run: their requests are read from the store as far as they have come, each once, and
 * linked by the rules of `linkEarly`. In the query worker, so that capture is not held up by it.
 */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { conversationTitle } from '../../shared/conversation/build-conversation.ts';
import { linkEarly } from '../../shared/conversation/early-link.ts';
import { exchangePieces } from '../../shared/conversation/exchange-pieces.ts';
import { type LinkKeys, linkKeys } from '../../shared/conversation/link-keys.ts';
import type { ConversationLink } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { emptyCompletion } from '../../shared/reconstruct/accumulator.ts';
import { readRequestBody } from '../capture/request-reading.ts';
import type { ExchangeReader } from './exchange-reader.ts';
import { createStoredLinkIndex } from './link-index.ts';
import { shortHash } from './search-index.ts';
import { readRequestJson } from './stored-bodies.ts';

/** Requests of sub-agents are much smaller; a larger one is linked at its end. */
const maxRequestBytes = 4 * 1024 * 1024;
const maxKnown = 200;

type Known = { readonly keys: LinkKeys; readonly title: string };

/** Of those that run and whose place is sure by now. */
export function createEarlyLinks(
  database: DatabaseSyncInstance,
  reader: ExchangeReader,
): (ids: readonly ExchangeId[]) => readonly ConversationLink[] {
  const index = createStoredLinkIndex(database);
  const known = new Map<ExchangeId, Known>();
  const lookUp = (id: ExchangeId): Known | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const read = readRunning(reader, id);
    if (read !== null) known.set(id, read);
    const oldest = known.keys().next().value;
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
    return read;
  };
  return (ids) =>
    ids.flatMap((id) => {
      const read = lookUp(id);
      const link = read === null ? null : linkEarly(read.keys, index);
      if (read === null || link === null) return [];
      const title = link.kind === 'sub-agent' ? { title: read.title } : {};
      return [{ id, ...link, ...title, isEarly: true }];
    });
}

/** Null when it has ended, when its request has not come whole, and when that is no conversation. */
function readRunning(reader: ExchangeReader, id: ExchangeId): Known | null {
  const found = reader.find(id);
  if (found === null || found.detail.summary.phase === 'ended') return null;
  const { summary, start } = found.detail;
  try {
    const reading = readRequestBody(start, readRequestJson(reader, found, maxRequestBytes));
    const keys = linkKeys(summary, reading, emptyCompletion, shortHash);
    if (reading === null || keys === null) return null;
    const asked = { ...reading, parameters: [], tools: [] };
    const title = conversationTitle(exchangePieces(found.detail, asked, emptyCompletion).map(({ facts }) => facts));
    return { keys, title };
  } catch {
    // Half a compressed body, or an adapter that stumbles over it: later, or at its end.
    return null;
  }
}
