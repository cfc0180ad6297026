/**
 * The adapter behind a guard: what the framing alone decides (comments, oversized events, broken lines) never reaches it,
 * and whatever it throws becomes a malformed event and a problem (STYLE.md section 7).
 */
import type { Delta, ProviderError } from '../model/delta.ts';
import type { EventOutcome, Problem } from '../model/event-record.ts';
import type { TerminalCheck } from '../model/loss-report.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { Adapter, Finish, ResponseFacts, Step } from '../providers/adapter.ts';
import { parseJson } from '../providers/json-reading.ts';
import { plainError, readErrorFacts, readProviderError } from '../providers/provider-error.ts';
import { readingOf } from '../providers/reading-line.ts';
import type { JsonBlock } from '../stream/event-block.ts';
import { createEventRepeats, type EventRepeats, type RepeatReading } from './event-repeats.ts';
import { frameProblems, readSocketEvent } from './socket-event-reading.ts';

/** What became of one event. */
export type EventReading = {
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
  readonly problems: readonly Problem[];
};

export type EventReader = {
  /** `block`: the event's bytes, where they lie together. */
  readonly read: (event: StreamEvent, block: () => JsonBlock | null) => EventReading;
  /** Events that repeat the last one, known by their bytes: see event-repeats.ts. */
  readonly repeats: Pick<EventRepeats, 'match' | 'take' | 'isLearned' | 'isHopeful'>;
  readonly finish: (isCut: boolean) => Pick<Finish<unknown>, 'deltas' | 'problems'>;
  /** Null when the adapter has none, or fails at it. */
  readonly native: () => unknown;
  /** Null when the format has no such word, or it never came. */
  readonly terminal: () => TerminalCheck | null;
};

/**
 * How much event data an adapter is given. Its state keeps what the provider's final object needs, so a stream without
 * end would fill memory through it; above this, events are still listed.
 */
const adapterBudgetCharacters = 64 * 1024 * 1024;

/** A live reader lets its adapter forget what only `native` needs each time it has read this much. */
const forgetEveryCharacters = 256 * 1024;

const maxTypeLength = 80;

const noProblems: readonly Problem[] = [];

/** A reader for the events of one response. `isLive`: nobody will ask for `native`, so long streams need not be held for it. */
export function createEventReader(
  adapter: Adapter,
  request: { readonly body: unknown },
  response: ResponseFacts,
  isLive = false,
): EventReader {
  const faults: Problem[] = [];
  const repeats = createEventRepeats(adapter);
  let state = guard(() => adapter.begin(request, response), null);
  let charactersRead = 0;
  let forgottenAt = 0;

  function guard<Value>(run: () => Value, otherwise: Value): Value {
    try {
      return run();
    } catch (error) {
      faults.push(adapterFault(adapter.title, error));
      return otherwise;
    }
  }

  /** Nothing but repeats is done without it. */
  function settled(): unknown {
    state = guard(() => repeats.settle(state), state);
    return state;
  }

  function forget(): void {
    forgottenAt = charactersRead;
    settled();
    state = guard(() => adapter.forget?.(state) ?? state, state);
  }

  function forgetNowAndThen(): void {
    if (isLive && charactersRead - forgottenAt > forgetEveryCharacters) forget();
  }

  function matchRepeat(bytes: Uint8Array, view: DataView, from: number, maxBytes: number): number {
    return repeats.match(bytes, view, from, Math.min(maxBytes, adapterBudgetCharacters - charactersRead));
  }

  function takeRepeat(): RepeatReading {
    charactersRead += repeats.dataLength();
    return nextRepeat();
  }

  function nextRepeat(): RepeatReading {
    if (repeats.isOther()) settled();
    const repeat = repeats.take();
    forgetNowAndThen();
    return repeat;
  }

  function readRepeat(): EventReading {
    const { piece, type, reading } = nextRepeat();
    return { deltas: [piece], type, reading, outcome: 'used', problems: noProblems };
  }

  function takeFaults(eventIndex: number | null): readonly Problem[] {
    if (faults.length === 0) return noProblems;
    return faults.splice(0).map((fault) => ({ ...fault, eventIndex }));
  }

  function stepOf(event: StreamEvent): Step<unknown> | null {
    try {
      return adapter.step(settled(), event);
    } catch (error) {
      faults.push(adapterFault(adapter.title, error));
      return null;
    }
  }

  function read(event: StreamEvent, block: () => JsonBlock | null): EventReading {
    const framed = event.framing === 'websocket' ? readSocketEvent(event) : readByFraming(event);
    if (framed !== null) return framed;
    const wasWithin = charactersRead <= adapterBudgetCharacters;
    charactersRead += event.data.length;
    if (charactersRead > adapterBudgetCharacters) return unreadEvent(event, wasWithin);
    return repeats.matchEvent(event) ? readRepeat() : readByAdapter(event, block);
  }

  function readByAdapter(event: StreamEvent, block: () => JsonBlock | null): EventReading {
    const step = stepOf(event);
    const faultsNow = takeFaults(event.index);
    const problems = event.fault === undefined ? faultsNow : [...faultsNow, ...frameProblems(event)];
    if (step === null) return { ...malformed(event), problems };
    state = step.state;
    repeats.learn(state, event, step, block);
    forgetNowAndThen();
    return {
      deltas: withError(step.deltas, event, response),
      type: step.type.slice(0, maxTypeLength),
      reading: readingOf(step.reading),
      outcome: step.outcome,
      problems: problems.length === 0 ? step.problems : [...problems, ...step.problems],
    };
  }

  function finish(isCut: boolean): Pick<Finish<unknown>, 'deltas' | 'problems'> {
    const finished = guard(() => adapter.finish(settled(), isCut), null);
    if (finished !== null) state = finished.state;
    const problems = [...takeFaults(null), ...(finished?.problems ?? [])];
    if (isCut && problems.length === 0) problems.push(cutProblem);
    return { deltas: finished?.deltas ?? [], problems };
  }

  return {
    read,
    repeats: { match: matchRepeat, take: takeRepeat, isLearned: repeats.isLearned, isHopeful: repeats.isHopeful },
    finish,
    native: () => guard(() => adapter.native(settled()), null),
    terminal: () => guard(() => adapter.terminal?.(settled()) ?? null, null),
  };
}

