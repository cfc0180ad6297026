/** Questions to a data folder, asked of the query worker: the main thread only passes them on. */
import { Worker } from 'node:worker_threads';
import type { Queries } from './queries-api.ts';
import type { FromQueryWorker, QueryCalls } from './query-calls.ts';
import { createCallClient } from './worker-calls.ts';

export type QueriesOptions = {
  readonly dataFolder: string;
  /** The built worker file. */
  readonly workerFile: URL;
  /** Of Wirelens, named in exports. */
  readonly version?: string;
};

/** Starts the query worker at the first question; one that died is started anew by the next. */
export function createQueries({ dataFolder, workerFile, version = '0.0.0' }: QueriesOptions): Queries {
  let worker: Worker | null = null;
  let isDisposed = false;
  let nextToken = 1;
  const takers = new Map<number, (bytes: Uint8Array) => void | Promise<void>>();

  const start = (): Worker => {
    const started = new Worker(workerFile, { workerData: { dataFolder, version } });
    started.on('message', receive);
    // The cause reaches whoever asked: every open question is rejected by the exit.
    started.on('error', (error) => calls.abandon(`the query worker failed: ${error.message}`));
    started.on('exit', () => {
      if (worker === started) worker = null;
      calls.abandon('the query worker has ended');
    });
    started.unref();
    return started;
  };
  const calls = createCallClient<QueryCalls>(() => {
    if (!isDisposed) worker ??= start();
    return worker;
  });
  /** An idle worker keeps no process alive; a question does until it is answered. */
  let asked = 0;
  const ask: typeof calls.call = async (name, argument) => {
    const answer = calls.call(name, argument);
    asked += 1;
    worker?.ref();
    try {
      return await answer;
    } finally {
      asked -= 1;
      if (asked === 0) worker?.unref();
    }
  };
  const givePiece = async (token: number, bytes: Uint8Array): Promise<void> => {
    try {
      await takers.get(token)?.(bytes);
    } finally {
      await ask('pieceTaken', token).catch(() => null);
    }
  };
  const failed = new Map<number, unknown>();
  const receive = (message: FromQueryWorker): void => {
    if (message.kind === 'reply') calls.receive(message);
    else {
      givePiece(message.token, message.bytes).catch((error: unknown) => {
        // Nothing more is taken; the export itself reports it when it ends.
        takers.delete(message.token);
        failed.set(message.token, error);
      });
    }
  };

  return {
    list: (before, limit, filter = '', capture = null) => ask('list', { before, limit, filter, capture }),
    captures: () => ask('captures', null),
    captureIds: (name) => ask('captureIds', name),
    importedWith: (id) => ask('importedWith', id),
    retentionPreview: (rules) => ask('retentionPreview', rules),
    search: (texts, limit) => ask('search', { texts, limit }),
    searchHits: (id, texts) => ask('searchHits', { id, texts }),
    snippets: (ids, texts) => ask('snippets', { ids, texts }),
    conversations: (limit) => ask('conversations', limit),
    conversation: (id) => ask('conversation', id),
    conversationVersion: (id) => ask('conversationVersion', id),
    conversationLinks: (ids) => ask('conversationLinks', ids),
    pieceText: (number) => ask('pieceText', number),
    cacheExplanation: (id, previousId) => ask('cacheExplanation', { id, previousId }),
    compare: (before, after) => ask('compare', { before, after }),
    rateHistory: (id) => ask('rateHistory', id),
    snapshot: (id) => ask('snapshot', id),
    events: (id, from, limit) => ask('events', { id, from, limit }),
    body: (request) => ask('body', request),
    bodyText: (id, direction, path = null) => ask('bodyText', { id, direction, path }),
    chunks: (id, direction) => ask('chunks', { id, direction }),
    message: (id, index) => ask('message', { id, index }),
    request: (id) => ask('request', id),
    requestSlices: (id) => ask('requestSlices', id),
    native: (id) => ask('native', id),
    scan: (ids, rules) => ask('scan', { ids, rules }),
    export: async (ids, format, onPiece, options = { sharing: null, withContent: false }) => {
      const token = nextToken;
      nextToken += 1;
      takers.set(token, onPiece);
      try {
        const result = await ask('export', { token, ids, format, options });
        if (failed.has(token)) throw failed.get(token);
        return result;
      } finally {
        takers.delete(token);
        failed.delete(token);
      }
    },
    dispose: async () => {
      if (worker !== null) await ask('dispose', null).catch(() => null);
      isDisposed = true;
      await worker?.terminate();
      worker = null;
    },
  };
}
