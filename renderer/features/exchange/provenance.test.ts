import { expect, test } from 'vitest';
import type { Block, Completion } from '../../../shared/model/completion.ts';
import { appendPiece, emptyPieceList } from '../../../shared/model/piece-list.ts';
import { noUsage } from '../../../shared/model/usage.ts';
import { eventsOfBlock, eventsOfRange, findBlock, rangesOfEvents } from './provenance.ts';

function blockOf(key: string, words: readonly (readonly [event: number, text: string])[]): Block {
  let text = '';
  let pieces = emptyPieceList;
  for (const [event, word] of words) {
    pieces = appendPiece(pieces, { event, start: text.length, end: text.length + word.length });
    text += word;
  }
  return {
    choice: 0,
    key,
    kind: 'text',
    text,
    name: null,
    toolCallId: null,
    isProviderExecuted: false,
    signature: null,
    mediaType: null,
    citations: [],
    native: null,
    isOpen: false,
    pieces,
    firstEvent: (words[0]?.[0] ?? 1) - 1,
    lastEvent: (words.at(-1)?.[0] ?? 0) + 1,
  };
}

const first = blockOf('0', [
  [2, 'a random'],
  [3, ' wait'],
  [5, ' below'],
]);
const second = blockOf('1', [
  [8, '{"x"'],
  [9, ':1}'],
]);
const completion: Completion = {
  id: null,
  model: null,
  choices: [{ index: 0, blocks: [first, second], finishReason: null, rawFinishReason: null }],
  usage: noUsage,
  error: null,
  isEnded: true,
};

test('an event lights exactly what it wrote', () => {
  expect(rangesOfEvents(completion, { first: 3, last: 3 })).toEqual([{ choice: 0, key: '0', start: 8, end: 13 }]);
  expect(rangesOfEvents(completion, { first: 4, last: 4 })).toEqual([]);
});

test('a range of events lights a stretch in every block that it wrote to', () => {
  expect(rangesOfEvents(completion, { first: 3, last: 8 })).toEqual([
    { choice: 0, key: '0', start: 8, end: 19 },
    { choice: 0, key: '1', start: 0, end: 4 },
  ]);
});

test('selected text finds its events, partly selected pieces too', () => {
  expect(eventsOfRange(first, 10, 15)).toEqual({ first: 3, last: 5 });
  expect(eventsOfRange(first, 8, 13)).toEqual({ first: 3, last: 3 });
});

test('a click at the very end of a block means its last piece', () => {
  expect(eventsOfRange(first, first.text.length, first.text.length)).toEqual({ first: 5, last: 5 });
});

test('both directions agree for every character', () => {
  for (let at = 0; at < first.text.length; at += 1) {
    const events = eventsOfRange(first, at, at + 1);
    const [range] = rangesOfEvents(completion, events ?? { first: -1, last: -1 });
    expect(range && range.start <= at && at < range.end).toBe(true);
  }
});

test('a block is found by its choice and key, and has its frames among its events', () => {
  expect(findBlock(completion, 0, '1')).toBe(second);
  expect(findBlock(completion, 1, '1')).toBeNull();
  expect(eventsOfBlock(second)).toEqual({ first: 7, last: 10 });
});
