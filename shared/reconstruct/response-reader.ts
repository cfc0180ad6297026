/**
 * One response from first to last byte (step 4 to 6 of the walk): picks the framing, cuts events, lets the adapter read
 * them, folds the deltas. Never throws: a fault of an adapter marks its event, and the stream goes on.
 */
import type { Delta } from '../model/delta.ts';
import type { EventRecord, Problem } from '../model/event-record.ts';
import type { EventTally } from '../model/exchange.ts';
import type { DecodedChunk, EventFlag, StreamEvent } from '../model/stream-event.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import type { Adapter, ResponseFacts } from '../providers/adapter.ts';
import type { WatchFacts } from '../providers/conformance/watch.ts';
import { adapterFor } from '../providers/registry.ts';
import type { JsonBlock } from '../stream/event-block.ts';
import { createDecoder, pickFraming, sniffedBytes } from '../stream/pick-decoder.ts';
import { type DecoderLimits, defaultDecoderLimits, type StreamDecoder } from '../stream/stream-decoder.ts';
import { emptyCompletion } from './accumulator.ts';
import { createCompletionBudget, defaultBudgetCharacters, textCost } from './completion-budget.ts';
import { createCompletionDraft } from './completion-draft.ts';
import { createEventReader } from './event-reader.ts';
import type { PieceDelta } from './event-repeats.ts';
import { createResponseProof } from './response-proof.ts';
import type { ResponseReader } from './response-reader-api.ts';
import { readStreamSoFar } from './stream-so-far.ts';
import { createStreamTurns, type StreamTurns } from './stream-turns.ts';

export type ResponseReaderLimits = DecoderLimits & {
  /** See completion-budget.ts. */
  readonly budgetCharacters: number;
};

export type ResponseReaderOptions = {
  readonly format: WireFormat;
  /** The one of the format, unless told otherwise. */
  readonly adapter?: Adapter;
  /** The parsed request body, where it is JSON and complete; else null. */
  readonly request: { readonly body: unknown };
  readonly response: ResponseFacts;
  readonly limits?: Partial<ResponseReaderLimits>;
  /**
   * Read while it arrives, and read again from the store by whoever wants all of it: `native` may be null or partial, and
   * the completion stops taking text after `liveCharacters`. Events, usage and ends are the same.
   */
  readonly isLive?: boolean;
  /** Take note of every field, for `loss`, and watch the server keep its format: costs a second parse of each event. */
  readonly withLossReport?: boolean;
  /** Skips the choice by media type and first bytes (`decode --framing`). */
  readonly framing?: Framing;
};

const noFlags: readonly EventFlag[] = [];
const noDeltas: readonly Delta[] = [];

const noBlock = (): JsonBlock | null => null;

/** A stream of nothing but broken lines must not fill memory with complaints. */
const maxProblems = 1000;

/** Text that a live completion is given; a row shows no more of it. Every piece costs 16 besides. */
const liveCharacters = 512 * 1024;

const defaultLimits: ResponseReaderLimits = { ...defaultDecoderLimits, budgetCharacters: defaultBudgetCharacters };

