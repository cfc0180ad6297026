import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../shared/model/event-record.ts';
import { emptyCompletion, reduceCompletion } from '../../shared/reconstruct/accumulator.ts';
import { checkpointStep, completionAfter } from './completion-at.ts';
import { applyPatch, applySnapshot, beginOpenExchange } from './open-exchange.ts';

function textEvent(index: number): EventRecord {
  return {
    index,
    type: 'delta',
    reading: '',
    byteStart: index * 10,
    byteEnd: index * 10 + 10,
    firstChunk: index,
    lastChunk: index,
    receivedAt: 1_000 + index,
    outcome: 'used',
    origin: 'upstream',
    flags: [],
    deltas: [{ type: 'text-delta', choice: 0, block: 'b', text: `${index} ` }],
  } as unknown as EventRecord;
}

function folded(events: readonly EventRecord[], count: number) {
  let completion = emptyCompletion;
  for (const event of events.slice(0, count)) {
    for (const delta of event.deltas) completion = reduceCompletion(completion, delta, event.index);
  }
  return completion;
}

const textAt = (items: readonly EventRecord[], count: number) =>
  completionAfter(items, count).choices[0]?.blocks[0]?.text ?? '';

describe('a completion as it was', () => {
  const events = Array.from({ length: 3 * checkpointStep + 100 }, (_, index) => textEvent(index));

  test('is what folding the first events gives, whichever moment was asked before', () => {
    const items = [...events];
    for (const count of [1500, 3, 511, 512, 513, 0, 1024, 1636, 1025, 1026, 700]) {
      expect(textAt(items, count)).toBe(folded(items, count).choices[0]?.blocks[0]?.text ?? '');
    }
  });

  test('keeps the provenance of each piece', () => {
    const items = [...events];
    completionAfter(items, events.length);
    const pieces = completionAfter(items, 600).choices[0]?.blocks[0]?.pieces;
    expect(pieces?.length).toBe(600);
    expect(pieces?.items[599]?.event).toBe(599);
  });

  test('is the same value for the same moment, so that nothing is painted again', () => {
    const items = [...events];
    expect(completionAfter(items, 77)).toBe(completionAfter(items, 77));
  });

  test('does not disturb the one that grows', () => {
    const detail = { summary: { phase: 'streaming' }, start: { startedAt: 0 } } as never;
    const snapshot = { detail, eventCount: 512, events: events.slice(0, 512), problems: [], finalDeltas: null };
    let open = applySnapshot(beginOpenExchange('a'), snapshot);
    completionAfter(open.events.items, 512);
    completionAfter(open.events.items, 20);
    const patch = { id: 'a', detail: null, events: events.slice(512), problems: [], finalDeltas: null };
    open = applyPatch(open, patch);
    completionAfter(open.events.items, 900);
    expect(open.completion).toEqual(folded(events, events.length));
    expect(textAt(open.events.items, 900)).toBe(folded(events, 900).choices[0]?.blocks[0]?.text);
  });

  test('holds no text of its own at the moments that are kept', () => {
    const detail = { summary: { phase: 'streaming' }, start: { startedAt: 0 } } as never;
    const snapshot = { detail, eventCount: events.length, events, problems: [], finalDeltas: null };
    const open = applySnapshot(beginOpenExchange('a'), snapshot);
    // A later one than there is says where the beginning of its text came from.
    const [choice] = open.completion.choices;
    const marked = choice?.blocks.map((block) => ({ ...block, text: block.text.replaceAll(' ', '_') })) ?? [];
    const newest = { ...open.completion, choices: [{ ...choice, blocks: marked }] } as typeof open.completion;
    const text = completionAfter(open.events.items, 512, newest).choices[0]?.blocks[0]?.text;
    expect(text).toBe(Array.from({ length: 512 }, (_, index) => `${index}_`).join(''));
  });

  test('costs a few hundred deltas in a stream of 50,000 events', () => {
    let reads = 0;
    const many = Array.from({ length: 50_000 }, (_, index) => {
      const event = textEvent(index);
      return Object.defineProperty({ ...event }, 'deltas', {
        get: () => {
          reads += 1;
          return event.deltas;
        },
      });
    });
    completionAfter(many, many.length);
    reads = 0;
    let moments = 0;
    for (let count = 49_900; count > 0; count -= 997) {
      completionAfter(many, count);
      moments += 1;
    }
    expect(reads).toBeLessThan(moments * checkpointStep);
  });
});
