/**
 * What watches a server keep its own format. A watch sees every event beside the adapter and never changes what is
 * rebuilt; it runs where a recording is read in full (the detail view, `decode`, exports), not while traffic flows.
 */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import type { ProblemKind } from '../../model/finding.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { ResponseFacts } from '../adapter.ts';
import type { JsonObject } from '../json-reading.ts';

export type WatchFacts = {
  /** The parsed request, null where it is not known. */
  readonly requestBody: unknown;
  readonly response: ResponseFacts;
};

/** One event, and what the adapter made of it. */
export type WatchedEvent = {
  readonly event: StreamEvent;
  /** The parsed data; null where it is no JSON object. */
  readonly payload: JsonObject | null;
  readonly outcome: EventOutcome;
  readonly type: string;
  readonly reading: string;
  readonly deltas: readonly Delta[];
};

/** Tells a finding. `eventIndex` null: about the stream as a whole. */
export type Report = (kind: ProblemKind, message: string, eventIndex: number | null) => void;

/** The rules of one format. Holds state of its own for one response. */
export type FormatWatch = {
  /** An event of a stream. Comments and events that the framing marks as broken don't come here. */
  readonly see: (watched: WatchedEvent) => void;
  /** A whole answer as one JSON body. */
  readonly seeBody?: (watched: WatchedEvent) => void;
  /** The end of a stream that was neither cut nor ended by an error. */
  readonly end: () => void;
};

/** Makes the watch of a format for one response. */
export type CreateFormatWatch = (facts: WatchFacts, report: Report) => FormatWatch;

/** The same finding is told this often; a server that does it in every event would fill the list. */
const maxPerKind = 3;

export type FindingList = {
  readonly report: Report;
  /** What was found since the last call. */
  readonly take: () => readonly Problem[];
};

/** Findings as they come, each kind a few times. */
export function createFindingList(): FindingList {
  const counts = new Map<ProblemKind, number>();
  let found: Problem[] = [];
  return {
    report: (kind, message, eventIndex) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      if (count <= maxPerKind) found.push({ kind, message, eventIndex });
      else if (count === maxPerKind + 1) {
        found.push({ kind, message: 'The same happens again; further cases are not listed.', eventIndex });
      }
    },
    take: () => {
      if (found.length === 0) return noProblems;
      const taken = found;
      found = [];
      return taken;
    },
  };
}

const noProblems: readonly Problem[] = [];
