/** Entry of the query worker: answers from a data folder opened read-only, so that a large export delays no live stream. */
import { parentPort, workerData } from 'node:worker_threads';
import { exportExchanges, scanExchanges } from './export-stream.ts';
import type { FromQueryWorker, QueryCalls } from './query-calls.ts';
import { createStoreQuestions } from './store-questions.ts';
import { answerCall, type CallHandlers, type CallMessage } from './worker-calls.ts';

const port = parentPort;
if (port === null) throw new Error('query-worker.ts runs as a worker only');
const { dataFolder, version } = workerData as { readonly dataFolder: string; readonly version: string };
const questions = createStoreQuestions(dataFolder);
/** Exports that wait until their last piece was taken. */
const takers = new Map<number, () => void>();

const handlers: CallHandlers<QueryCalls> = {
  list: ({ before, limit, filter, capture }) => questions.list(before, limit, filter, capture),
  captures: questions.captures,
  captureIds: questions.captureIds,
  importedWith: questions.importedWith,
  retentionPreview: questions.retentionPreview,
  search: ({ texts, limit }) => questions.search(texts, limit),
  searchHits: ({ id, texts }) => questions.searchHits(id, texts),
  snippets: ({ ids, texts }) => questions.snippets(ids, texts),
  conversations: questions.conversations,
  conversation: questions.conversation,
  conversationVersion: questions.conversationVersion,
  conversationLinks: questions.conversationLinks,
  pieceText: questions.pieceText,
  cacheExplanation: ({ id, previousId }) => questions.cacheExplanation(id, previousId),
  compare: ({ before, after }) => questions.compare(before, after),
  rateHistory: questions.rateHistory,
  snapshot: questions.snapshot,
  events: ({ id, from, limit }) => questions.events(id, from, limit),
  body: questions.body,
  bodyText: ({ id, direction, path }) => questions.bodyText(id, direction, path),
  chunks: ({ id, direction }) => questions.chunks(id, direction),
  message: ({ id, index }) => questions.message(id, index),
  request: questions.request,
  requestSlices: questions.requestSlices,
  native: questions.native,
  scan: ({ ids, rules }) => scanExchanges(questions, ids, rules),
  export: ({ token, ids, format, options }) => {
    const facts = { version, exportedAt: Date.now(), withContent: options.withContent };
    const take = (bytes: Uint8Array): Promise<void> => {
      port.postMessage({ kind: 'piece', token, bytes } satisfies FromQueryWorker, [bytes.buffer as ArrayBuffer]);
      return new Promise((resolve) => takers.set(token, resolve));
    };
    return exportExchanges(questions, ids, format, facts, take, options.sharing);
  },
  pieceTaken: (token) => {
    takers.get(token)?.();
    return null;
  },
  dispose: () => {
    questions.dispose();
    return null;
  },
};

port.on('message', (message: CallMessage) => {
  answerCall(port, handlers, message);
});
