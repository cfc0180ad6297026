/** Read-only questions to a data folder, answered by the query worker; also while an app writes to it. */
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { BodyDirection, BodyRequest, BodySlice, WireChunk } from '../../shared/ipc/bodies.ts';
import type { ExchangeSnapshot } from '../../shared/ipc/contract.ts';
import type { RequestSlices } from '../../shared/lib/request-slices.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CacheExplanation } from '../../shared/model/cache-explanation.ts';
import type { CaptureSummary } from '../../shared/model/capture-summary.ts';
import type { ExchangeComparison } from '../../shared/model/comparison.ts';
import type { Completion } from '../../shared/model/completion.ts';
import type { Conversation, ConversationLink, ConversationSummary } from '../../shared/model/conversation.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { LossReport } from '../../shared/model/loss-report.ts';
import type { RateHistory } from '../../shared/model/rate-limits.ts';
import type { RebuiltObjects } from '../../shared/model/rebuilt-objects.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import type { RetentionPreview, RetentionRules } from '../../shared/model/retention.ts';
import type { SearchAnswer, SearchHit } from '../../shared/model/search.ts';

import type { SharingChoice, SharingScan } from '../../shared/model/sharing.ts';

/** An ended (or interrupted) exchange decoded again from its recorded chunks. */
export type Replay = {
  readonly detail: ExchangeDetail;
  readonly events: readonly EventRecord[];
  readonly problems: readonly Problem[];
  readonly completion: Completion;
  readonly native: unknown;
  readonly loss: LossReport | null;
};

export type Queries = {
  /** Newest last; cleared ones left out. `before`: only older ones than this id. */
  readonly list: (
    before: ExchangeId | null,
    limit: number,
    /** A filter text (shared/filter); what it cannot understand is ignored. */
    filter?: string,
    /** Name of a capture: only what was recorded into it. */
    capture?: string | null,
  ) => Promise<readonly ExchangeSummary[]>;
  /** The named captures, the one begun first ahead. */
  readonly captures: () => Promise<readonly CaptureSummary[]>;
  /** What is in a capture; newest last. */
  readonly captureIds: (name: string) => Promise<readonly ExchangeId[]>;
  /** All that came with the import that brought this exchange, itself included; none where it was recorded here. */
  readonly importedWith: (id: ExchangeId) => Promise<readonly ExchangeId[]>;
  /** What rules would delete; nothing is changed. */
  readonly retentionPreview: (rules: RetentionRules) => Promise<RetentionPreview>;
  /** For each text (lower case), the newest exchanges that hold it. */
  readonly search: (texts: readonly string[], limit: number) => Promise<SearchAnswer>;
  /** Every place of one exchange where one of the texts stands, in reading order. */
  readonly searchHits: (id: ExchangeId, texts: readonly string[]) => Promise<readonly SearchHit[]>;
  /** The most telling place of each exchange. */
  readonly snippets: (
    ids: readonly ExchangeId[],
    texts: readonly string[],
  ) => Promise<readonly { readonly id: ExchangeId; readonly hit: SearchHit }[]>;
  /** Newest last. */
  readonly conversations: (limit: number) => Promise<readonly ConversationSummary[]>;
  /** The conversation of an exchange; null when it belongs to none, or is not indexed yet. */
  readonly conversation: (id: ExchangeId) => Promise<Conversation | null>;
  /** Another text whenever the conversation of this exchange is another; null when it belongs to none. */
  readonly conversationVersion: (id: ExchangeId) => Promise<string | null>;
  readonly conversationLinks: (ids: readonly ExchangeId[]) => Promise<readonly ConversationLink[]>;
  /** The text of a piece of a turn; null when it is gone. */
  readonly pieceText: (number: number) => Promise<string | null>;
  /** Compares the prompt cache of a request with that of the one before it; null where one of them is gone. */
  readonly cacheExplanation: (id: ExchangeId, previousId: ExchangeId) => Promise<CacheExplanation | null>;
  /** Two exchanges side by side; null where one of them is gone. */
  readonly compare: (before: ExchangeId, after: ExchangeId) => Promise<ExchangeComparison | null>;
  /** How full the rate limits of an exchange's upstream were up to it. */
  readonly rateHistory: (id: ExchangeId) => Promise<readonly RateHistory[]>;
  readonly snapshot: (id: ExchangeId) => Promise<Result<ExchangeSnapshot, 'not-found'>>;
  readonly events: (id: ExchangeId, from: number, limit: number) => Promise<readonly EventRecord[]>;
  readonly body: (request: BodyRequest) => Promise<Result<BodySlice, 'not-found'>>;
  /** A decoded body as text, or the value at `path` in its JSON; pretty printed. */
  readonly bodyText: (
    id: ExchangeId,
    direction: BodyDirection,
    path?: string | null,
  ) => Promise<Result<{ readonly text: string; readonly isJson: boolean }, 'not-found'>>;
  readonly chunks: (id: ExchangeId, direction: BodyDirection) => Promise<readonly WireChunk[]>;
  /** One message of a WebSocket: event `index` of the connection. */
  readonly message: (id: ExchangeId, index: number) => Promise<Result<BodySlice, 'not-found'>>;
  readonly request: (
    id: ExchangeId,
  ) => Promise<Result<{ readonly reading: RequestReading | null; readonly sizeBytes: number }, 'not-found'>>;
  /** The same as JSON text in pieces, for the window. */
  readonly requestSlices: (
    id: ExchangeId,
  ) => Promise<Result<RequestSlices & { readonly sizeBytes: number }, 'not-found'>>;
  readonly native: (id: ExchangeId) => Promise<Result<RebuiltObjects, 'not-found'>>;
  /**
   * Exports as one file's bytes in pieces, in order. `ids: 'all'` is everything that `list` shows.
   * Formats and their writers: shared/export.
   */
  readonly export: (
    ids: readonly ExchangeId[] | 'all',
    format: ExportFormat,
    onPiece: (bytes: Uint8Array) => void | Promise<void>,
    options?: ExportOptions,
  ) => Promise<Result<{ readonly sizeBytes: number }, 'not-found'>>;
  /** What of these exchanges should perhaps not be shared, by the rules with these ids. */
  readonly scan: (ids: readonly ExchangeId[] | 'all', rules: readonly string[]) => Promise<SharingScan>;
  readonly dispose: () => Promise<void>;
};

export type ExportOptions = {
  /** Null: everything as it was. */
  readonly sharing: SharingChoice | null;
  /** Prompts and answers in traces too. */
  readonly withContent: boolean;
};
