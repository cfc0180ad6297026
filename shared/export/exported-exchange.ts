/** What every export writer reads: one exchange with its bodies and everything rebuilt from them, as plain data. */
import type { Completion } from '../model/completion.ts';
import type { EventRecord, Problem } from '../model/event-record.ts';
import type { ExchangeDetail } from '../model/exchange.ts';
import type { LossReport } from '../model/loss-report.ts';
import type { RequestReading } from '../model/request-reading.ts';

/** Bytes as on the wire, with the time they came. */
export type ExportedChunk = {
  /** Epoch ms, fraction allowed. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
};

export type ExportedBody = {
  readonly chunks: readonly ExportedChunk[];
  /** The whole body with its content-encoding removed. */
  readonly decoded: Uint8Array;
};

/** One message of a WebSocket. */
export type ExportedMessage = {
  readonly from: 'client' | 'upstream';
  readonly kind: 'text' | 'binary' | 'ping' | 'pong' | 'close' | 'broken';
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
};

export type ExportedExchange = {
  /** Secrets are fingerprints already. */
  readonly detail: ExchangeDetail;
  readonly events: readonly EventRecord[];
  readonly problems: readonly Problem[];
  readonly completion: Completion;
  readonly native: unknown;
  readonly loss: LossReport | null;
  /** The request as a conversation; null when it is none. */
  readonly reading: RequestReading | null;
  readonly request: ExportedBody;
  readonly response: ExportedBody;
  /** What Wirelens wrote to the client on its own account. */
  readonly injected: ExportedBody;
  /** Of a WebSocket connection: every message in order; the bodies are its frames then, and not decoded. */
  readonly messages?: readonly ExportedMessage[];
};

/**
 * One export format. A file is `begin`, then every exchange's pieces with `separator` between two exchanges, then
 * `end`: one exchange at a time is in memory, however many are exported.
 */
export type ExportWriter = {
  readonly mediaType: string;
  /** Without the dot. */
  readonly fileExtension: string;
  readonly begin: string;
  readonly separator: string;
  readonly end: string;
  /** The pieces of one exchange, in order. Text is to be encoded as UTF-8. */
  readonly write: (exchange: ExportedExchange) => Iterable<string | Uint8Array>;
};
