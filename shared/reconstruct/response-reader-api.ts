/**
 * One response read from first to last byte: framing, adapter and accumulator in one hand (step 4 of the walk).
 * Implemented by response-reader.ts; used by the recorder (live), the query worker (replay) and the CLI (decode).
 */
import type { Completion } from '../model/completion.ts';
import type { Delta } from '../model/delta.ts';
import type { EventRecord, Problem } from '../model/event-record.ts';
import type { EventTally } from '../model/exchange.ts';
import type { LossReport } from '../model/loss-report.ts';
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import type { StreamSoFar } from '../providers/adapter.ts';

export type ResponseReader = {
  readonly format: WireFormat;
  /** Null until the first byte, when it is chosen by content type and first bytes. */
  readonly framing: () => Framing | null;
  readonly feed: (chunk: DecodedChunk) => readonly EventRecord[];
  /** Events that were framed elsewhere: the messages of a WebSocket, both directions in order. */
  readonly take: (events: readonly StreamEvent[]) => readonly EventRecord[];
  /** Call once. `isCut`: the body did not end as HTTP says it should. */
  readonly end: (isCut: boolean) => {
    readonly events: readonly EventRecord[];
    readonly finalDeltas: readonly Delta[];
  };
  /** Current value; costs nothing. Once over the budget (8 Mi characters) it stops growing and says so in problems. */
  readonly completion: () => Completion;
  readonly native: () => unknown;
  readonly problems: () => readonly Problem[];
  readonly tally: () => EventTally;
  /** Null unless asked for (`withLossReport`). Costs a walk over `native`. */
  readonly loss: () => LossReport | null;
  readonly streamSoFar: () => StreamSoFar;
};
