import { expect, test } from 'vitest';
import type { Delta } from '../model/delta.ts';
import type { EventRecord } from '../model/event-record.ts';
import { emptyLane, endWait, growLane, growLaneBy, type Lane, maxLaneSegments } from './lane.ts';

const at = { choice: 0, block: '0' };
const text: readonly Delta[] = [{ type: 'text-delta', ...at, text: 'a' }];
const reasoning: readonly Delta[] = [{ type: 'reasoning-delta', ...at, text: 'a' }];

function laneOf(...steps: readonly (readonly [number, readonly Delta[]])[]): Lane {
  return steps.reduce((lane, [atMs, deltas]) => growLane(lane, deltas, atMs), emptyLane);
}

test('a wait, then what was streamed, in stretches of one kind', () => {
  const lane = laneOf([400, []], [420, reasoning], [440, reasoning], [460, text], [480, []], [500, text]);
  expect(lane.segments).toEqual([
    { kind: 'wait', startMs: 0, endMs: 400 },
    { kind: 'reasoning', startMs: 400, endMs: 440 },
    { kind: 'text', startMs: 440, endMs: 500 },
  ]);
});

test('a stall is silence: long against the usual gap, and never below a quarter second', () => {
  const steps = [100, 120, 140, 160, 180].map((atMs) => [atMs, text] as const);
  expect(laneOf(...steps, [400, text]).segments.map((item) => item.kind)).toEqual(['wait', 'text']);
  expect(laneOf(...steps, [1180, text], [1200, text]).segments).toEqual([
    { kind: 'wait', startMs: 0, endMs: 100 },
    { kind: 'text', startMs: 100, endMs: 180 },
    { kind: 'silence', startMs: 180, endMs: 1180 },
    { kind: 'text', startMs: 1180, endMs: 1200 },
  ]);
});

test('a slow but steady stream has no silences', () => {
  const steps = Array.from({ length: 20 }, (_, index) => [1000 + index * 200, text] as const);
  expect(laneOf(...steps).segments.map((item) => item.kind)).toEqual(['wait', 'text']);
});

test('many events at once give the lane that they give one by one, wherever they are cut', () => {
  const kinds: readonly (readonly Delta[])[] = [text, text, text, [], reasoning];
  let atMs = 90;
  const steps = Array.from({ length: 3000 }, (_, index) => {
    // Long runs of one kind, a stall now and then, and a clock that once goes back.
    atMs += index % 97 === 0 ? 900 : index === 1500 ? -40 : (index * 7) % 23;
    return [atMs, kinds[(index * index) % 11 === 3 ? index % 5 : (index >> 6) % 5] ?? text] as const;
  });
  const records = steps.map(([momentMs, deltas]) => ({ receivedAt: 5000 + momentMs, deltas }) as EventRecord);
  for (const size of [1, 2, 7, 400, 3000]) {
    let lane = emptyLane;
    for (let from = 0; from < records.length; from += size) {
      lane = growLaneBy(lane, records.slice(from, from + size), 5000);
    }
    expect(lane).toEqual(laneOf(...steps));
  }
});

test('an exchange without any event is one wait', () => {
  expect(endWait(emptyLane, 700).segments).toEqual([{ kind: 'wait', startMs: 0, endMs: 700 }]);
});

test('however long the stream, there are at most 64 segments, without gaps or overlaps', () => {
  const steps = Array.from(
    { length: 2000 },
    (_, index) => [100 + index * 10 + (index % 7), index % 3 ? text : reasoning] as const,
  );
  const { segments } = laneOf(...steps);
  expect(segments.length).toBe(maxLaneSegments);
  expect(segments[0]).toEqual({ kind: 'wait', startMs: 0, endMs: 100 });
  expect(segments.at(-1)?.endMs).toBe(steps.at(-1)?.[0]);
  for (const [index, segment] of segments.slice(1).entries()) expect(segment.startMs).toBe(segments[index]?.endMs);
});
