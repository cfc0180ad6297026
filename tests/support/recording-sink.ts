/** A CaptureSink that keeps everything it is told, for tests of the proxy. */
import type { CaptureSink } from '../../electron/capture/capture-sink.ts';
import type {
  ConnectionTiming,
  ExchangeEndFacts,
  ExchangeId,
  ExchangeStart,
  ResponseStart,
} from '../../shared/model/exchange.ts';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';

/** What the sink heard of one exchange. `calls` are the names in order. */
export type RecordedExchange = {
  readonly start: ExchangeStart;
  readonly calls: string[];
  readonly requestChunks: Buffer[];
  readonly responseChunks: { readonly receivedAt: number; readonly bytes: Buffer; readonly isSent: boolean }[];
  readonly injected: Buffer[];
  connection: ConnectionTiming | null;
  response: ResponseStart | null;
  upgradedAt: number | null;
  end: ExchangeEndFacts | null;
  endCount: number;
};

export type RecordingSink = CaptureSink & {
  readonly exchanges: readonly RecordedExchange[];
  /** Resolves with the first `count` ended exchanges, in order of their start; rejects after 10 s. */
  readonly waitForEnds: (count: number) => Promise<readonly RecordedExchange[]>;
  /** Everything heard, as text (bodies excluded): what must not hold a secret. */
  readonly allText: () => string;
};

export type RecordingOptions = {
  readonly isEnabled?: () => boolean;
  readonly streamSoFar?: StreamSoFar | null;
};

export function createRecordingSink(options: RecordingOptions = {}): RecordingSink {
  const byId = new Map<ExchangeId, RecordedExchange>();
  const waiters = new Set<() => void>();
  const said: unknown[] = [];
  const note = (id: ExchangeId, call: string): RecordedExchange => {
    const exchange = byId.get(id);
    if (exchange === undefined) throw new Error(`${call} for an exchange that never started`);
    if (exchange.endCount > 0) throw new Error(`${call} after the end of ${exchange.start.target}`);
    exchange.calls.push(call);
    return exchange;
  };
  const list = (): RecordedExchange[] => [...byId.values()];
  const ended = (): RecordedExchange[] => list().filter((exchange) => exchange.end !== null);
  return {
    get exchanges() {
      return list();
    },
    isEnabled: options.isEnabled ?? (() => true),
    exchangeStart: (start) => {
      said.push(start);
      byId.set(start.id, newExchange(start));
    },
    requestChunk: (id, _receivedAt, bytes) => {
      note(id, 'requestChunk').requestChunks.push(Buffer.from(bytes));
    },
    requestEnd: (id) => {
      note(id, 'requestEnd');
    },
    connection: (id, timing) => {
      note(id, 'connection').connection = timing;
    },
    responseStart: (id, response) => {
      said.push(response);
      note(id, 'responseStart').response = response;
    },
    responseChunk: (id, receivedAt, bytes, isSent) => {
      note(id, 'responseChunk').responseChunks.push({ receivedAt, bytes: Buffer.from(bytes), isSent });
    },
    injectedChunk: (id, _at, bytes) => {
      note(id, 'injectedChunk').injected.push(Buffer.from(bytes));
    },
    upgrade: (id, at) => {
      note(id, 'upgrade').upgradedAt = at;
    },
    exchangeEnd: (id, facts) => {
      said.push(facts);
      const exchange = note(id, 'exchangeEnd');
      exchange.end = facts;
      exchange.endCount += 1;
      for (const wake of waiters) wake();
    },
    streamSoFar: async () => options.streamSoFar ?? null,
    waitForEnds: (count) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          const open = list().map((exchange) => `${exchange.start.target}: ${exchange.calls.slice(-8).join(' ')}`);
          reject(new Error(`only ${ended().length} of ${count} exchanges ended; ${open.join('; ')}`));
        }, 60_000);
        const check = (): void => {
          if (ended().length < count) return;
          clearTimeout(timer);
          waiters.delete(check);
          resolve(ended());
        };
        waiters.add(check);
        check();
      }),
    allText: () => JSON.stringify(said),
  };
}

function newExchange(start: ExchangeStart): RecordedExchange {
  return {
    start,
    calls: ['exchangeStart'],
    requestChunks: [],
    responseChunks: [],
    injected: [],
    connection: null,
    response: null,
    upgradedAt: null,
    end: null,
    endCount: 0,
  };
}
