/**
 * The fast way through a stream (step 4 of the walk): most events repeat the one before but for a piece of text. Such an
 * event is known by its bytes; it is neither decoded nor parsed nor given to the adapter, which is told a run of them as two
 * events (all but the last joined, and the last) when its state is asked for. The adapter's `step` stays the truth:
 * event-repeats.test.ts holds both ways together.
 */
import type { JsonHole } from '../lib/json-span.ts';
import { encodeUtf8 } from '../lib/utf8.ts';
import type { Delta } from '../model/delta.ts';
import type { Problem } from '../model/event-record.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { Adapter, Step } from '../providers/adapter.ts';
import { asObject, type JsonObject, parseJson } from '../providers/json-reading.ts';
import { readingOf } from '../providers/reading-line.ts';
import type { RepeatRule } from '../providers/repeat-rule.ts';
import { type BlockTemplate, createBlockTemplate } from '../stream/block-template.ts';
import { viewOf } from '../stream/byte-literal.ts';
import type { JsonBlock } from '../stream/event-block.ts';
import type { EventReading } from './event-reader.ts';

export type EventRepeats = {
  /** The position after the event at `from`, when it repeats the last one; -1: it is not known to, and must be read. */
  readonly match: BlockTemplate['match'];
  /** Likewise of an event that the decoder has read, since its bytes came in two chunks. */
  readonly matchEvent: (event: StreamEvent) => boolean;
  /** What the event did that has just matched. To be called once for each. */
  readonly take: () => EventReading;
  /** Characters of its data. */
  readonly dataLength: () => number;
  /** The adapter's state with all repeats in it. To be called before anything is done with the state. */
  readonly settle: (state: unknown) => unknown;
  /** What has just matched is another event than those before: the state is to be settled before it is taken. */
  readonly isOther: () => boolean;
  /** To be called with each event that the adapter has read, the state after it, and its bytes where they lie together. */
  readonly learn: (state: unknown, event: StreamEvent, step: Step<unknown>, block: () => JsonBlock | null) => void;
  /** There is an event that the next one may repeat. */
  readonly isLearned: () => boolean;
  /** Whether the next event may repeat the last one; while it may not, there is no need to look at each. */
  readonly isHopeful: () => boolean;
};

type PieceType = 'text-delta' | 'reasoning-delta' | 'refusal-delta' | 'tool-input-delta';
type PieceDelta = Extract<Delta, { readonly type: PieceType }>;

/** The event that others repeat. */
type Learned = {
  readonly event: StreamEvent;
  readonly type: string;
  readonly delta: PieceDelta;
  readonly rule: RepeatRule;
  readonly block: JsonBlock;
  readonly template: BlockTemplate;
};

const noProblems: readonly Problem[] = [];
const noShapes: readonly Learned[] = [];

/** A stream whose events never repeat (logprobs, running counts) is tried ever more rarely, at last once in so many events. */
const maxPause = 256;
/** Mistral closes some thoughts and not others; more shapes than these of one block are looked at anew. */
const maxShapes = 3;
/** Events without a sign of repeating after which they are not looked at one by one any more. */
const patience = 8;

