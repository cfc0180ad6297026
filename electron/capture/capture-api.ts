/** What the composition roots (main.ts, cli) hold of capture. Implemented by capture.ts, which owns the capture worker. */
import type { MessagePort } from 'node:worker_threads';
import type { CaptureStatus, ExchangeSnapshot } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CaptureChange, RecordedCapture } from '../../shared/model/capture-summary.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { ImportFailure, ImportReport } from '../../shared/model/import-report.ts';
import type { ExchangeMark, MarkChange } from '../../shared/model/mark.ts';
import type { PruneOutcome, RetentionRules } from '../../shared/model/retention.ts';
import type { WatchScope } from '../ipc/watchers.ts';
import type { CaptureSink } from './capture-sink.ts';

export type CaptureOptions = {
  /** Folder of the store; made when missing, mode 0700. */
  readonly dataFolder: string;
  /** The built worker file. */
  readonly workerFile: URL;
  /** JSON text of a watcher's CaptureBatch, at most one per 16 ms; nothing is made while nobody watches. Absent: `onBatchPort`. */
  readonly onBatch?: (json: string, watcher: number) => void;
  /**
   * Whoever shows batches lives on another thread and gets them (BatchMessage) without passing through this one, by a port of
   * their own: one for each start of the worker. What they have taken (ShownMessage) goes back the same way.
   */
  readonly onBatchPort?: (port: MessagePort) => void;
  /** JSON texts of the summaries of exchanges that have ended, several at once. Absent: nobody wants them. */
  readonly onExchangesEnd?: (summaries: readonly string[]) => void;
  /** How many exchanges are recorded now, whenever that changes. */
  readonly onRunning?: (count: number) => void;
  /** Trouble that the user must hear of (disk full, store damaged and set aside). */
  readonly onNotice: (title: string, text: string) => void;
  /** For the status: the proxy's count of open sockets. Asked at most 4 times a second, only while watched. */
  readonly openSockets?: () => number;
};

/** For the proxy, and for whoever controls capture. */
export type Capture = CaptureControl & { readonly sink: CaptureSink };

/** All but the sink can be done from another thread (traffic/remote-capture.ts). */
export type CaptureControl = {
  readonly setEnabled: (isEnabled: boolean) => void;
  /** A window begins to watch (anew, with nothing open), or with null ends: batches are made only while one does. */
  readonly watch: (watcher: number, scope: WatchScope | null) => void;
  /** A window has taken so many of the batches that `onBatch` gave it. One that does not is sent no more than a few. */
  readonly shown: (watcher: number, count: number) => void;
  readonly status: () => Promise<CaptureStatus>;
  /** Snapshot of a live exchange, and its events from now on in the watcher's batches; `not-live`: ask the query worker. */
  readonly open: (id: ExchangeId, watcher: number) => Promise<Result<ExchangeSnapshot, 'not-live'>>;
  readonly close: (id: ExchangeId, watcher: number) => void;
  /** Events of a live exchange; null when it is not live. */
  readonly events: (id: ExchangeId, from: number, limit: number) => Promise<readonly EventRecord[] | null>;
  /** Body bytes that may not be on disk yet: flushes, so that a query worker sees everything up to now. */
  readonly flush: () => Promise<void>;
  /** Imports an archive, a JSON export or an HTTP archive. `salt`: of this installation. */
  readonly importFile: (file: string, salt: string) => Promise<Result<ImportReport, ImportFailure>>;
  /** What the user put onto exchanges. */
  readonly marks: () => Promise<readonly ExchangeMark[]>;
  readonly setMarks: (ids: readonly ExchangeId[], change: MarkChange) => Promise<readonly ExchangeMark[]>;
  /** Hides ended exchanges: these, or all that are not pinned (null). */
  readonly clear: (ids: readonly ExchangeId[] | null) => Promise<{ readonly token: string; readonly count: number }>;
  readonly undoClear: (token: string) => Promise<readonly ExchangeSummary[]>;
  /** How long captures are kept; looked at now and then while capture rests. */
  readonly setRetention: (rules: RetentionRules) => void;
  /** Applies rules at once. */
  readonly prune: (rules: RetentionRules) => Promise<PruneOutcome>;
  /** Packs all there is and gives free room back to the system. Gives the bytes that were freed. */
  readonly compact: () => Promise<number>;
  /** New exchanges belong to this named capture (made when new), or to none. Null, or why it cannot be. */
  readonly record: (capture: string | null) => Promise<string | null>;
  /** What `record` was last asked for, as it is called now. */
  readonly recorded: () => RecordedCapture | null;
  /** Null, or why it cannot be. */
  readonly changeCapture: (change: CaptureChange) => Promise<string | null>;
  /** Of each text (lower case), the live exchanges in which it stands: what the index does not know yet. */
  readonly searchLive: (texts: readonly string[]) => Promise<readonly (readonly ExchangeId[])[]>;
  /** Writes everything, marks live exchanges `interrupted`, ends the worker. */
  readonly dispose: () => Promise<void>;
};
