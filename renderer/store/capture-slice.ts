/** What the list is made of: one summary per exchange, in order of creation, and the counts of the status bar. */
import type { CaptureStatus } from '../../shared/ipc/contract.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';

/** A clear that can still be taken back. */
export type PendingClear = {
  readonly token: string;
  readonly count: number;
  /** The whole list, not rows that were picked. */
  readonly isAll: boolean;
  /** Whether older pages were still on disk. */
  readonly hadOlder: boolean;
  /** Epoch ms at which the offer ends. */
  readonly until: number;
  /** The named capture that went with its exchanges. */
  readonly capture: ClearedCapture | null;
};

/** What it takes to have a deleted capture back. */
export type ClearedCapture = {
  readonly name: string;
  readonly ids: readonly ExchangeId[];
  readonly wasRecorded: boolean;
  readonly wasViewed: boolean;
};

export type CaptureSlice = {
  readonly rows: ReadonlyMap<ExchangeId, ExchangeSummary>;
  /** Ids in order of creation, oldest first; ids sort by time. */
  readonly order: readonly ExchangeId[];
  /** Older exchanges are on disk: `loadOlder` brings the next page. */
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly captureStatus: CaptureStatus;
  readonly pendingClear: PendingClear | null;
};

export const initialCaptureSlice: CaptureSlice = {
  rows: new Map(),
  order: [],
  hasOlder: false,
  isLoadingOlder: false,
  captureStatus: {
    isCapturing: true,
    streaming: 0,
    openSockets: 0,
    eventsPerSecond: 0,
    chunksBehind: 0,
    droppedChunks: 0,
    storedBytes: 0,
    exchangeCount: 0,
  },
  pendingClear: null,
};
