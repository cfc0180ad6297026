/** The questions that the query worker answers. */
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { BodyDirection, BodyRequest, BodySlice, WireChunk } from '../../shared/ipc/bodies.ts';
import type { ExchangeSnapshot } from '../../shared/ipc/contract.ts';
import type { RequestSlices } from '../../shared/lib/request-slices.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CacheExplanation } from '../../shared/model/cache-explanation.ts';
import type { CaptureSummary } from '../../shared/model/capture-summary.ts';
import type { ExchangeComparison } from '../../shared/model/comparison.ts';
import type { Conversation, ConversationLink, ConversationSummary } from '../../shared/model/conversation.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { RateHistory } from '../../shared/model/rate-limits.ts';
import type { RebuiltObjects } from '../../shared/model/rebuilt-objects.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import type { RetentionPreview, RetentionRules } from '../../shared/model/retention.ts';
import type { SearchAnswer, SearchHit } from '../../shared/model/search.ts';
import type { SharingScan } from '../../shared/model/sharing.ts';
import type { ExportOptions } from './queries-api.ts';
import type { ReplyMessage } from './worker-calls.ts';

export type QueryCalls = {
  readonly list: {
    readonly argument: {
      readonly before: ExchangeId | null;
      readonly limit: number;
      readonly filter: string;
      readonly capture: string | null;
    };
    readonly value: readonly ExchangeSummary[];
  };
  readonly captures: { readonly argument: null; readonly value: readonly CaptureSummary[] };
  readonly captureIds: { readonly argument: string; readonly value: readonly ExchangeId[] };
  readonly importedWith: { readonly argument: ExchangeId; readonly value: readonly ExchangeId[] };
  readonly retentionPreview: { readonly argument: RetentionRules; readonly value: RetentionPreview };
  readonly search: {
    readonly argument: { readonly texts: readonly string[]; readonly limit: number };
    readonly value: SearchAnswer;
  };
  readonly searchHits: {
    readonly argument: { readonly id: ExchangeId; readonly texts: readonly string[] };
    readonly value: readonly SearchHit[];
  };
  readonly snippets: {
    readonly argument: { readonly ids: readonly ExchangeId[]; readonly texts: readonly string[] };
    readonly value: readonly { readonly id: ExchangeId; readonly hit: SearchHit }[];
  };
  readonly conversations: { readonly argument: number; readonly value: readonly ConversationSummary[] };
  readonly conversation: { readonly argument: ExchangeId; readonly value: Conversation | null };
  readonly conversationVersion: { readonly argument: ExchangeId; readonly value: string | null };
  readonly conversationLinks: {
    readonly argument: readonly ExchangeId[];
    readonly value: readonly ConversationLink[];
  };
  readonly pieceText: { readonly argument: number; readonly value: string | null };
  readonly cacheExplanation: {
    readonly argument: { readonly id: ExchangeId; readonly previousId: ExchangeId };
    readonly value: CacheExplanation | null;
  };
  readonly compare: {
    readonly argument: { readonly before: ExchangeId; readonly after: ExchangeId };
    readonly value: ExchangeComparison | null;
  };
  readonly rateHistory: { readonly argument: ExchangeId; readonly value: readonly RateHistory[] };
  readonly snapshot: { readonly argument: ExchangeId; readonly value: Result<ExchangeSnapshot, 'not-found'> };
  readonly events: {
    readonly argument: { readonly id: ExchangeId; readonly from: number; readonly limit: number };
    readonly value: readonly EventRecord[];
  };
  readonly body: { readonly argument: BodyRequest; readonly value: Result<BodySlice, 'not-found'> };
  readonly bodyText: {
    readonly argument: { readonly id: ExchangeId; readonly direction: BodyDirection; readonly path: string | null };
    readonly value: Result<{ readonly text: string; readonly isJson: boolean }, 'not-found'>;
  };
  readonly chunks: {
    readonly argument: { readonly id: ExchangeId; readonly direction: BodyDirection };
    readonly value: readonly WireChunk[];
  };
  readonly message: {
    readonly argument: { readonly id: ExchangeId; readonly index: number };
    readonly value: Result<BodySlice, 'not-found'>;
  };
  readonly request: {
    readonly argument: ExchangeId;
    readonly value: Result<{ readonly reading: RequestReading | null; readonly sizeBytes: number }, 'not-found'>;
  };
  readonly requestSlices: {
    readonly argument: ExchangeId;
    readonly value: Result<RequestSlices & { readonly sizeBytes: number }, 'not-found'>;
  };
  readonly native: {
    readonly argument: ExchangeId;
    readonly value: Result<RebuiltObjects, 'not-found'>;
  };
  readonly export: {
    readonly argument: {
      /** Names the export in its pieces and acknowledgements. */
      readonly token: number;
      readonly ids: readonly ExchangeId[] | 'all';
      readonly format: ExportFormat;
      readonly options: ExportOptions;
    };
    readonly value: Result<{ readonly sizeBytes: number }, 'not-found'>;
  };
  readonly scan: {
    readonly argument: { readonly ids: readonly ExchangeId[] | 'all'; readonly rules: readonly string[] };
    readonly value: SharingScan;
  };
  /** The taker of an export's pieces is ready for the next. */
  readonly pieceTaken: { readonly argument: number; readonly value: null };
  readonly dispose: { readonly argument: null; readonly value: null };
};

export type FromQueryWorker =
  | ReplyMessage
  | { readonly kind: 'piece'; readonly token: number; readonly bytes: Uint8Array };
