import { expect, test } from 'vitest';
import { createNdjsonDecoder } from './ndjson-decoder.ts';
import { byteByByte, chunksOf, cutAt, decodeAll, withoutChunks } from './test-chunks.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('each line is an event with its bytes, the line end included', () => {
  expect(decodeAll(createNdjsonDecoder(), [bytesOf('{"a":1}\n{"b":"☃"}\r\n')])).toMatchObject([
    { index: 0, data: '{"a":1}', byteStart: 0, byteEnd: 8, framing: 'ndjson', flags: [] },
    { index: 1, data: '{"b":"☃"}', byteStart: 8, byteEnd: 21, flags: [] },
  ]);
});

test('an event is given out with the chunk that holds its line end', () => {
  const decoder = createNdjsonDecoder();
  const [first, second] = chunksOf(cutAt(bytesOf('{"a":1}\n{"b":2}\n'), [10])) as [never, never];
  expect(decoder.feed(first)).toMatchObject([{ data: '{"a":1}', chunkStart: 0, chunkEnd: 0 }]);
  expect(decoder.feed(second)).toMatchObject([
    { data: '{"b":2}', chunkStart: 0, chunkEnd: 1, startedAt: 0, receivedAt: 1 },
  ]);
});

test('blank lines are no events', () => {
  expect(decodeAll(createNdjsonDecoder(), [bytesOf('\n\r\n{"a":1}\n  \n')])).toMatchObject([
    { index: 0, byteStart: 3 },
  ]);
});

test('a last line without its newline is flagged, and so is a line that is no JSON', () => {
  const events = decodeAll(createNdjsonDecoder(), [bytesOf('upstream sent garbage\n{"a":')]);
  expect(events.map((event) => event.flags)).toEqual([['malformed'], ['malformed', 'unterminated']]);
});

test('every cut gives the same events', () => {
  const body = bytesOf('{"a":"☃"}\r\n\n{"b":"🌨"}\nx\n{"c":1}');
  const whole = withoutChunks(decodeAll(createNdjsonDecoder(), [body]));
  for (let offset = 0; offset <= body.length; offset += 1) {
    expect(withoutChunks(decodeAll(createNdjsonDecoder(), cutAt(body, [offset])))).toEqual(whole);
  }
  expect(withoutChunks(decodeAll(createNdjsonDecoder(), byteByByte(body)))).toEqual(whole);
});

test('a line above the limit keeps its beginning, and the next one is read', () => {
  const body = bytesOf(`{"a":"${'☃'.repeat(50_000)}"}\n{"b":1}\n`);
  for (const pieces of [[body], cutAt(body, [70_000, 90_001])]) {
    const events = decodeAll(createNdjsonDecoder({ maxEventBytes: 100_000 }), pieces);
    expect(events).toMatchObject([
      { flags: ['oversized'], byteEnd: 150_009 },
      { data: '{"b":1}', flags: [] },
    ]);
    expect(events[0]?.data).toBe(`{"a":"${'☃'.repeat(Math.floor((65_536 - 6) / 3))}`);
  }
});
