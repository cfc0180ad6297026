/**
 * The stream of the open exchange as columns of numbers: when each event came, its size, its role, the block it wrote
 * to. Grows with the events and is never rebuilt, so that painting 100,000 events reads typed arrays, not objects.
 */
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { gapsBetween, type Stall, stallThreshold } from './between-tokens.ts';
import { contentKind, estimatedTokens, type Role, roleOfBlock, roleOfEvent, roles } from './event-role.ts';

/** A block as a chapter of the strip. Times in ms since the exchange's start. */
export type TrackBlock = {
  readonly choice: number;
  readonly key: string;
  role: Role;
  name: string | null;
  /** Sound beside the words that transcribe it. */
  isSound: boolean;
  readonly firstEvent: number;
  lastEvent: number;
  /** Last event that wrote into it; ends and patches come after. */
  lastContentEvent: number;
  readonly startMs: number;
  endMs: number;
  isOpen: boolean;
  estimatedTokens: number;
};

/** Mutable and append-only: only `extendTrack` writes it. Read no further than `length`. */
export type StreamTrack = {
  readonly isSession: boolean;
  readonly startedAt: number;
  length: number;
  /** Ms since the start. */
  at: Float64Array;
  sizeBytes: Float64Array;
  /** Index into `roles`. */
  role: Uint8Array;
  tokens: Float32Array;
  /** Index into `blocks`, -1 for frames. */
  block: Int32Array;
  readonly blocks: TrackBlock[];
  /** Events that moved the stream on (pings and comments do not), and when. */
  progress: Int32Array;
  progressAt: Float64Array;
  progressLength: number;
  /** When the first piece of content came, ms since the start; null before it. */
  firstContentMs: number | null;
  /** Infinity in a session. */
  stallThresholdMs: number;
  readonly stalls: Stall[];
  /** Rises whenever the past was judged again (a new threshold). */
  revision: number;
  thresholdDueAt: number;
  judgedLength: number;
  readonly blockIndex: Map<string, number>;
};

/**
 * An empty track for an exchange that started at `startedAt` (epoch ms). `isSession`: a WebSocket over which several answers
 * come; that nobody speaks between two of them is no stall.
 */
export function createStreamTrack(startedAt: number, isSession = false): StreamTrack {
  return {
    startedAt,
    isSession,
    length: 0,
    at: new Float64Array(256),
    sizeBytes: new Float64Array(256),
    role: new Uint8Array(256),
    tokens: new Float32Array(256),
    block: new Int32Array(256),
    blocks: [],
    progress: new Int32Array(256),
    progressAt: new Float64Array(256),
    progressLength: 0,
    firstContentMs: null,
    stallThresholdMs: isSession ? Number.POSITIVE_INFINITY : stallThreshold([], 0),
    stalls: [],
    revision: 0,
    thresholdDueAt: 8,
    judgedLength: 0,
    blockIndex: new Map(),
  };
}

/** Adds the events from `track.length` up to `length` of `events`. */
export function extendTrack(track: StreamTrack, events: ArrayLike<EventRecord>, length = events.length): void {
  reserve(track, length);
  for (let index = track.length; index < length; index += 1) addEvent(track, index, events[index] as EventRecord);
  track.length = Math.max(track.length, length);
  if (track.progressLength >= track.thresholdDueAt) judgeStalls(track);
}

/** The end of the stream: blocks close, and the threshold is that of all gaps. */
export function settleTrack(track: StreamTrack): void {
  if (track.judgedLength !== track.progressLength) judgeStalls(track);
}

function addEvent(track: StreamTrack, index: number, event: EventRecord): void {
  const at = event.receivedAt - track.startedAt;
  track.at[index] = at;
  track.sizeBytes[index] = event.byteEnd - event.byteStart;
  track.role[index] = roles.indexOf(roleOfEvent(event));
  track.tokens[index] = estimatedTokens(event);
  track.block[index] = -1;
  for (const delta of event.deltas) noteDelta(track, index, at, delta);
  const block = track.blocks[track.block[index] as number];
  if (block !== undefined) block.estimatedTokens += track.tokens[index] as number;
  if (event.outcome !== 'ignored' && event.origin === 'upstream') noteProgress(track, index, at);
}

