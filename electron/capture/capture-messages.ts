/** The messages between the proxy's thread and the capture worker. */
import type { MessagePort } from 'node:worker_threads';
import type { CaptureStatus, ExchangeSnapshot } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CaptureChange } from '../../shared/model/capture-summary.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { ImportFailure, ImportReport } from '../../shared/model/import-report.ts';
import type { ExchangeMark, MarkChange } from '../../shared/model/mark.ts';
import type { PruneOutcome, RetentionRules } from '../../shared/model/retention.ts';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';
import type { WatchScope } from '../ipc/watchers.ts';
import type { CallMessage, ReplyMessage } from '../storage/worker-calls.ts';
import type { BatchSpace } from './batch-space.ts';
import type { ClientSocket } from './clients/system-processes.ts';
import type { PackedBatch } from './packed-batch.ts';

/** What the worker is started with. */
export type CaptureWorkerData = {
  readonly dataFolder: string;
  /** Somebody wants the rows of exchanges that have ended. */
  readonly tellsEnds: boolean;
  /** Whither batches go; absent: to the thread that started the worker. */
  readonly batchPort?: MessagePort;
};

/** JSON text of a watcher's CaptureBatch. */
export type BatchMessage = { readonly kind: 'json'; readonly watcher: number; readonly json: string };
/** A window has taken so many of its batches. */
export type ShownMessage = { readonly kind: 'shown'; readonly watcher: number; readonly count: number };

/** What the proxy's thread knows of itself, for the status. */
export type ClientFacts = {
  readonly isCapturing: boolean;
  readonly openSockets: number;
  readonly droppedChunks: number;
};

export type ToCaptureWorker =
  | { readonly kind: 'batch'; readonly batch: PackedBatch }
  | { readonly kind: 'facts'; readonly facts: ClientFacts }
  /** A client has connected: ahead of the batch that holds its request, since it may be gone soon. */
  | { readonly kind: 'client'; readonly socket: ClientSocket }
  | { readonly kind: 'close'; readonly id: ExchangeId; readonly watcher: number }
  | ShownMessage
  | { readonly kind: 'watch'; readonly watcher: number; readonly scope: WatchScope | null }
  | CallMessage;

export type FromCaptureWorker =
  /** Batches of this weight were taken apart; their room, transferred back. */
  | { readonly kind: 'taken'; readonly weight: number; readonly spaces: readonly BatchSpace[] }
  | BatchMessage
  /** JSON texts of the summaries of exchanges that have ended. */
  | { readonly kind: 'ends'; readonly summaries: readonly string[] }
  | { readonly kind: 'notice'; readonly title: string; readonly text: string }
  | ReplyMessage;

/** Questions to the capture worker. */
export type CaptureCalls = {
  readonly status: { readonly argument: null; readonly value: CaptureStatus };
  readonly open: {
    readonly argument: { readonly id: ExchangeId; readonly watcher: number };
    readonly value: Result<ExchangeSnapshot, 'not-live'>;
  };
  readonly events: {
    readonly argument: { readonly id: ExchangeId; readonly from: number; readonly limit: number };
    readonly value: readonly EventRecord[] | null;
  };
  readonly flush: { readonly argument: null; readonly value: null };
  /** Exchanges of a file into the store; their rows are told as those of ended ones. */
  readonly importFile: {
    readonly argument: { readonly file: string; readonly salt: string };
    readonly value: Result<ImportReport, ImportFailure>;
  };
  readonly marks: { readonly argument: null; readonly value: readonly ExchangeMark[] };
  readonly setMarks: {
    readonly argument: { readonly ids: readonly ExchangeId[]; readonly change: MarkChange };
    readonly value: readonly ExchangeMark[];
  };
  readonly clear: {
    readonly argument: readonly ExchangeId[] | null;
    readonly value: { readonly token: string; readonly count: number };
  };
  readonly undoClear: { readonly argument: string; readonly value: readonly ExchangeSummary[] };
  readonly setRetention: { readonly argument: RetentionRules; readonly value: null };
  readonly prune: { readonly argument: RetentionRules; readonly value: PruneOutcome };
  readonly compact: { readonly argument: null; readonly value: number };
  /** Null, or why it cannot be. */
  readonly record: { readonly argument: string | null; readonly value: string | null };
  readonly changeCapture: { readonly argument: CaptureChange; readonly value: string | null };
  readonly streamSoFar: { readonly argument: ExchangeId; readonly value: StreamSoFar | null };
  /** Of each text, the live exchanges in which it stands. */
  readonly searchLive: { readonly argument: readonly string[]; readonly value: readonly (readonly ExchangeId[])[] };
  readonly dispose: { readonly argument: null; readonly value: null };
};
