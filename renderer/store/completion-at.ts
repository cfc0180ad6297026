/**
 * The completion as it was after the first n events: folded by the same reducer from the nearest checkpoint, so that a
 * moment of a stream with 50,000 events costs a few hundred deltas. Checkpoints are left while events come, and are
 * cheap: versions of a completion share what did not change, and the text that grows, which they do not share, is left out.
 * It is the beginning of what it has become since: a hundred versions of a text of 1 MB would be 50 MB.
 */
import type { Block, Completion } from '../../shared/model/completion.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import { emptyCompletion, reduceCompletion } from '../../shared/reconstruct/accumulator.ts';
import { lastEventBefore } from './event-list.ts';
import type { OpenExchange } from './open-exchange.ts';

/** Events between two checkpoints: a power of two. */
export const checkpointStep = 512;

type Timeline = {
  /** Item n is the completion after (n + 1) * 512 events, without the texts of blocks that were open then. */
  readonly checkpoints: Completion[];
  /** The longest that was folded here: it has the texts of all checkpoints before it. */
  newest: { readonly count: number; readonly completion: Completion } | null;
  /** The last answer: the next one is mostly the same, or a few events later. */
  last: { readonly count: number; readonly completion: Completion } | null;
};

/** By the array that all versions of one list share: it goes with the exchange. */
const timelines = new WeakMap<readonly EventRecord[], Timeline>();

function timelineOf(items: readonly EventRecord[]): Timeline {
  const known = timelines.get(items);
  if (known) return known;
  const made: Timeline = { checkpoints: [], newest: null, last: null };
  timelines.set(items, made);
  return made;
}

/** Keeps `completion`, which stands after the event `index`, where a checkpoint is due there. */
export function leaveCheckpoint(items: readonly EventRecord[], index: number, completion: Completion): void {
  if ((index & (checkpointStep - 1)) !== checkpointStep - 1) return;
  const { checkpoints } = timelineOf(items);
  if (checkpoints.length === (index + 1) / checkpointStep - 1) checkpoints.push(withoutTexts(completion));
}

/** What has ended is shared by all versions since. */
function withoutTexts(completion: Completion): Completion {
  return mapBlocks(completion, (block) => (block.isOpen && block.text !== '' ? { ...block, text: '' } : block));
}

/** `bare` with its texts again, as the beginnings of those of `later`; null when that has not all of its blocks. */
function withTexts(bare: Completion, later: Completion): Completion | null {
  let isWhole = true;
  const whole = mapBlocks(bare, (block) => {
    const length = block.pieces.items[block.pieces.length - 1]?.end ?? 0;
    if (block.text.length === length) return block;
    const text = later.choices
      .find(({ index }) => index === block.choice)
      ?.blocks.find(({ key }) => key === block.key)?.text;
    if (text === undefined || text.length < length) isWhole = false;
    return { ...block, text: text?.slice(0, length) ?? '' };
  });
  return isWhole ? whole : null;
}

function mapBlocks(completion: Completion, change: (block: Block) => Block): Completion {
  const choices = completion.choices.map((choice) => ({ ...choice, blocks: choice.blocks.map(change) }));
  return { ...completion, choices };
}

/** The completion after the first `count` of `items`; the same value for the same count. `newest`: after all of them, if that is known. */
export function completionAfter(items: readonly EventRecord[], count: number, newest?: Completion): Completion {
  const timeline = timelineOf(items);
  const { last } = timeline;
  if (last?.count === count) return last.completion;
  const later = newest ?? timeline.newest?.completion;
  let { from, completion } = later === undefined ? beginning : checkpointBefore(timeline, count, later);
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
  if (newest === undefined && count > (timeline.newest?.count ?? 0)) timeline.newest = timeline.last;
  return completion;
}

type Start = { readonly from: number; readonly completion: Completion };

const beginning: Start = { from: 0, completion: emptyCompletion };

function checkpointBefore({ checkpoints }: Timeline, count: number, later: Completion): Start {
  const at = Math.min(checkpoints.length, Math.floor(count / checkpointStep));
  const bare = checkpoints[at - 1];
  const completion = bare === undefined ? null : withTexts(bare, later);
  return completion === null ? beginning : { from: at * checkpointStep, completion };
}

/** How many events had come at the moment that is shown. */
export function shownCount({ events, momentAt }: OpenExchange): number {
  return momentAt === null ? events.length : lastEventBefore(events, momentAt) + 1;
}

/** The open exchange with its completion as it was at the moment that is shown; itself where that is now. */
export function asAtMoment(open: OpenExchange): OpenExchange {
  if (open.momentAt === null) return open;
  return { ...open, completion: completionAfter(open.events.items, shownCount(open), open.completion) };
}
