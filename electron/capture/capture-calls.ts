/** What may be asked of a capture session: status, live exchanges, marks, clearing, import, retention. */
import type { CaptureStatus } from '../../shared/ipc/contract.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { EventBatcher } from '../ipc/event-batcher.ts';
import type { Watchers } from '../ipc/watchers.ts';
import type { CallHandlers } from '../storage/worker-calls.ts';
import type { CaptureCalls } from './capture-messages.ts';
import type { CaptureStorage } from './capture-storage.ts';
import type { Live } from './decoding-schedule.ts';
import { searchLive } from './live-search.ts';
import { keeperCalls, type StoreKeeper } from './store-keeper.ts';

type Handlers = CallHandlers<CaptureCalls>;

/** The session as its calls need it; null: nothing is kept, the data folder cannot be written. */
export type CallsHost = {
  readonly storage: CaptureStorage | null;
  readonly keeper: StoreKeeper | null;
  readonly watchers: Watchers;
  readonly batcher: EventBatcher;
  readonly byId: ReadonlyMap<ExchangeId, Live>;
  readonly status: () => CaptureStatus;
  /** Everything that was taken is decoded, written and told. */
  readonly flush: () => void;
  readonly forget: (ids: readonly ExchangeId[]) => void;
  readonly open: Handlers['open'];
  readonly liveEvents: (live: Live, from: number, limit: number) => Promise<readonly EventRecord[]>;
  readonly importFile: Handlers['importFile'];
  /** So many exchanges more, or fewer, are kept. */
  readonly counted: (change: number) => void;
  readonly dispose: () => Promise<void>;
};

/** The handlers over a session. */
export function createCaptureCalls(host: CallsHost): Handlers {
  const { storage, watchers, batcher, byId, flush } = host;
  return {
    status: host.status,
    open: host.open,
    importFile: host.importFile,
    events: async ({ id, from, limit }) => {
      const live = byId.get(id);
      if (live !== undefined) return host.liveEvents(live, from, limit);
      flush();
      return null;
    },
    flush: () => {
      flush();
      return null;
    },
    marks: () => storage?.marks.list() ?? [],
    setMarks: ({ ids, change }) => {
      // The row of one that just began may not be stored yet.
      flush();
      return storage?.marks.set(ids, change) ?? [];
    },
    clear: (chosen) => {
      flush();
      const { token, ids } = storage?.clear(chosen) ?? { token: '', ids: [] };
      batcher.removed(ids);
      host.counted(-ids.length);
      return { token, count: ids.length };
    },
    undoClear: (token) => {
      const rows = storage?.undoClear(token) ?? [];
      // Whoever asked has them by the answer; the other windows by this.
      if (watchers.count() > 1) for (const row of rows) batcher.row(row.id, () => row, 'last');
      host.counted(rows.length);
      return rows;
    },
    ...keeperCalls(storage, host.keeper, host.forget),
    streamSoFar: (id) => byId.get(id)?.recorder.streamSoFar() ?? null,
    searchLive: (texts) =>
      searchLive(
        [...byId.values()].map(({ recorder }) => recorder),
        texts,
      ),
    dispose: async () => {
      await host.dispose();
      return null;
    },
  };
}
