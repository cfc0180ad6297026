/**
 * Folds what the recorder learns of an exchange into its row. Plain values in, plain value out: the recorder only calls,
 * and the same calls replay a stored exchange. Cheap per event: the row's words are made in `toSummary`.
 */
import type { Completion } from '../model/completion.ts';
import type { BlockKind, Delta } from '../model/delta.ts';
import type { EventRecord } from '../model/event-record.ts';
import type {
  BodyDigest,
  ClientProcess,
  EventTally,
  ExchangeEndFacts,
  ExchangePhase,
  ExchangeStart,
  ExchangeSummary,
  ResponseStart,
  RowSummary,
} from '../model/exchange.ts';
import type { RequestReading } from '../model/request-reading.ts';
import { noUsage } from '../model/usage.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import { programFromUserAgent, withProcess } from './client-program.ts';
import { contentKind } from './content-kind.ts';
import { emptyLane, endWait, growLaneBy, type Lane } from './lane.ts';
import { summarizeRow } from './row-summary.ts';
import { advanceClock, estimatedTokens, stoppedClock, type TokenClock, tokensPerSecond } from './timing.ts';

/** Everything a row needs. `clock` and `firstByteAt` are for whoever must act on the first byte or token. */
export type SummaryState = {
  readonly start: ExchangeStart;
  readonly phase: ExchangePhase;
  readonly reading: RequestReading | null;
  readonly response: ResponseStart | null;
  readonly isWebSocket: boolean;
  /** Requests that this connection carried, each an exchange of its own. */
  readonly turnCount: number;
  readonly requestBytes: number;
  readonly injectedBytes: number;
  readonly end: ExchangeEndFacts | null;
  readonly isVerbatim: boolean | null;
  readonly captureProblem: string | null;
  readonly responseBytes: number;
  readonly firstByteAt: number | null;
  readonly lastByteAt: number | null;
  readonly clock: TokenClock;
  readonly events: ResponseEvents;
};

/** Changes with every event, the clock aside. */
type ResponseEvents = {
  readonly facts: ReaderFacts | null;
  readonly format: WireFormat;
  readonly lane: Lane;
  readonly activity: BlockKind | null;
};

/** What a ResponseReader says after a feed: a reader itself may be passed as `readFacts(reader)`. */
export type ReaderFacts = {
  readonly format: WireFormat;
  readonly framing: Framing | null;
  readonly completion: Completion;
  readonly tally: EventTally;
};

const emptyTally: EventTally = { total: 0, used: 0, ignored: 0, unknown: 0, malformed: 0 };

/** The row of an exchange whose request head has just come. */
export function createSummaryState(start: ExchangeStart): SummaryState {
  return {
    start,
    phase: 'requesting',
    reading: null,
    response: null,
    isWebSocket: start.turnOf !== undefined,
    turnCount: 0,
    requestBytes: 0,
    injectedBytes: 0,
    end: null,
    isVerbatim: null,
    captureProblem: null,
    responseBytes: 0,
    firstByteAt: null,
    lastByteAt: null,
    clock: stoppedClock,
    events: { facts: null, format: start.format, lane: emptyLane, activity: null },
  };
}

/** The facts of a reader (`ResponseReader`), as `applyEvents` wants them. */
export function readFacts(reader: {
  readonly format: WireFormat;
  readonly framing: () => Framing | null;
  readonly completion: () => Completion;
  readonly tally: () => EventTally;
}): ReaderFacts {
  return {
    format: reader.format,
    framing: reader.framing(),
    completion: reader.completion(),
    tally: reader.tally(),
  };
}

/** Which process the client is. */
export function applyClient(state: SummaryState, process: ClientProcess): SummaryState {
  return { ...state, start: { ...state.start, client: withProcess(state.start.client, process) } };
}

/** Bytes of the request's body, as they come. */
export function applyRequestBytes(state: SummaryState, sizeBytes: number): SummaryState {
  return { ...state, requestBytes: state.requestBytes + sizeBytes };
}

