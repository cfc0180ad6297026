/**
 * Commands about exchanges: live ones are answered by the capture worker, ended ones by the query worker, so that a
 * long answer never delays a live stream.
 */
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { TextHit } from '../../shared/model/search.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { Handlers } from './typed-ipc.ts';

type ExchangeCommand =
  | 'capture.setEnabled'
  | 'exchanges.list'
  | 'search.find'
  | 'search.hits'
  | 'search.snippets'
  | 'conversation.open'
  | 'conversation.version'
  | 'conversation.links'
  | 'conversation.piece'
  | 'conversation.cache'
  | 'exchanges.compare'
  | 'exchanges.rateHistory'
  | 'exchanges.open'
  | 'exchanges.close'
  | 'exchanges.events'
  | 'exchanges.body'
  | 'exchanges.bodyText'
  | 'exchanges.chunks'
  | 'exchanges.message'
  | 'exchanges.request'
  | 'exchanges.native'
  | 'exchanges.clear'
  | 'exchanges.undoClear'
  | 'exchanges.importedWith';

/** As many as the window keeps rows. */
const maxTextHits = 20_000;

/** @param onOpen told what each window shows */
export function createExchangeHandlers(
  capture: CaptureControl,
  queries: Queries,
  onOpen: (windowId: number, id: ExchangeId) => void,
): Pick<Handlers, ExchangeCommand> {
  /** What was captured up to now is on disk before the query worker looks. */
  const afterFlush = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    await capture.flush();
    return ask();
  };
  return {
    'capture.setEnabled': ({ isEnabled }) => {
      capture.setEnabled(isEnabled);
      return capture.status();
    },
    'exchanges.list': ({ before, limit, filter, capture: name }) =>
      afterFlush(() => queries.list(before, limit, filter, name)),
    'search.find': async ({ texts }) => {
      const [stored, live] = await Promise.all([queries.search(texts, maxTextHits), capture.searchLive(texts)]);
      return { ...stored, hits: texts.map((text, at) => withLive(stored.hits[at], text, live[at] ?? [])) };
    },
    'search.hits': ({ id, texts }) => queries.searchHits(id, texts),
    'search.snippets': ({ ids, texts }) => queries.snippets(ids, texts),
    'conversation.open': ({ id }) => queries.conversation(id),
    'conversation.version': ({ id }) => queries.conversationVersion(id),
    'conversation.links': ({ ids }) => queries.conversationLinks(ids),
    'conversation.piece': ({ number }) => queries.pieceText(number),
    'conversation.cache': ({ id, previousId }) => queries.cacheExplanation(id, previousId),
    'exchanges.compare': ({ before, after }) => afterFlush(() => queries.compare(before, after)),
    'exchanges.rateHistory': ({ id }) => afterFlush(() => queries.rateHistory(id)),
    'exchanges.open': async ({ id }, { windowId }) => {
      onOpen(windowId, id);
      const live = await capture.open(id, windowId);
      return live.ok ? live : afterFlush(() => queries.snapshot(id));
    },
    'exchanges.close': ({ id }, { windowId }) => {
      capture.close(id, windowId);
      return null;
    },
    'exchanges.events': async ({ id, from, limit }) => {
      const live = await capture.events(id, from, limit);
      return live ?? afterFlush(() => queries.events(id, from, limit));
    },
    'exchanges.body': (request) => afterFlush(() => queries.body(request)),
    'exchanges.bodyText': ({ id, direction, path }) => afterFlush(() => queries.bodyText(id, direction, path)),
    'exchanges.chunks': ({ id, direction }) => afterFlush(() => queries.chunks(id, direction)),
    'exchanges.message': ({ id, index }) => afterFlush(() => queries.message(id, index)),
    'exchanges.request': ({ id }) => afterFlush(() => queries.requestSlices(id)),
    'exchanges.native': ({ id }) => afterFlush(() => queries.native(id)),
    'exchanges.importedWith': ({ id }) => queries.importedWith(id),
    'exchanges.clear': ({ ids }) => capture.clear(ids),
    'exchanges.undoClear': ({ token }) => capture.undoClear(token),
  };
}

function withLive(stored: TextHit | undefined, text: string, live: readonly ExchangeId[]): TextHit {
  const known = stored ?? { text, ids: [], isComplete: true };
  return live.length === 0 ? known : { ...known, ids: [...live, ...known.ids] };
}