/** A reader for one response body. */
export function createResponseReader(options: ResponseReaderOptions): ResponseReader {
  const limits: ResponseReaderLimits = { ...defaultLimits, ...options.limits };
  const adapter = options.adapter ?? adapterFor(options.format);
  const isLive = options.isLive ?? false;
  const eventReader = createEventReader(adapter, options.request, options.response, isLive);
  const budget = createCompletionBudget(limits.budgetCharacters);
  const proof = options.withLossReport ? createResponseProof(adapter, watchFacts(options)) : null;
  const problems: Problem[] = [];
  const tally = { total: 0, used: 0, ignored: 0, unknown: 0, malformed: 0 };
  const draft = createCompletionDraft(emptyCompletion);
  // Messages of a WebSocket come framed: there is nothing to pick by.
  let framing: Framing | null = options.framing === 'websocket' ? 'websocket' : null;
  let decoder: StreamDecoder | null = framing === null ? null : createDecoder(framing, limits);
  let turns: StreamTurns | null = null;
  /** Chunks that came before there were enough first bytes to choose a framing; empty from then on. */
  let heldChunks: DecodedChunk[] = [];
  let lastEventIndex = 0;
  let liveCost = 0;

  function note(found: readonly Problem[]): void {
    for (const problem of found) {
      if (problems.length < maxProblems) problems.push(problem);
      else if (problems.length === maxProblems) problems.push(moreProblems(problem.eventIndex));
    }
  }

  function choose(isWhole: boolean, chunks: readonly DecodedChunk[]): boolean {
    const first = firstBytes(chunks);
    framing = options.framing ?? pickFraming(options.response, first, options.format, isWhole);
    if (framing === null) return false;
    decoder = createDecoder(framing, limits);
    // What is proved is read event by event: the proof looks at the fields of each.
    if (proof === null) turns = turnsOf(decoder);
    return true;
  }

  /** Null for framings and formats whose events are never known by their bytes. */
  function turnsOf(chosen: StreamDecoder | null): StreamTurns | null {
    if (chosen?.turns === undefined || adapter.repeatRule === undefined) return null;
    const { repeats } = eventReader;
    const { maxEventBytes } = limits;
    return createStreamTurns({ decoder: chosen, turns: chosen.turns, repeats, maxEventBytes, read, takeRepeat });
  }

  function feed(chunk: DecodedChunk): readonly EventRecord[] {
    if (chunk.bytes.length === 0) return [];
    if (framing !== null) return readChunk(chunk);
    if (heldChunks.length === 0 && choose(false, [chunk])) return readChunk(chunk);
    heldChunks.push({ index: chunk.index, receivedAt: chunk.receivedAt, bytes: chunk.bytes.slice() });
    return choose(false, heldChunks) ? releaseHeld() : [];
  }

  function releaseHeld(): readonly EventRecord[] {
    const chunks = heldChunks;
    heldChunks = [];
    return chunks.flatMap(readChunk);
  }

  function readChunk(chunk: DecodedChunk): readonly EventRecord[] {
    if (decoder === null) return [];
    return turns === null ? decoder.feed(chunk).map((event) => read(event, noBlock)) : turns.read(chunk);
  }

  function isFolded(delta: Delta): boolean {
    if (!isLive) return true;
    const cost = textCost(delta);
    liveCost += cost;
    return cost === 0 || liveCost <= liveCharacters;
  }

  function apply(deltas: readonly Delta[], eventIndex: number, eventCharacters: number | null): readonly Delta[] {
    const wasExceeded = budget.isExceeded();
    const admitted = budget.admit(deltas, eventCharacters);
    for (const delta of admitted) if (isFolded(delta)) draft.add(delta, eventIndex);
    if (!wasExceeded && budget.isExceeded()) note([budgetProblem(limits.budgetCharacters, eventIndex)]);
    return admitted;
  }

  /** `apply` of the one delta that a repeated event makes. */
  function applyPiece(piece: PieceDelta, eventIndex: number): readonly Delta[] {
    const wasExceeded = budget.isExceeded();
    const isAdmitted = budget.admitText(piece.text.length);
    if (isAdmitted && isFolded(piece)) draft.addPiece(piece, eventIndex);
    if (!wasExceeded && budget.isExceeded()) note([budgetProblem(limits.budgetCharacters, eventIndex)]);
    return isAdmitted ? [piece] : noDeltas;
  }

  function takeRepeat(chunk: DecodedChunk, byteStart: number, byteEnd: number): EventRecord {
    const { piece, type, reading } = eventReader.repeats.take();
    const index = tally.total;
    lastEventIndex = index;
    tally.total += 1;
    tally.used += 1;
    return {
      index,
      receivedAt: chunk.receivedAt,
      type,
      reading,
      origin: 'upstream',
      outcome: 'used',
      flags: noFlags,
      byteStart,
      byteEnd,
      chunkStart: chunk.index,
      chunkEnd: chunk.index,
      deltas: applyPiece(piece, index),
    };
  }

  function read(event: StreamEvent, block: () => JsonBlock | null): EventRecord {
    const step = eventReader.read(event, block);
    lastEventIndex = event.index;
    note(step.problems);
    if (proof !== null) note(proof.see(event, step));
    tally.total += 1;
    tally[step.outcome] += 1;
    return toRecord(event, step, apply(step.deltas, event.index, event.data.length));
  }

  function end(isCut: boolean): { readonly events: readonly EventRecord[]; readonly finalDeltas: readonly Delta[] } {
    const isLate = framing === null && heldChunks.length > 0 && choose(true, heldChunks);
    const late = isLate ? releaseHeld() : [];
    const last = (decoder?.end() ?? []).map((event) => read(event, noBlock));
    const events = [...late, ...last];
    const finish = eventReader.finish(isCut);
    note(finish.problems);
    if (proof !== null) note(proof.end(isCut, framing !== null, finish.problems));
    return { events, finalDeltas: apply(finish.deltas, lastEventIndex, null) };
  }

  return {
    format: options.format,
    framing: () => framing,
    feed,
    take: (events) => events.map((event) => read(event, noBlock)),
    end,
    completion: draft.value,
    native: eventReader.native,
    problems: () => problems,
    tally: () => copyOf(tally),
    loss: () =>
      proof && {
        events: copyOf(tally),
        dropped: proof.dropped(eventReader.native(), adapter.consumedFields ?? []),
        terminal: eventReader.terminal(),
      },
    streamSoFar: () => readStreamSoFar(draft.value(), eventReader.native),
  };
}

function watchFacts({ request, response }: ResponseReaderOptions): WatchFacts {
  return { requestBody: request.body, response };
}

function copyOf({ total, used, ignored, unknown, malformed }: EventTally): EventTally {
  return { total, used, ignored, unknown, malformed };
}

type EventStep = Pick<EventRecord, 'type' | 'reading' | 'outcome'>;

function toRecord(event: StreamEvent, step: EventStep, deltas: readonly Delta[]): EventRecord {
  return {
    index: event.index,
    receivedAt: event.receivedAt,
    type: step.type,
    reading: step.reading,
    origin: event.from ?? 'upstream',
    outcome: step.outcome,
    flags: event.flags,
    byteStart: event.byteStart,
    byteEnd: event.byteEnd,
    chunkStart: event.chunkStart,
    chunkEnd: event.chunkEnd,
    deltas,
  };
}

/** Enough of the beginning to choose by, whatever the network made of it. */
function firstBytes(chunks: readonly DecodedChunk[]): Uint8Array {
  const only = chunks.length === 1 ? chunks[0] : undefined;
  if (only !== undefined) return only.bytes.subarray(0, sniffedBytes);
  const first = new Uint8Array(sniffedBytes);
  let length = 0;
  for (const { bytes } of chunks) {
    const taken = bytes.subarray(0, sniffedBytes - length);
    first.set(taken, length);
    length += taken.length;
  }
  return first.subarray(0, length);
}

function moreProblems(eventIndex: number | null): Problem {
  const message = `More than ${maxProblems} problems: the events from here on still say what became of them.`;
  return { kind: 'more-problems', message, eventIndex };
}

function budgetProblem(characters: number, eventIndex: number): Problem {
  const message = `The rebuilt completion reached ${characters} characters and stops growing here; all events are still listed.`;
  return { kind: 'completion-budget', message, eventIndex };
}