/** Events whose fate the framing decides; null for those that the adapter reads. */
function readByFraming(event: StreamEvent): EventReading | null {
  const { flags, data } = event;
  if (flags.length === 0) return null;
  const reading = readingOf(data);
  if (flags.includes('comment')) return { deltas: [], type: 'comment', reading, outcome: 'ignored', problems: [] };
  if (flags.includes('oversized')) return { ...malformed(event), problems: [oversizedProblem(event)] };
  if (flags.includes('undispatched')) {
    const said = [
      event.name,
      event.lastEventId && `id ${event.lastEventId}`,
      event.retryMs && `retry ${event.retryMs} ms`,
    ];
    const words = said.filter((word) => typeof word === 'string').join(', ');
    return { deltas: [], type: event.name ?? 'no data', reading: words, outcome: 'ignored', problems: [] };
  }
  if (!flags.includes('malformed')) return null;
  return { ...malformed(event), problems: [brokenLineProblem(event)] };
}

function malformed(event: StreamEvent): EventReading {
  const type = (event.name ?? 'malformed').slice(0, maxTypeLength);
  return { deltas: [], type, reading: readingOf(event.data), outcome: 'malformed', problems: [] };
}

/** A non-2xx answer tells an error, whatever its body looks like: an adapter that saw none is helped out. */
function withError(deltas: readonly Delta[], event: StreamEvent, response: ResponseFacts): readonly Delta[] {
  if (response.status < 400 || event.framing !== 'json') return deltas;
  if (deltas.some((delta) => delta.type === 'response-error')) return deltas;
  return [...deltas, { type: 'response-error', error: errorOfBody(event.data, response) }];
}

function errorOfBody(text: string, response: ResponseFacts): ProviderError {
  const facts = readErrorFacts(response);
  const parsed = parseJson(text);
  const told = parsed.ok ? readProviderError(parsed.value, facts, 'error-body') : null;
  return told ?? plainError(text, facts);
}

function unreadEvent(event: StreamEvent, isFirst: boolean): EventReading {
  const message = `More than ${adapterBudgetCharacters} characters of events: from here on they are listed but not read.`;
  const problems = isFirst ? [{ kind: 'reading-budget', message, eventIndex: event.index } as const] : [];
  const type = (event.name ?? 'unread').slice(0, maxTypeLength);
  return { deltas: [], type, reading: readingOf(event.data), outcome: 'unknown', problems };
}

const cutProblem: Problem = {
  kind: 'truncated',
  message: 'The response body ended before it was complete.',
  eventIndex: null,
};

function adapterFault(title: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'adapter-fault', message: `Reading this as ${title} failed: ${reason}`, eventIndex: null };
}

function oversizedProblem(event: StreamEvent): Problem {
  const sizeBytes = event.byteEnd - event.byteStart;
  const message = `An event of ${sizeBytes} bytes is above the limit; only its beginning is kept, it is not read.`;
  return { kind: 'oversized', message, eventIndex: event.index };
}

function brokenLineProblem(event: StreamEvent): Problem {
  if (event.framing === 'aws-eventstream') return brokenFrameProblem(event);
  const message = event.framing === 'sse' ? 'A line that is no field of an event stream.' : 'A line that is no JSON.';
  return { kind: 'malformed-line', message, eventIndex: event.index };
}

/** A frame that the body's end cut off says for sure that the stream is not whole. */
function brokenFrameProblem(event: StreamEvent): Problem {
  const kind = event.flags.includes('unterminated') ? 'truncated' : 'malformed-frame';
  return { kind, message: event.fault ?? 'A frame that is no event-stream message.', eventIndex: event.index };
}
