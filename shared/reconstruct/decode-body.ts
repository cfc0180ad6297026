/** A saved response body, rebuilt in one call: what `wirelens decode` prints (DESIGN.md section 4), and more for callers in code. */
import type { Completion, CompletionObject } from '../model/completion.ts';
import type { Delta } from '../model/delta.ts';
import type { EventRecord, Problem } from '../model/event-record.ts';
import type { EventTally } from '../model/exchange.ts';
import type { LossReport } from '../model/loss-report.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import { toCompletionObject } from './completion-object.ts';
import { createResponseReader, type ResponseReaderLimits } from './response-reader.ts';

export type DecodeBodyInput = {
  readonly format: WireFormat;
  /** As the response head would say; by content type and first bytes when left out. */
  readonly framing?: Framing;
  /** 200 when left out. */
  readonly status?: number;
  /** The header's value, parameters allowed. */
  readonly contentType?: string | null;
  /** Response header by lower-case name (request id, retry-after). */
  readonly header?: (name: string) => string | null;
  /** The parsed request body, where it is known. */
  readonly requestBody?: unknown;
  /** Content-encoding removed. */
  readonly body: Uint8Array;
  /** Cuts the body as the network did; one chunk when left out. What is left over comes as a last chunk. */
  readonly chunkSizes?: readonly number[];
  /** The body is known to be cut (the length told was not reached). */
  readonly isCut?: boolean;
  readonly limits?: Partial<ResponseReaderLimits>;
  /** Also name the fields that the rebuilt object lacks; costs a second parse of each event. */
  readonly withLossReport?: boolean;
};

/** `events` and `completion` are the printed forms; `records` and `rich` hold the events and provenance behind them. */
export type DecodedBody = {
  readonly format: WireFormat;
  readonly framing: Framing | null;
  /** How the response ended, as far as its body tells. */
  readonly end: 'complete' | 'truncated' | 'failed';
  readonly native: unknown;
  readonly completion: CompletionObject;
  readonly events: EventTally;
  readonly problems: readonly Problem[];
  /** Null unless asked for. */
  readonly loss: LossReport | null;
  readonly records: readonly EventRecord[];
  readonly finalDeltas: readonly Delta[];
  readonly rich: Completion;
};

/** Rebuilds a body. Never throws: what cannot be read is in `problems`. */
export function decodeBody(input: DecodeBodyInput): DecodedBody {
  const status = input.status ?? 200;
  const mediaType = mediaTypeOf(input.contentType ?? null);
  const reader = createResponseReader({
    format: input.format,
    request: { body: input.requestBody ?? null },
    withLossReport: input.withLossReport ?? false,
    response: { status, mediaType, header: input.header ?? (() => null) },
    ...(input.limits === undefined ? {} : { limits: input.limits }),
    ...(input.framing === undefined ? {} : { framing: input.framing }),
  });
  const records: EventRecord[] = [];
  for (const [index, bytes] of cutBody(input.body, input.chunkSizes ?? []).entries()) {
    for (const record of reader.feed({ index, receivedAt: 0, bytes })) records.push(record);
  }
  const last = reader.end(input.isCut ?? false);
  for (const record of last.events) records.push(record);
  const rich = reader.completion();
  return {
    format: reader.format,
    framing: reader.framing(),
    end: endOf(rich, status, input.isCut ?? false, reader.problems()),
    native: reader.native(),
    completion: toCompletionObject(rich),
    events: reader.tally(),
    problems: reader.problems(),
    loss: reader.loss(),
    records,
    finalDeltas: last.finalDeltas,
    rich,
  };
}

/** `Text/Event-Stream; charset=utf-8` -> `text/event-stream`. */
export function mediaTypeOf(contentType: string | null): string | null {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return mediaType === '' ? null : mediaType;
}

/** A body does not say how its connection ended, but a format with an end marker says whether it was all. */
function endOf(
  completion: Completion,
  status: number,
  isCut: boolean,
  problems: readonly Problem[],
): DecodedBody['end'] {
  if (isCut || problems.some((problem) => problem.kind === 'truncated')) return 'truncated';
  return status >= 400 || completion.error !== null ? 'failed' : 'complete';
}

function cutBody(body: Uint8Array, chunkSizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const size of chunkSizes) {
    if (offset >= body.length) break;
    chunks.push(body.subarray(offset, offset + size));
    offset += size;
  }
  if (offset < body.length) chunks.push(body.subarray(offset));
  return chunks;
}