/** The request is complete. `reading` is null where its body is no conversation or no JSON. */
export function applyRequestBody(state: SummaryState, reading: RequestReading | null): SummaryState {
  return { ...state, reading, phase: state.phase === 'requesting' ? 'waiting' : state.phase };
}

/** The response's head. */
export function applyResponseStart(state: SummaryState, response: ResponseStart): SummaryState {
  return { ...state, response, phase: state.phase === 'ended' ? 'ended' : 'streaming' };
}

/** A chunk of the response's body, wire bytes. */
export function applyResponseBytes(state: SummaryState, receivedAt: number, sizeBytes: number): SummaryState {
  return withTraffic(state, {
    responseBytes: state.responseBytes + sizeBytes,
    firstByteAt: state.firstByteAt ?? receivedAt,
    lastByteAt: receivedAt,
    clock: state.clock,
    events: state.firstByteAt === null ? waitEnded(state, receivedAt) : state.events,
  });
}

type Traffic = Pick<SummaryState, 'responseBytes' | 'firstByteAt' | 'lastByteAt' | 'clock' | 'events'>;

/** Written out: this runs per chunk and per event, and a spread costs thirty times as much (see accumulator.ts). */
function withTraffic(state: SummaryState, traffic: Traffic): SummaryState {
  return {
    start: state.start,
    phase: state.phase,
    reading: state.reading,
    response: state.response,
    isWebSocket: state.isWebSocket,
    turnCount: state.turnCount,
    requestBytes: state.requestBytes,
    injectedBytes: state.injectedBytes,
    end: state.end,
    isVerbatim: state.isVerbatim,
    captureProblem: state.captureProblem,
    responseBytes: traffic.responseBytes,
    firstByteAt: traffic.firstByteAt,
    lastByteAt: traffic.lastByteAt,
    clock: traffic.clock,
    events: traffic.events,
  };
}

function waitEnded(state: SummaryState, at: number): ResponseEvents {
  return { ...state.events, lane: endWait(state.events.lane, at - state.start.startedAt) };
}

/** Bytes that Wirelens wrote into the body on its own account. */
export function applyInjectedBytes(state: SummaryState, sizeBytes: number): SummaryState {
  return { ...state, injectedBytes: state.injectedBytes + sizeBytes };
}

/** What a feed (or the end) of the reader gave. Call it with no records too: the end may change the completion alone. */
export function applyEvents(state: SummaryState, records: readonly EventRecord[], facts: ReaderFacts): SummaryState {
  const isWholeBody = facts.framing === 'json';
  const { startedAt } = state.start;
  const { responseBytes, firstByteAt, lastByteAt } = state;
  const clock = isWholeBody ? state.clock : advanceClock(state.clock, records);
  const lane = growLaneBy(state.events.lane, records, startedAt);
  const activity = activityAfter(state.events.activity, records);
  const events = { facts, format: facts.format, lane, activity };
  return withTraffic(state, { responseBytes, firstByteAt, lastByteAt, clock, events });
}

/** What follows is a tunnel of opaque bytes: after a 101 answer a WebSocket's, else a proxy's. */
export function applyUpgrade(state: SummaryState): SummaryState {
  return { ...state, isWebSocket: state.response?.status === 101, phase: 'streaming' };
}

/** A request on this connection became an exchange of its own. */
export function applyTurn(state: SummaryState): SummaryState {
  return { ...state, turnCount: state.turnCount + 1 };
}

/** The exchange is over. Digests are null where capture lost part of a body. */
export function applyEnd(
  state: SummaryState,
  end: ExchangeEndFacts,
  digests: { readonly request: BodyDigest | null; readonly response: BodyDigest | null },
): SummaryState {
  return {
    ...state,
    end,
    phase: 'ended',
    isVerbatim: isVerbatim(digests.request, digests.response),
    events: { ...waitEnded(state, end.endedAt), activity: null },
  };
}

/** Trouble of capture itself; the first one stays, since the others follow from it. */
export function applyCaptureProblem(state: SummaryState, problem: string): SummaryState {
  return { ...state, captureProblem: state.captureProblem ?? problem };
}

