/** What an exchange's recorder takes, gives, and tells of itself. */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { Completion } from '../../shared/model/completion.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ClientProcess, ExchangeDetail, ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';
import type { Segment } from '../storage/segment.ts';
import type { Control } from './packed-batch.ts';
import type { SegmentRooms } from './segment-rooms.ts';
import type { TurnHost } from './socket-turns.ts';

/** Where results go. */
export type RecorderOutput = {
  /** The facts changed in a way that the store should know soon: start, head. `read` gives them as they are then. */
  readonly putExchange: (read: () => ExchangeDetail) => void;
  /** Held by whoever keeps it. */
  readonly appendSegment: (id: ExchangeId, direction: BodyDirection, segment: Segment) => void;
  /** Where the memory of a long response's segments comes from; absent: it is made for each. */
  readonly rooms?: SegmentRooms;
  /** The row changed; `isUrgent`: start, head, first byte, first token. */
  readonly onChange: (isUrgent: boolean) => void;
  readonly onNews: (news: RecorderNews) => void;
  /** Where the turns of a socket become exchanges of their own; absent where they were recorded before. */
  readonly turnHost?: TurnHost;
};

export type RecorderNews = {
  readonly events: readonly EventRecord[];
  readonly problems: readonly Problem[];
  /** Set once, at the end. */
  readonly finalDeltas: readonly Delta[] | null;
};

export type ExchangeRecorder = {
  readonly id: ExchangeId;
  /** Takes a copy of the bytes; nothing else is done with them before `settle`. */
  readonly chunk: (direction: BodyDirection, at: number, bytes: Uint8Array, isSent: boolean) => void;
  /** Hands what was gathered to the store, hashes it, and keeps it for decoding. */
  readonly settle: () => void;
  /** Chunks of this direction were dropped before they could be recorded. */
  readonly gap: (direction: BodyDirection, chunks: number, sizeBytes: number) => void;
  readonly control: (control: Control) => void;
  /** Which process the client is has been found out. */
  readonly client: (process: ClientProcess) => void;
  /** It has become a WebSocket: both directions are read in the order in which they come, so it cannot be deferred. */
  readonly isSocket: () => boolean;
  /** Settled bytes of the response that were not decoded yet. */
  readonly waitingBytes: () => number;
  /** Decodes everything that came, all at once: many chunks per call cost half as much as each one alone. */
  readonly decodeWaiting: () => void;
  /** The first token of the response has been seen. */
  readonly hasToken: () => boolean;
  /** Of the response so far. */
  readonly responseBytes: () => number;
  /** From the next chunk of the response on, chunks are stored and counted, and decoded later by `decodeStored`. */
  readonly defer: () => void;
  /** Index of the next chunk of the response to decode. */
  readonly nextToDecode: () => number;
  /** Chunks that were deferred, read back from the store. */
  readonly decodeStored: (segment: Segment) => void;
  /** Everything deferred was decoded: chunks are decoded as they come again. */
  readonly resume: () => void;
  /** Trouble of capture's own, in words; the first one is shown. */
  readonly trouble: (text: string) => void;
  readonly summary: () => ExchangeSummary;
  readonly detail: () => ExchangeDetail;
  /** From event 0 on; null when they were let go (see kept-events.ts). */
  readonly events: () => readonly EventRecord[] | null;
  readonly eventCount: () => number;
  readonly problems: () => readonly Problem[];
  readonly streamSoFar: () => StreamSoFar | null;
  /** As decoded by now; null before a response. */
  readonly completion: () => Completion | null;
  /** What is known of the request: its last messages. */
  readonly reading: () => RequestReading | null;
  readonly dispose: () => void;
};