function noteDelta(track: StreamTrack, index: number, at: number, delta: EventRecord['deltas'][number]): void {
  if (!('block' in delta)) {
    if (delta.type === 'response-end' || delta.type === 'response-error')
      for (const block of track.blocks) block.isOpen = false;
    return;
  }
  const kind = delta.type === 'block-start' ? delta.kind : contentKind(delta);
  const block = findBlock(track, index, at, delta.choice, delta.block, kind === null ? 'frame' : roleOfBlock(kind));
  const ordinal = track.blockIndex.get(`${delta.choice}\n${delta.block}`) as number;
  if ((delta.type === 'block-start' || delta.type === 'block-patch') && delta.name !== undefined)
    block.name = delta.name;
  if (delta.type === 'block-start' && delta.kind === 'audio') block.isSound = true;
  block.lastEvent = index;
  block.endMs = at;
  if (delta.type === 'block-end') block.isOpen = false;
  if (contentKind(delta) === null) return;
  if (block.role === 'frame' && kind !== null) block.role = roleOfBlock(kind);
  block.lastContentEvent = index;
  track.firstContentMs ??= at;
  track.block[index] = ordinal;
}

function findBlock(track: StreamTrack, index: number, at: number, choice: number, key: string, role: Role): TrackBlock {
  const id = `${choice}\n${key}`;
  const known = track.blockIndex.get(id);
  if (known !== undefined) return track.blocks[known] as TrackBlock;
  const made: TrackBlock = {
    choice,
    key,
    role,
    name: null,
    isSound: false,
    firstEvent: index,
    lastEvent: index,
    lastContentEvent: index,
    startMs: at,
    endMs: at,
    isOpen: true,
    estimatedTokens: 0,
  };
  track.blockIndex.set(id, track.blocks.length);
  track.blocks.push(made);
  return made;
}

function noteProgress(track: StreamTrack, index: number, at: number): void {
  const count = track.progressLength;
  track.progress[count] = index;
  track.progressAt[count] = at;
  track.progressLength = count + 1;
  if (count === 0) return;
  const before = track.progressAt[count - 1] as number;
  // Before the first piece of content there is nothing to stall: that wait is "first token".
  if (at - before < track.stallThresholdMs || track.firstContentMs === null || before < track.firstContentMs) return;
  track.stalls.push({
    afterEvent: track.progress[count - 1] as number,
    beforeEvent: index,
    startMs: before,
    endMs: at,
  });
}

/** Judges all gaps again with the median so far; done when the stream grew by a quarter, so it costs O(log n) times. */
function judgeStalls(track: StreamTrack): void {
  if (track.isSession) return;
  track.judgedLength = track.progressLength;
  track.thresholdDueAt = Math.ceil(track.progressLength * 1.25) + 8;
  const sorted = gapsBetween(track.progressAt, track.progressLength).sort();
  const threshold = stallThreshold(sorted, track.progressLength);
  if (threshold === track.stallThresholdMs) return;
  track.stallThresholdMs = threshold;
  const before = track.stalls.length;
  track.stalls.length = 0;
  const firstContent = track.firstContentMs;
  for (let index = 1; index < track.progressLength; index += 1) {
    const startMs = track.progressAt[index - 1] as number;
    const endMs = track.progressAt[index] as number;
    if (endMs - startMs < threshold || firstContent === null || startMs < firstContent) continue;
    const afterEvent = track.progress[index - 1] as number;
    track.stalls.push({ afterEvent, beforeEvent: track.progress[index] as number, startMs, endMs });
  }
  if (before > 0 || track.stalls.length > 0) track.revision += 1;
}

/** The silence that lasts at `nowMs`, where it is a stall already; null otherwise, or where nobody knows (null). */
export function lastingStall(track: StreamTrack, nowMs: number | null): Stall | null {
  const count = track.progressLength;
  if (nowMs === null || count === 0 || track.firstContentMs === null) return null;
  const startMs = track.progressAt[count - 1] as number;
  if (nowMs - startMs < track.stallThresholdMs) return null;
  return { afterEvent: track.progress[count - 1] as number, beforeEvent: null, startMs, endMs: nowMs };
}

/** The event nearest to `ms`, by binary search; null without events. */
export function nearestEvent(track: StreamTrack, ms: number): number | null {
  if (track.length === 0) return null;
  let low = 0;
  let high = track.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.at[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  if (before >= 0 && ms - (track.at[before] as number) < (track.at[low] as number) - ms) return before;
  return low;
}

function reserve(track: StreamTrack, length: number): void {
  if (length <= track.at.length) return;
  const size = Math.max(length, track.at.length * 2);
  track.at = grown(track.at, new Float64Array(size));
  track.sizeBytes = grown(track.sizeBytes, new Float64Array(size));
  track.role = grown(track.role, new Uint8Array(size));
  track.tokens = grown(track.tokens, new Float32Array(size));
  track.block = grown(track.block, new Int32Array(size));
  track.progress = grown(track.progress, new Int32Array(size));
  track.progressAt = grown(track.progressAt, new Float64Array(size));
}

function grown<Column extends Float64Array | Float32Array | Uint8Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