/** For one response. `adapter.repeatRule` says what may differ; without it nothing repeats. */
export function createEventRepeats(adapter: Adapter): EventRepeats {
  let learned: Learned | null = null;
  /** The one before, when there is none: V8 drops what it compiled for a template with the last one, and streams end without. */
  let unlearned: Learned | null = null;
  /** Events of other shapes whose pieces went to the same block, with nothing but such between: the next may repeat them too. */
  let others = noShapes;
  /** What matched last. */
  let matched: Learned | null = null;
  /** Of the repeats that the adapter has not seen: the last one's text, and the joined text of those before it. */
  let lastText: string | null = null;
  let joined = '';
  /** Events to let pass before the next try; doubled by each try in vain. */
  let pause = 0;
  let nextPause = 1;
  /** Events in a row that nothing can repeat. */
  let misses = 0;

  function match(bytes: Uint8Array, view: DataView, from: number, maxBytes: number): number {
    if (learned === null) return -1;
    matched = learned;
    const end = learned.template.match(bytes, view, from, maxBytes);
    return end === -1 && others.length > 0 ? matchOther(bytes, view, from, maxBytes) : end;
  }

  function matchOther(bytes: Uint8Array, view: DataView, from: number, maxBytes: number): number {
    for (const other of others) {
      const end = other.template.match(bytes, view, from, maxBytes);
      if (end === -1) continue;
      matched = other;
      return end;
    }
    return -1;
  }

  function matchEvent(event: StreamEvent): boolean {
    // One that lies in one chunk was looked at there.
    if (learned === null || event.chunkStart === event.chunkEnd) return false;
    if (event.name !== learned.event.name || !isOrdinary(event)) return false;
    const bytes = framedAs(learned.block, event.data);
    matched = learned;
    return learned.template.match(bytes, viewOf(bytes), 0, bytes.length) === bytes.length;
  }

  function take(): EventReading {
    if (matched !== learned && matched !== null && learned !== null) {
      others = [learned, ...others.filter((other) => other !== matched)];
      learned = matched;
    }
    const { template, rule, delta, type: eventType } = learned as Learned;
    const text = template.text();
    joined += lastText ?? '';
    lastText = text;
    pause = 0;
    nextPause = 1;
    const { type, choice, block } = delta;
    const deltas: readonly Delta[] = [{ type, choice, block, text: rule.told?.(text) ?? text }];
    return { deltas, type: eventType, reading: readingOf(text), outcome: 'used', problems: noProblems };
  }

  function settle(state: unknown): unknown {
    if (learned === null || lastText === null) return state;
    const { event, rule, template } = learned;
    const texts = rule.isOneEvent === true || joined === '' ? [joined + lastText] : [joined, lastText];
    lastText = null;
    joined = '';
    let next = state;
    for (const text of texts) {
      const ready = rule.ready?.(next, template.counter()) ?? next;
      next = adapter.step(ready, withData(event, template.dataWith(text))).state;
    }
    return next;
  }

  function learn(state: unknown, event: StreamEvent, step: Step<unknown>, blockOf: () => JsonBlock | null): void {
    unlearned = learned ?? unlearned;
    const before = learned;
    const shapes = others;
    learned = null;
    others = noShapes;
    const delta = adapter.repeatRule === undefined ? null : pieceOf(step);
    misses = delta === null ? misses + 1 : 0;
    if (delta === null || !isOrdinary(event)) return;
    if (pause > 0) {
      pause -= 1;
      return;
    }
    pause = nextPause - 1;
    nextPause = Math.min(nextPause * 2, maxPause);
    const payload = objectOf(event.data);
    const rule = payload === null ? null : (adapter.repeatRule?.(state, payload) ?? null);
    const block = rule === null ? null : blockOf();
    if (rule === null || block === null) return;
    const template = templateOf(block, rule, delta, step.reading);
    if (template === null) return;
    learned = { event, type: step.type, delta, rule, block, template };
    // What is counted must be counted by one: each shape would count for itself.
    if (before !== null && rule.ready === undefined && isSameBlock(before, delta))
      others = [before, ...shapes].slice(0, maxShapes);
  }

  return {
    match,
    matchEvent,
    take,
    dataLength: () => matched?.template.dataLength() ?? 0,
    isOther: () => matched !== learned && lastText !== null,
    settle,
    learn,
    isLearned: () => learned !== null,
    isHopeful: () => learned !== null || (misses < patience && pause < patience),
  };
}

function isSameBlock({ delta }: Learned, { type, choice, block }: PieceDelta): boolean {
  return delta.block === block && delta.choice === choice && delta.type === type;
}

/** The only delta of an event that did nothing else. */
function pieceOf({ deltas, outcome, problems }: Step<unknown>): PieceDelta | null {
  const delta = deltas.length === 1 ? deltas[0] : undefined;
  if (delta === undefined || outcome !== 'used' || problems.length > 0) return null;
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
      return delta.text === '' ? null : delta;
    default:
      return null;
  }
}

/** Written out: see accumulator.ts. Ordinary events have no more fields. */
function withData(event: StreamEvent, data: string): StreamEvent {
  return {
    index: event.index,
    framing: event.framing,
    name: event.name,
    data,
    lastEventId: event.lastEventId,
    retryMs: event.retryMs,
    byteStart: event.byteStart,
    byteEnd: event.byteEnd,
    chunkStart: event.chunkStart,
    chunkEnd: event.chunkEnd,
    startedAt: event.startedAt,
    receivedAt: event.receivedAt,
    flags: event.flags,
  };
}

/** Headers may tell an exception, a fault is a problem of its own. */
function isOrdinary({ flags, headers, fault }: StreamEvent): boolean {
  return flags.length === 0 && headers === undefined && fault === undefined;
}

/** The bytes of this data in the framing of `block`. */
function framedAs({ bytes, dataStart, dataEnd }: JsonBlock, data: string): Uint8Array {
  const inner = encodeUtf8(data);
  const framed = new Uint8Array(bytes.length - (dataEnd - dataStart) + inner.length);
  framed.set(bytes.subarray(0, dataStart));
  framed.set(inner, dataStart);
  framed.set(bytes.subarray(dataEnd), dataStart + inner.length);
  return framed;
}

/** Null unless the text that the rule names is the delta's, and how the event is read: a rule that is wrong must not be believed. */
function templateOf(block: JsonBlock, rule: RepeatRule, delta: PieceDelta, reading: string): BlockTemplate | null {
  const hole: JsonHole = { path: rule.text, kind: 'text' };
  const template = createBlockTemplate(block, rule.others.length === 0 ? [hole] : [hole, ...rule.others]);
  const text = template?.text();
  const isTold = text !== undefined && text === reading && (rule.told?.(text) ?? text) === delta.text;
  return isTold ? template : null;
}

function objectOf(data: string): JsonObject | null {
  const parsed = parseJson(data);
  return parsed.ok ? asObject(parsed.value) : null;
}
