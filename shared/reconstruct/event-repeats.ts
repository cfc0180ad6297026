/**
 * The fast way through a stream (step 4 of the walk): most events repeat the one before but for a piece of text. Such an
 * event is known by its bytes; it is neither decoded nor parsed nor given to the adapter, which is told a run of them as two
 * events (all but the last joined, and the last) when its state is asked for. The adapter's `step` stays the truth:
 * event-repeats.test.ts holds both ways together.
 */
import type { JsonHole } from '../lib/json-span.ts';
import { encodeUtf8 } from '../lib/utf8.ts';
import type { Delta } from '../model/delta.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { Adapter, Step } from '../providers/adapter.ts';
import { asObject, type JsonObject, parseJson } from '../providers/json-reading.ts';
import { readingOf } from '../providers/reading-line.ts';
import type { RepeatRule } from '../providers/repeat-rule.ts';
import { type BlockTemplate, createBlockTemplate } from '../stream/block-template.ts';
import { viewOf } from '../stream/byte-literal.ts';
import type { JsonBlock } from '../stream/event-block.ts';

export type EventRepeats = {
  /** The position after the event at `from`, when it repeats the last one; -1: it is not known to, and must be read. */
  readonly match: BlockTemplate['match'];
  /** Likewise of an event that the decoder has read, since its bytes came in two chunks. */
  readonly matchEvent: (event: StreamEvent) => boolean;
  /** What the event did that has just matched. To be called once for each. */
  readonly take: () => RepeatReading;
  /** Characters of its data. */
  readonly dataLength: () => number;
  /** The adapter's state with all repeats in it. To be called before anything is done with the state. */
  readonly settle: (state: unknown) => unknown;
  /** What has just matched must not be told after its like alone: the state is to be settled before it is taken. */
  readonly isOther: () => boolean;
  /** To be called with each event that the adapter has read, the state after it, and its bytes where they lie together. */
  readonly learn: (state: unknown, event: StreamEvent, step: Step<unknown>, block: () => JsonBlock | null) => void;
  /** There is an event that the next one may repeat. */
  readonly isLearned: () => boolean;
  /** Whether the next event may repeat the last one; while it may not, there is no need to look at each. */
  readonly isHopeful: () => boolean;
};

/** An event that made one piece of text and nothing else. */
export type RepeatReading = { readonly piece: PieceDelta; readonly type: string; readonly reading: string };

type PieceType = 'text-delta' | 'reasoning-delta' | 'refusal-delta' | 'tool-input-delta';
export type PieceDelta = Extract<Delta, { readonly type: PieceType }>;

/** The event that others repeat. */
type Learned = {
  readonly event: StreamEvent;
  readonly type: string;
  readonly delta: PieceDelta;
  readonly rule: RepeatRule;
  readonly frame: Frame;
  readonly template: BlockTemplate;
  /** Of its repeats that the adapter has not seen: the last one's text, and the joined text of those before it. */
  lastText: string | null;
  joined: string;
};

