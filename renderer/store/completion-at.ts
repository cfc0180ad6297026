/**
 * The completion as it was after the first n events: folded by the same reducer from the nearest checkpoint, so that a
 * moment of a stream with 50,000 events costs a few hundred deltas. Checkpoints are left while events come, and are
 * cheap: versions of a completion share what did not change.
 */
import type { Completion } from '../../shared/model/completion.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import { emptyCompletion, reduceCompletion } from '../../shared/reconstruct/accumulator.ts';
import { lastEventBefore } from './event-list.ts';
import type { OpenExchange } from './open-exchange.ts';

/** Events between two checkpoints: a power of two. */
export const checkpointStep = 512;

type Timeline = {
  /** Item n is the completion after (n + 1) * 512 events. */
  readonly checkpoints: Completion[];
  /** The last answer: the next one is mostly the same, or a few events later. */
  last: { readonly count: number; readonly completion: Completion } | null;
};

/** By the array that all versions of one list share: it goes with the exchange. */
const timelines = new WeakMap<readonly EventRecord[], Timeline>();

function timelineOf(items: readonly EventRecord[]): Timeline {
  const known = timelines.get(items);
  if (known) return known;
  const made: Timeline = { checkpoints: [], last: null };
  timelines.set(items, made);
  return made;
}

/** Keeps `completion`, which stands after the event `index`, where a checkpoint is due there. */
export function leaveCheckpoint(items: readonly EventRecord[], index: number, completion: Completion): void {
  if ((index & (checkpointStep - 1)) !== checkpointStep - 1) return;
  const { checkpoints } = timelineOf(items);
  if (checkpoints.length === (index + 1) / checkpointStep - 1) checkpoints.push(completion);
}

/** The completion after the first `count` of `items`; the same value for the same count. */
export function completionAfter(items: readonly EventRecord[], count: number): Completion {
  const timeline = timelineOf(items);
  const { checkpoints, last } = timeline;
  if (last?.count === count) return last.completion;
  const at = Math.min(checkpoints.length, Math.floor(count / checkpointStep));
  let from = at * checkpointStep;
  let completion = checkpoints[at - 1] ?? emptyCompletion;
  if (last !== null && last.count > from && last.count < count) {
    from = last.count;
    completion = last.completion;
  }
  for (let index = from; index < count; index += 1) {
    const event = items[index] as EventRecord;
    for (const delta of event.deltas) completion = reduceCompletion(completion, delta, event.index);
    leaveCheckpoint(items, index, completion);
  }
  timeline.last = { count, completion };
  return completion;
}

/** How many events had come at the moment that is shown. */
export function shownCount({ events, momentAt }: OpenExchange): number {
  return momentAt === null ? events.length : lastEventBefore(events, momentAt) + 1;
}

/** The open exchange with its completion as it was at the moment that is shown; itself where that is now. */
export function asAtMoment(open: OpenExchange): OpenExchange {
  if (open.momentAt === null) return open;
  return { ...open, completion: completionAfter(open.events.items, shownCount(open)) };
}
