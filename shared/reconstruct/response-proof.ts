/** What is done beside the reading where a recording is proved: fields are taken note of, the format's rules are watched. */
import type { Problem } from '../model/event-record.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { Adapter } from '../providers/adapter.ts';
import { createStreamWatch } from '../providers/conformance/stream-watch.ts';
import type { WatchFacts } from '../providers/conformance/watch.ts';
import { isObject, type ParsedJson, parseJson } from '../providers/json-reading.ts';
import type { EventReading } from './event-reader.ts';
import { createFieldLedger, type FieldLedger } from './field-ledger.ts';

export type ResponseProof = {
  /** Findings of this event, without those that reading it has told already. */
  readonly see: (event: StreamEvent, step: EventReading) => readonly Problem[];
  readonly end: (isCut: boolean, hasBytes: boolean, told: readonly Problem[]) => readonly Problem[];
  readonly dropped: FieldLedger['dropped'];
};

/** Costs a second parse of each event. */
export function createResponseProof(adapter: Adapter, facts: WatchFacts): ResponseProof {
  const ledger = createFieldLedger();
  const watch = createStreamWatch(adapter, facts);
  return {
    see: (event, { outcome, type, reading, deltas, problems }) => {
      const parsed: ParsedJson = outcome === 'malformed' ? unread : parseJson(event.data);
      const value = parsed.ok ? (adapter.unwrap?.(parsed.value) ?? parsed.value) : null;
      if (parsed.ok) ledger.note(event.index, value);
      const payload = isObject(value) ? value : null;
      return without(problems, () => watch.see({ event, payload, outcome, type, reading, deltas }));
    },
    end: (isCut, hasBytes, told) => without(told, () => watch.end(isCut, hasBytes)),
    dropped: ledger.dropped,
  };
}

const unread: ParsedJson = { ok: false, message: 'malformed' };

/** What reading has told already is not told again, nor what only follows from the stream having been cut. */
function without(told: readonly Problem[], find: () => readonly Problem[]): readonly Problem[] {
  const found = guarded(find);
  if (found.length === 0 || told.length === 0) return found;
  const isCut = told.some((problem) => problem.kind === 'truncated');
  return found.filter(
    (finding) => !(isCut && followsFromCut(finding)) && told.every((problem) => !isSame(problem, finding)),
  );
}

/** That the end marker alone is missing says more than that the stream is not whole. */
function followsFromCut({ kind, eventIndex }: Problem): boolean {
  return eventIndex === null && kind !== 'no-terminator';
}

function isSame(left: Problem, right: Problem): boolean {
  return left.kind === right.kind && left.eventIndex === right.eventIndex;
}

/** Rules only look on: a fault in one must not end the reading. */
function guarded(run: () => readonly Problem[]): readonly Problem[] {
  try {
    return run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ kind: 'adapter-fault', message: `Watching the format failed: ${reason}`, eventIndex: null }];
  }
}
