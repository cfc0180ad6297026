/** Looks for a JSON path in the bytes of events, a run of them at a time, so that a stream of 100,000 never holds up the window. */
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { jsonOfEvent, matchesPath, type PathQuery } from './event-path.ts';

const mostBytes = 512 * 1024;
const mostEvents = 2_000;
/** Work at a stretch, ms. */
const stretchMs = 8;

export type PathScan = {
  /** Events that match, rising; grows. */
  readonly found: readonly number[];
  /** How many events were looked at. */
  readonly seen: () => number;
  /** Looks at the events up to `length`; calls `onFound` after each run of them. One caller at a time. */
  readonly extend: (events: readonly EventRecord[], length: number, onFound: () => void) => Promise<void>;
  readonly stop: () => void;
};

/** `load`: bytes [start, end) of what events count in; null when they cannot be read.
 * `isOneByOne`: an answer is one event's own bytes, whatever its place. */
export function createPathScan(
  query: PathQuery,
  load: (start: number, end: number, first: EventRecord) => Promise<Uint8Array | null>,
  isOneByOne = false,
): PathScan {
  const found: number[] = [];
  let seen = 0;
  let isStopped = false;
  const readRun = async (events: readonly EventRecord[], length: number): Promise<void> => {
    const run = nextRun(events, seen, isOneByOne ? seen + 1 : length);
    const first = run[0] as EventRecord;
    const bytes = await load(first.byteStart, (run.at(-1) as EventRecord).byteEnd, first);
    let startedAt = performance.now();
    for (const event of run) {
      if (isStopped) return;
      const own = isOneByOne
        ? bytes
        : bytes?.subarray(event.byteStart - first.byteStart, event.byteEnd - first.byteStart);
      if (own && jsonOfEvent(own).some((value) => matchesPath(value, query))) found.push(event.index);
      seen += 1;
      if (performance.now() - startedAt < stretchMs) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      startedAt = performance.now();
    }
  };
  return {
    found,
    seen: () => seen,
    extend: async (events, length, onFound) => {
      while (seen < length && !isStopped) {
        await readRun(events, length);
        if (!isStopped) onFound();
      }
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** Events of one origin, one after the other in the bytes; at least one. */
function nextRun(events: readonly EventRecord[], from: number, length: number): readonly EventRecord[] {
  const first = events[from] as EventRecord;
  const run = [first];
  for (let at = from + 1; at < Math.min(length, from + mostEvents); at += 1) {
    const event = events[at] as EventRecord;
    if (event.origin !== first.origin || event.byteEnd - first.byteStart > mostBytes) break;
    run.push(event);
  }
  return run;
}
