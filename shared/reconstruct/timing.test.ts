import { expect, test } from 'vitest';
import type { Delta } from '../model/delta.ts';
import type { EventRecord } from '../model/event-record.ts';
import { advanceClock, estimatedTokens, stoppedClock, type TokenClock, tokensPerSecond } from './timing.ts';

function recordOf(receivedAt: number, ...deltas: readonly Delta[]): EventRecord {
  return {
    index: 0,
    receivedAt,
    type: 'x',
    reading: '',
    origin: 'upstream',
    outcome: 'used',
    flags: [],
    byteStart: 0,
    byteEnd: 0,
    chunkStart: 0,
    chunkEnd: 0,
    deltas,
  };
}

const at = { choice: 0, block: '0' };
const run = (...records: readonly EventRecord[]): TokenClock => advanceClock(stoppedClock, records);

test('the first token is the first content: not the frame, not an empty piece', () => {
  const clock = run(
    recordOf(100, { type: 'response-start', id: 'x' }),
    recordOf(110, { type: 'block-start', ...at, kind: 'text' }),
    recordOf(120, { type: 'text-delta', ...at, text: '' }),
    recordOf(130, { type: 'reasoning-delta', ...at, text: 'abcd' }),
    recordOf(230, { type: 'text-delta', ...at, text: 'efgh' }),
    recordOf(300, { type: 'choice-end', choice: 0, finishReason: 'stop', rawFinishReason: 'stop' }),
  );
  expect(clock).toEqual({ firstTokenAt: 130, lastTokenAt: 230, characters: 8 });
});

test('naming a tool is content', () => {
  expect(run(recordOf(50, { type: 'block-start', ...at, kind: 'tool-call', name: 'f' })).firstTokenAt).toBe(50);
});

test('an estimate is a quarter of the characters, never zero for some', () => {
  expect([0, 1, 8, 4000].map(estimatedTokens)).toEqual([null, 1, 2, 1000]);
});

test('the rate counts the tokens after the first over the time since it', () => {
  const clock = { firstTokenAt: 1000, lastTokenAt: 3000, characters: 400 };
  expect(tokensPerSecond(clock, 101)).toBe(50);
  expect(tokensPerSecond(clock, 1)).toBeNull();
  expect(tokensPerSecond(clock, null)).toBeNull();
  expect(tokensPerSecond({ ...clock, lastTokenAt: 1002 }, 101)).toBeNull();
  expect(tokensPerSecond(stoppedClock, 101)).toBeNull();
});