/** The bytes of its block before and after its data. */
type Frame = { readonly head: Uint8Array; readonly tail: Uint8Array };

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
  /** Events of other shapes, of the same block or of choices apart, with nothing but such between: the next may repeat them too. */
  let others = noShapes;
  /** What matched last. */
  let matched: Learned | null = null;
  /** Those with repeats that the adapter has not seen, the one that matched last at the end. */
  let untold: Learned[] = [];
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
    const bytes = framedAs(learned.frame, event.data);
    matched = learned;
    return learned.template.match(bytes, viewOf(bytes), 0, bytes.length) === bytes.length;
  }

  function take(): RepeatReading {
    const shape = matched as Learned;
    if (shape !== learned && learned !== null) {
      others = others.length === 1 ? [learned] : [learned, ...others.filter((other) => other !== shape)];
      learned = shape;
    }
    if (untold.at(-1) !== shape) untold = [...untold.filter((other) => other !== shape), shape];
    const { template, rule, delta, type: eventType } = shape;
    const text = template.text();
    shape.joined += shape.lastText ?? '';
    shape.lastText = text;
    pause = 0;
    nextPause = 1;
    const { type, choice, block } = delta;
    const piece: PieceDelta = { type, choice, block, text: rule.told?.(text) ?? text };
    return { piece, type: eventType, reading: readingOf((rule.mark ?? '') + text) };
  }

  function settle(state: unknown): unknown {
    if (untold.length === 0) return state;
    const shapes = untold;
    untold = [];
    return shapes.reduce(tell, state);
  }

  function tell(state: unknown, shape: Learned): unknown {
    const { event, rule, template, joined } = shape;
    const lastText = shape.lastText ?? '';
    const texts = rule.isOneEvent === true || joined === '' ? [joined + lastText] : [joined, lastText];
    shape.lastText = null;
    shape.joined = '';
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
    // Choices take turns: only when all of them are known can the next event repeat one.
    if (before === null || !isOfNewChoice(delta, [before, ...shapes])) {
      if (pause > 0) {
        pause -= 1;
        return;
      }
      pause = nextPause - 1;
      nextPause = Math.min(nextPause * 2, maxPause);
    }
    const payload = objectOf(event.data);
    const rule = payload === null ? null : (adapter.repeatRule?.(state, payload) ?? null);
    const block = rule === null ? null : blockOf();
    if (rule === null || block === null) return;
    const template = templateOf(block, rule, delta, step.reading);
    if (template === null) return;
    learned = { event, type: step.type, delta, rule, frame: frameOf(block), template, lastText: null, joined: '' };
    // What is counted must be counted by one: each shape would count for itself.
    if (before !== null && rule.ready === undefined && (isSameBlock(before, learned) || areApart(before, learned)))
      others = [before, ...shapes].slice(0, maxShapes);
  }

  return {
    match,
    matchEvent,
    take,
    dataLength: () => matched?.template.dataLength() ?? 0,
    isOther: () => untold.some((shape) => shape !== matched && matched !== null && !areApart(shape, matched)),
    settle,
    learn,
    isLearned: () => learned !== null,
    isHopeful: () => learned !== null || (misses < patience && pause < patience),
  };
}

function isSameBlock({ delta: one }: Learned, { delta: other }: Learned): boolean {
  return one.block === other.block && one.choice === other.choice && one.type === other.type;
}

function isOfNewChoice({ choice }: PieceDelta, shapes: readonly Learned[]): boolean {
  return shapes.length <= maxShapes && shapes.every(({ delta }) => delta.choice !== choice);
}

function areApart(one: Learned, other: Learned): boolean {
  return one.rule.isApart === true && other.rule.isApart === true && one.delta.choice !== other.delta.choice;
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

/** Copies: the block's bytes are lent. */
function frameOf({ bytes, dataStart, dataEnd }: JsonBlock): Frame {
  return { head: copyOf(bytes, 0, dataStart), tail: copyOf(bytes, dataEnd, bytes.length) };
}

/** Not `slice` of the bytes as they are: a Buffer's shares its memory. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  for (let at = start; at < end; at += 1) copy[at - start] = bytes[at] as number;
  return copy;
}

/** The bytes of an event with this data. */
function framedAs({ head, tail }: Frame, data: string): Uint8Array {
  const inner = encodeUtf8(data);
  const framed = new Uint8Array(head.length + inner.length + tail.length);
  framed.set(head);
  framed.set(inner, head.length);
  framed.set(tail, head.length + inner.length);
  return framed;
}

/** Null unless the text that the rule names is the delta's, and how the event is read: a rule that is wrong must not be believed. */
function templateOf(block: JsonBlock, rule: RepeatRule, delta: PieceDelta, reading: string): BlockTemplate | null {
  const hole: JsonHole = { path: rule.text, kind: 'text' };
  const template = createBlockTemplate(block, rule.others.length === 0 ? [hole] : [hole, ...rule.others]);
  const text = template?.text();
  const isTold =
    text !== undefined && (rule.mark ?? '') + text === reading && (rule.told?.(text) ?? text) === delta.text;
  return isTold ? template : null;
}

function objectOf(data: string): JsonObject | null {
  const parsed = parseJson(data);
  return parsed.ok ? asObject(parsed.value) : null;
}
