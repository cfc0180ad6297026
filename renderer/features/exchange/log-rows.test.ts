import { expect, test } from 'vitest';
import {
  extendMatches,
  joinOfRow,
  logShape,
  readingParts,
  rowAt,
  rowCount,
  rowOfEvent,
  secondsText,
  stepEvent,
} from './log-rows.ts';
import { createStreamTrack, extendTrack, settleTrack } from './stream-track.ts';
import { eventAt, testStart, textEvent } from './test-events.ts';

function logOf(events: ReturnType<typeof textEvent>[], end: Parameters<typeof logShape>[2] = null) {
  const track = createStreamTrack(testStart);
  extendTrack(track, events);
  settleTrack(track);
  return { track, shape: logShape(track, events, end, null) };
}

const stalled = Array.from({ length: 60 }, (_, index) => textEvent(index, index * 30 + (index >= 30 ? 2000 : 0)));

test('a stall is a row of its own between its two events', () => {
  const { shape } = logOf(stalled);
  expect(rowCount(shape)).toBe(61);
  expect(rowAt(shape, 29)).toEqual({ kind: 'event', index: 29 });
  expect(rowAt(shape, 30)?.kind).toBe('stall');
  expect(rowAt(shape, 31)).toEqual({ kind: 'event', index: 30 });
});

test('every event finds its own row again', () => {
  const { shape } = logOf(stalled, { end: 'truncated', atMs: 4000 });
  for (let event = 0; event < 60; event += 1)
    expect(rowAt(shape, rowOfEvent(shape, event))).toEqual({ kind: 'event', index: event });
});

test('how the stream ended stands before what we wrote', () => {
  const events = [...stalled, eventAt(60, 4000, [{ type: 'response-end' }], { origin: 'wirelens' })];
  const { shape } = logOf(events, { end: 'truncated', atMs: 4000 });
  expect(rowAt(shape, 61)?.kind).toBe('end');
  expect(rowAt(shape, 62)).toEqual({ kind: 'event', index: 60 });
  expect(rowAt(shape, 63)).toBeNull();
});

test('a complete stream has no row about its end', () => {
  expect(rowCount(logOf(stalled.slice(0, 10), { end: 'complete', atMs: 1 }).shape)).toBe(10);
});

test('role bars join within a block and break at frames', () => {
  const events = [
    eventAt(0, 0, [{ type: 'block-start', choice: 0, block: '0', kind: 'text' }]),
    textEvent(1, 10),
    textEvent(2, 20),
    eventAt(3, 30, [{ type: 'block-end', choice: 0, block: '0' }]),
  ];
  const { track } = logOf(events);
  expect(joinOfRow(track, events, 1)).toEqual({ isFirst: true, isLast: false, isRepeat: false });
  expect(joinOfRow(track, events, 2)).toEqual({ isFirst: false, isLast: true, isRepeat: true });
});

test('spaces at the edges are dots, line ends arrows, spaces inside stay', () => {
  const shown = (text: string) =>
    readingParts(text)
      .map((part) => (part.isMark ? `<${part.text}>` : part.text))
      .join('');
  expect(shown(' wait a bit ')).toBe('<·>wait a bit<·>');
  expect(shown('\n2. full')).toBe('<↵>2. full');
  expect(shown('a\n\tb')).toBe('a<↵⇥>b');
  expect(shown('   ')).toBe('<···>');
  expect(shown('')).toBe('');
});

test('a filter grows with the stream and starts over when its words change', () => {
  const events = stalled.map((event, index) => ({ ...event, reading: index % 2 === 0 ? 'Even' : 'odd' }));
  const first = extendMatches(null, 'even', events, 10);
  expect(first.found).toEqual([0, 2, 4, 6, 8]);
  const more = extendMatches(first, 'even', events, 14);
  expect(more.found).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(extendMatches(more, 'odd', events, 6).found).toEqual([1, 3, 5]);
});

test('arrows walk over matches only, and stay at the ends', () => {
  const { track } = logOf(stalled);
  const shape = logShape(track, stalled, null, [4, 9, 20]);
  expect(stepEvent(shape, null, 1)).toBe(4);
  expect(stepEvent(shape, 4, 1)).toBe(9);
  expect(stepEvent(shape, 20, 1)).toBe(20);
  expect(stepEvent(shape, 7, 1)).toBe(9);
  expect(stepEvent(shape, 7, -1)).toBe(4);
});

test('seconds keep seven characters', () => {
  expect(secondsText(9039)).toBe('9.039');
  expect(secondsText(123_456)).toBe('123.456');
  expect(secondsText(1_234_567)).toBe('1234.57');
});
