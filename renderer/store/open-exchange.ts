/**
 * The open exchange and how it grows: pure functions from (state, patch or page of events) to state. The live/snapshot
 * race is settled by event index alone: event n is applied only after n - 1, what is already here is ignored, what comes
 * too early waits until the hole before it is filled (actions ask `exchanges.events` for it).
 */
import type { ExchangeSnapshot, OpenPatch } from '../../shared/ipc/contract.ts';
import type { Completion } from '../../shared/model/completion.ts';
import type { Delta } from '../../shared/model/delta.ts';
import type { EventRecord, Problem } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeId } from '../../shared/model/exchange.ts';
import { emptyCompletion, reduceCompletion } from '../../shared/reconstruct/accumulator.ts';
import { keepEqual } from '../lib/keep-equal.ts';
import { leaveCheckpoint } from './completion-at.ts';
import { appendEvents, type EventList, emptyEventList } from './event-list.ts';

/** What the user has picked in the open exchange. */
export type ExchangeSelection =
  | { readonly kind: 'none' }
  | { readonly kind: 'event'; readonly index: number }
  /** Events `first` to `last`, both included; `text` says which characters of which block were picked, when text was. */
  | {
      readonly kind: 'range';
      readonly first: number;
      readonly last: number;
      readonly text: TextRange | null;
    };

/** Characters [start, end) (UTF-16 units) of one block's text. */
export type TextRange = {
  readonly choice: number;
  readonly block: string;
  readonly start: number;
  readonly end: number;
};

export type OpenExchange = {
  readonly id: ExchangeId;
  /** Null until the snapshot came. */
  readonly detail: ExchangeDetail | null;
  readonly events: EventList;
  /** Folded from `events` (and, at the very end, `finalDeltas`) by the same reducer as in the capture worker. */
  readonly completion: Completion;
  readonly problems: readonly Problem[];
  readonly isLoading: boolean;
  /** Why it could not be opened, in words. */
  readonly failure: string | null;
  readonly selection: ExchangeSelection;
  /** The event under the pointer, in log or completion. */
  readonly hoveredEvent: number | null;
  /** The moment is now: log and completion stay at the end. Scrolling up or selecting an earlier event leaves it. */
  readonly isLive: boolean;
  /** The playhead: log and completion are shown as they were then (epoch ms); null: as they are now. */
  readonly momentAt: number | null;
  /** How many events are known to exist; more than `events.length` means a hole. */
  readonly knownCount: number;
  /** Events that came before the one they must follow. */
  readonly waiting: readonly EventRecord[];
  /** Deltas of the end of the stream; applied once no event is missing, then `isFinalApplied`. */
  readonly finalDeltas: readonly Delta[] | null;
  readonly isFinalApplied: boolean;
};

/** An exchange just opened: nothing known but its id. */
export function beginOpenExchange(id: ExchangeId): OpenExchange {
  return {
    id,
    detail: null,
    events: emptyEventList,
    completion: emptyCompletion,
    problems: [],
    isLoading: true,
    failure: null,
    selection: { kind: 'none' },
    hoveredEvent: null,
    isLive: true,
    momentAt: null,
    knownCount: 0,
    waiting: [],
    finalDeltas: null,
    isFinalApplied: false,
  };
}

/** The answer of `exchanges.open`, together with what patches have brought meanwhile. */
export function applySnapshot(open: OpenExchange, snapshot: ExchangeSnapshot): OpenExchange {
  // A patch may have overtaken the snapshot: then its detail and problems are the newer ones.
  const next = {
    ...open,
    isLoading: false,
    detail: open.detail ?? snapshot.detail,
    problems: open.problems.length > snapshot.problems.length ? open.problems : snapshot.problems,
    knownCount: Math.max(open.knownCount, snapshot.eventCount),
    finalDeltas: open.finalDeltas ?? snapshot.finalDeltas,
  };
  return settle(next, snapshot.events);
}

/** One patch of a batch. */
export function applyPatch(open: OpenExchange, patch: OpenPatch): OpenExchange {
  const last = patch.events.at(-1);
  const next = {
    ...open,
    // It comes four times a second while it runs; its headers and where it went stay the same.
    detail: patch.detail ? keepEqual(open.detail, patch.detail) : open.detail,
    problems: patch.problems.length > 0 ? mergeProblems(open.problems, patch.problems) : open.problems,
    knownCount: Math.max(open.knownCount, last ? last.index + 1 : 0),
    finalDeltas: patch.finalDeltas ?? open.finalDeltas,
  };
  return settle(next, patch.events);
}

/** What a reading of the whole recording found; a live stream is not held against its format's rules. */
export function applyFindings(open: OpenExchange, problems: readonly Problem[]): OpenExchange {
  const merged = mergeProblems(open.problems, problems);
  return merged === open.problems ? open : { ...open, problems: merged };
}

/** A page of `exchanges.events`. An empty page says that nothing more exists, whatever was announced. */
export function applyPage(open: OpenExchange, page: readonly EventRecord[]): OpenExchange {
  if (page.length > 0) return settle(open, page);
  const length = open.events.length;
  return settle({ ...open, knownCount: length, waiting: open.waiting.filter((event) => event.index < length) }, []);
}

/** Index of the first event that is missing although later ones (or the announced count) say it exists; else null. */
export function missingFrom(open: OpenExchange): number | null {
  return open.knownCount > open.events.length ? open.events.length : null;
}

/** Appends what follows without a hole, folds it, keeps the rest waiting. */
function settle(open: OpenExchange, arrived: readonly EventRecord[]): OpenExchange {
  const { run, rest } = takeContiguous(open.events.length, arrived, open.waiting);
  const events = appendEvents(open.events, run);
  let completion = open.completion;
  for (const event of run) {
    for (const delta of event.deltas) completion = reduceCompletion(completion, delta, event.index);
    leaveCheckpoint(events.items, event.index, completion);
  }
  const next = { ...open, events, completion, waiting: rest };
  return applyFinal(next);
}

function applyFinal(open: OpenExchange): OpenExchange {
  if (open.isFinalApplied || open.finalDeltas === null || open.isLoading || missingFrom(open) !== null) return open;
  let completion = open.completion;
  const lastEvent = Math.max(0, open.events.length - 1);
  for (const delta of open.finalDeltas) completion = reduceCompletion(completion, delta, lastEvent);
  return { ...open, completion, isFinalApplied: true };
}

function takeContiguous(
  from: number,
  arrived: readonly EventRecord[],
  waiting: readonly EventRecord[],
): { readonly run: readonly EventRecord[]; readonly rest: readonly EventRecord[] } {
  // The usual case by far, once per batch: everything follows and nothing waits.
  if (waiting.length === 0 && (arrived.length === 0 || arrived[0]?.index === from)) return { run: arrived, rest: [] };
  const run: EventRecord[] = [];
  const rest: EventRecord[] = [];
  const sorted = [...waiting, ...arrived].sort((left, right) => left.index - right.index);
  let next = from;
  for (const event of sorted) {
    if (event.index < next) continue;
    if (event.index === next) {
      run.push(event);
      next += 1;
    } else if (rest.at(-1)?.index !== event.index) rest.push(event);
  }
  return { run, rest };
}

function mergeProblems(known: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  const seen = new Set(known.map(problemKey));
  const fresh = more.filter((problem) => !seen.has(problemKey(problem)));
  return fresh.length > 0 ? [...known, ...fresh] : known;
}

function problemKey(problem: Problem): string {
  return `${problem.kind} ${problem.eventIndex} ${problem.message}`;
}
