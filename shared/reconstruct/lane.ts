/** The lane under a row: what was streamed when, folded event by event into at most 64 segments. */
import type { Delta } from '../model/delta.ts';
import type { EventRecord } from '../model/event-record.ts';
import type { LaneSegment } from '../model/exchange.ts';
import { lastContentKind } from './content-kind.ts';

export type Lane = {
  readonly segments: readonly LaneSegment[];
  /** A running guess at the median gap between events; null before there was one. */
  readonly typicalGapMs: number | null;
};

type Kind = LaneSegment['kind'];

/** More are joined. */
export const maxLaneSegments = 64;

/** A gap is silence when it is this many times the stream's usual one, and never below `minSilenceMs`. */
const silenceFactor = 12;
const minSilenceMs = 250;

/** Before anything came. */
export const emptyLane: Lane = { segments: [], typicalGapMs: null };

/** The response's first byte (or the end of an exchange without one) at `atMs` since the exchange's start. */
export function endWait(lane: Lane, atMs: number): Lane {
  if (lane.segments.length > 0 || atMs <= 0) return lane;
  return { ...lane, segments: [{ kind: 'wait', startMs: 0, endMs: atMs }] };
}

/** The lane after an event that made `deltas` at `atMs` since the exchange's start. */
export function growLane(lane: Lane, deltas: readonly Delta[], atMs: number): Lane {
  const waited = endWait(lane, atMs);
  const last = waited.segments.at(-1);
  if (last === undefined) return waited;
  const kind = lastContentKind(deltas) ?? frameKind(last);
  const gapMs = Math.max(0, atMs - last.endMs);
  const isSilence = last.kind !== 'wait' && isSilent(lane.typicalGapMs, gapMs);
  const segments = isSilence
    ? [...waited.segments, segment('silence', last.endMs, atMs), segment(kind, atMs, atMs)]
    : extend(waited.segments, kind, last.endMs, atMs);
  const typicalGapMs = last.kind === 'wait' ? lane.typicalGapMs : nextTypicalGap(lane.typicalGapMs, gapMs);
  return { segments: withinLimit(segments), typicalGapMs };
}

/**
 * The lane after many events, as `growLane` gives it one by one. Most go on with the last segment, and those are counted
 * without a copy of the list for each.
 */
export function growLaneBy(lane: Lane, records: readonly EventRecord[], startedAt: number): Lane {
  let grown = lane;
  let last = lane.segments.at(-1);
  let endMs = last?.endMs ?? 0;
  let { typicalGapMs } = lane;
  for (const { deltas, receivedAt } of records) {
    const atMs = receivedAt - startedAt;
    const gapMs = Math.max(0, atMs - endMs);
    if (last !== undefined && goesOn(last, deltas) && !isSilent(typicalGapMs, gapMs)) {
      endMs = Math.max(endMs, atMs);
      typicalGapMs = nextTypicalGap(typicalGapMs, gapMs);
    } else {
      grown = growLane(laneUpTo(grown, last, endMs, typicalGapMs), deltas, atMs);
      last = grown.segments.at(-1);
      endMs = last?.endMs ?? 0;
      typicalGapMs = grown.typicalGapMs;
    }
  }
  return laneUpTo(grown, last, endMs, typicalGapMs);
}

function goesOn({ kind }: LaneSegment, deltas: readonly Delta[]): boolean {
  if (kind === 'wait' || kind === 'silence') return false;
  return (lastContentKind(deltas) ?? kind) === kind;
}

function laneUpTo(lane: Lane, last: LaneSegment | undefined, endMs: number, typicalGapMs: number | null): Lane {
  if (last === undefined || (endMs === last.endMs && typicalGapMs === lane.typicalGapMs)) return lane;
  return { segments: lane.segments.with(-1, segment(last.kind, last.startMs, endMs)), typicalGapMs };
}

/** Pings and the like within a block belong to it; before any block they are frame. */
function frameKind(last: LaneSegment): Kind {
  return last.kind === 'wait' || last.kind === 'silence' ? 'frame' : last.kind;
}

function isSilent(typicalGapMs: number | null, gapMs: number): boolean {
  if (gapMs < minSilenceMs) return false;
  return typicalGapMs === null || gapMs > silenceFactor * typicalGapMs;
}

/** A median by small steps: moves a tenth towards each gap's side, so a single stall hardly moves it. */
function nextTypicalGap(typicalGapMs: number | null, gapMs: number): number {
  if (typicalGapMs === null) return gapMs;
  return Math.max(0.5, gapMs > typicalGapMs ? typicalGapMs * 1.1 : typicalGapMs / 1.1);
}

function extend(segments: readonly LaneSegment[], kind: Kind, startMs: number, endMs: number): readonly LaneSegment[] {
  const last = segments.at(-1);
  if (last?.kind === kind) return segments.with(-1, segment(kind, last.startMs, Math.max(last.endMs, endMs)));
  // A segment without extent is dropped by the one that follows it, unless it is all there is of a silence's end.
  if (last !== undefined && last.startMs === last.endMs) return segments.with(-1, segment(kind, last.startMs, endMs));
  return [...segments, segment(kind, startMs, Math.max(startMs, endMs))];
}

function segment(kind: Kind, startMs: number, endMs: number): LaneSegment {
  return { kind, startMs, endMs };
}

/** Joins the shortest segment to its shorter neighbour; what is longer gives the joint one its kind. */
function withinLimit(segments: readonly LaneSegment[]): readonly LaneSegment[] {
  let kept = segments;
  while (kept.length > maxLaneSegments) kept = joinShortest(kept);
  return kept;
}

function joinShortest(segments: readonly LaneSegment[]): readonly LaneSegment[] {
  let at = 1;
  // The first stays: it is the wait. The last stays: it is still growing.
  for (let index = 1; index < segments.length - 1; index += 1) {
    if (extentOf(segments[index]) < extentOf(segments[at])) at = index;
  }
  const isBefore = at > 1 && extentOf(segments[at - 1]) <= extentOf(segments[at + 1]);
  const first = segments[isBefore ? at - 1 : at] as LaneSegment;
  const second = segments[isBefore ? at : at + 1] as LaneSegment;
  const kind = extentOf(first) > extentOf(second) ? first.kind : second.kind;
  return segments.toSpliced(isBefore ? at - 1 : at, 2, segment(kind, first.startMs, second.endMs));
}

function extentOf(item: LaneSegment | undefined): number {
  return item === undefined ? 0 : item.endMs - item.startMs;
}