/** The row as the list shows it now. */
export function toSummary(state: SummaryState): ExchangeSummary {
  const { start, reading, end, events, clock } = state;
  const completion = events.facts?.completion ?? null;
  const framing = events.facts?.framing ?? null;
  const tally = events.facts?.tally ?? emptyTally;
  const { method, target, path, upstream, endpoint, id, startedAt, client } = start;
  const failure = end?.failure ?? null;
  const usage = completion?.usage ?? noUsage;
  const estimated = estimatedTokens(clock.characters);
  return {
    id,
    startedAt,
    endedAt: end?.endedAt ?? null,
    phase: state.phase,
    end: end?.end ?? null,
    failure,
    method,
    target,
    path,
    upstream,
    endpoint,
    format: events.format,
    framing,
    status: state.response?.status ?? null,
    model: completion?.model ?? reading?.model ?? null,
    client: { ...client, program: client.program ?? programFromUserAgent(client.userAgent) },
    isStreaming: framing === null ? (reading?.isStreaming ?? false) : framing !== 'json' && framing !== 'none',
    isWebSocket: state.isWebSocket,
    ...(start.turnOf === undefined ? {} : { turnOf: start.turnOf }),
    row: rowOf(state, completion),
    activity: events.activity,
    providerError: completion?.error ?? null,
    finishReason: finishReasonOf(completion),
    usage,
    estimatedOutputTokens: usage.outputTokens === null ? estimated : null,
    eventCount: tally.total,
    eventTally: tally,
    firstByteAt: state.firstByteAt,
    firstTokenAt: clock.firstTokenAt,
    lastByteAt: state.lastByteAt,
    tokensPerSecond: tokensPerSecond(clock, tokensForRate(completion, usage.outputTokens, estimated)),
    requestBytes: state.requestBytes,
    responseBytes: state.responseBytes,
    injectedBytes: state.injectedBytes,
    isVerbatim: state.isVerbatim,
    lane: events.lane.segments,
    captureProblem: state.captureProblem,
  };
}

/** A connection on which nobody spoke as a whole says how much was said on it. */
function rowOf(state: SummaryState, completion: Completion | null): RowSummary {
  const { start, reading, end, events } = state;
  const { method, path } = start;
  const row = summarizeRow({ completion, request: reading, failure: end?.failure ?? null, method, path });
  if (!state.isWebSocket || start.turnOf !== undefined || row.kind !== 'request') return row;
  const total = events.facts?.tally.total ?? 0;
  const text = state.turnCount > 0 ? counted(state.turnCount, 'turn') : counted(total, 'message');
  return { kind: 'other', label: null, text: `${text} over a WebSocket` };
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** What is arriving: the last content's kind, until its choice or the response ends. */
/** What the last delta that says anything of it says. */
function activityAfter(activity: BlockKind | null, records: readonly EventRecord[]): BlockKind | null {
  for (let place = records.length - 1; place >= 0; place -= 1) {
    const deltas = records[place]?.deltas ?? [];
    for (let index = deltas.length - 1; index >= 0; index -= 1) {
      const delta = deltas[index] as Delta;
      if (delta.type === 'choice-end' || delta.type === 'response-end' || delta.type === 'response-error') return null;
      const kind = contentKind(delta);
      if (kind !== null) return kind;
    }
  }
  return activity;
}

/** While a stream runs, Anthropic has reported the first token or two: then our estimate is nearer. */
function tokensForRate(
  completion: Completion | null,
  reported: number | null,
  estimated: number | null,
): number | null {
  if (completion?.isEnded === true || estimated === null) return reported ?? estimated;
  return Math.max(reported ?? 0, estimated);
}

function finishReasonOf(completion: Completion | null): string | null {
  return completion?.choices.find((choice) => choice.finishReason !== null)?.finishReason ?? null;
}

/** Both directions, as far as there was a body; null while a hash is missing. */
function isVerbatim(request: BodyDigest | null, response: BodyDigest | null): boolean | null {
  const directions = [request, response].filter((digest) => digest !== null);
  if (directions.length === 0) return null;
  if (directions.some((digest) => digest.receivedSha256 === null || digest.sentSha256 === null)) return null;
  return directions.every((digest) => digest.receivedSha256 === digest.sentSha256);
}
