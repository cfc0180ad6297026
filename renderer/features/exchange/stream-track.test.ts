import { expect, test } from 'vitest';
import { roles } from './event-role.ts';
import { createStreamTrack, extendTrack, lastingStall, nearestEvent, settleTrack } from './stream-track.ts';
import { eventAt, testStart, textEvent } from './test-events.ts';

function trackOf(events: Parameters<typeof extendTrack>[1]) {
  const track = createStreamTrack(testStart);
  extendTrack(track, events);
  settleTrack(track);
  return track;
}

/** Pieces every 30 ms, with the gap before `slow` stretched. */
function steady(count: number, slow: number, extraMs: number) {
  return Array.from({ length: count }, (_, index) => textEvent(index, index * 30 + (index >= slow ? extraMs : 0)));
}

test('a gap of 1.9 s in a stream with 30 ms gaps is a stall between its two events', () => {
  const track = trackOf(steady(100, 60, 1900));
  expect(track.stalls).toHaveLength(1);
  expect(track.stalls[0]).toMatchObject({ afterEvent: 59, beforeEvent: 60 });
});

test('a steady slow stream has no stalls: its own median counts', () => {
  expect(trackOf(Array.from({ length: 50 }, (_, index) => textEvent(index, index * 400))).stalls).toEqual([]);
});

/** Events in blocks of `size` that come in one network chunk each. */
function inBlocks(blocks: number, size: number, everyMs: number) {
  return Array.from({ length: blocks * size }, (_, index) => textEvent(index, Math.floor(index / size) * everyMs));
}

test('a stream in three bursts with 5 s between them stalls twice', () => {
  const { stalls } = trackOf(inBlocks(3, 20, 5000));
  expect(stalls).toMatchObject([
    { afterEvent: 19, beforeEvent: 20 },
    { afterEvent: 39, beforeEvent: 40 },
  ]);
});

test.each([
  [4, 20, 600],
  [40, 10, 300],
  [30, 6, 2500],
  [40, 1, 1500],
])('%i blocks of %i events, one every %i ms, do not stall', (blocks, size, everyMs) => {
  expect(trackOf(inBlocks(blocks, size, everyMs)).stalls).toEqual([]);
});

test('silence between the answers of a session is no stall, now or later', () => {
  const track = createStreamTrack(testStart, true);
  extendTrack(track, steady(100, 60, 1900));
  settleTrack(track);
  expect(track.stalls).toEqual([]);
  expect(lastingStall(track, 1_000_000)).toBeNull();
});

test('pings do not end a stall', () => {
  const events = [...steady(40, 99, 0), eventAt(40, 2000, []), textEvent(41, 3000)];
  expect(trackOf(events).stalls).toMatchObject([{ afterEvent: 39, beforeEvent: 41 }]);
});

test('the wait before the first piece is no stall', () => {
  const events = [eventAt(0, 0, [{ type: 'response-start' }]), textEvent(1, 5000), textEvent(2, 5030)];
  expect(trackOf(events).stalls).toEqual([]);
});

test('grown piece by piece the track equals the one built at once', () => {
  const events = steady(700, 300, 900);
  const grown = createStreamTrack(testStart);
  for (let length = 0; length <= events.length; length += 7) extendTrack(grown, events, length);
  settleTrack(grown);
  const whole = trackOf(events);
  expect(grown.stalls).toEqual(whole.stalls);
  expect(grown.blocks).toEqual(whole.blocks);
  expect(grown.at.slice(0, 700)).toEqual(whole.at.slice(0, 700));
});

test('blocks know their name, role and whether they are open', () => {
  const track = trackOf([
    eventAt(0, 0, [{ type: 'block-start', choice: 0, block: '1', kind: 'tool-call', name: 'Edit' }]),
    eventAt(1, 10, [{ type: 'tool-input-delta', choice: 0, block: '1', text: '{"a":1}' }]),
    eventAt(2, 20, [{ type: 'block-end', choice: 0, block: '1' }]),
    textEvent(3, 30),
  ]);
  expect(track.blocks).toMatchObject([
    { role: 'tool', name: 'Edit', isOpen: false, firstEvent: 0, lastEvent: 2, lastContentEvent: 1 },
    { role: 'text', isOpen: true },
  ]);
  expect(roles[track.role[0] as number]).toBe('frame');
});

test('a silence that lasts is a stall once it is long enough', () => {
  const track = trackOf(steady(20, 99, 0));
  expect(lastingStall(track, 570 + 200)).toBeNull();
  expect(lastingStall(track, 570 + 800)).toMatchObject({ afterEvent: 19, beforeEvent: null });
});

test('the nearest event is found on either side', () => {
  const track = trackOf(steady(10, 99, 0));
  expect(nearestEvent(track, 44)).toBe(1);
  expect(nearestEvent(track, 46)).toBe(2);
  expect(nearestEvent(track, 1e9)).toBe(9);
  expect(nearestEvent(createStreamTrack(0), 5)).toBeNull();
});
