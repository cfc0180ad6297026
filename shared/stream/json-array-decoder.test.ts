import { describe, expect, test } from 'vitest';
import { processorMs } from '../../tests/support/at-best.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import { createJsonArrayDecoder } from './json-array-decoder.ts';
import { byteByByte, chunksOf, cutAt, cutRandomly, decodeAll, seededRandom, withoutChunks } from './test-chunks.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function decode(text: string): readonly StreamEvent[] {
  return decodeAll(createJsonArrayDecoder(), [bytesOf(text)]);
}

describe('elements', () => {
  test('each element is an event with its own bytes, without the commas and brackets around it', () => {
    expect(decode('[{"a":1}\n,\r\n{"b":"☃"}\n]\n')).toMatchObject([
      { index: 0, framing: 'json-array', data: '{"a":1}', byteStart: 1, byteEnd: 8, flags: [] },
      { index: 1, data: '{"b":"☃"}', byteStart: 12, byteEnd: 23, flags: [] },
    ]);
  });

  test('an element is given out with the chunk that holds its last brace, before its comma', () => {
    const decoder = createJsonArrayDecoder();
    const [first, second, third] = chunksOf(cutAt(bytesOf('[{"a":1},{"b":2}]'), [8, 12])) as [never, never, never];
    expect(decoder.feed(first)).toMatchObject([{ data: '{"a":1}', chunkStart: 0, chunkEnd: 0 }]);
    expect(decoder.feed(second)).toEqual([]);
    expect(decoder.feed(third)).toMatchObject([
      { data: '{"b":2}', chunkStart: 1, chunkEnd: 2, startedAt: 1, receivedAt: 2, byteStart: 9, byteEnd: 16 },
    ]);
    expect(decoder.end()).toEqual([]);
  });

  test('brackets, commas and quotes within strings end nothing', () => {
    const tricky = '{"a":"]},{\\"","b":"\\\\","c":["x\\\\\\"]",[1,{"d":"}"}]]}';
    expect(decode(`[${tricky},{"e":1}]`).map((event) => event.data)).toEqual([tricky, '{"e":1}']);
  });

  test('values of every kind are elements', () => {
    expect(decode('[1, -2.5e3 ,true,null,"a,]","",[1,[2]],{}]').map((event) => event.data)).toEqual([
      '1',
      '-2.5e3',
      'true',
      'null',
      '"a,]"',
      '""',
      '[1,[2]]',
      '{}',
    ]);
  });

  test('an empty array, and an empty body, have no events', () => {
    for (const text of ['', '[]', ' [ \n ] \n', '\uFEFF[]']) expect(decode(text)).toEqual([]);
  });

  test('a byte order mark is no part of the first element', () => {
    expect(decode('\uFEFF[{"a":1}]')).toMatchObject([{ data: '{"a":1}', byteStart: 4, byteEnd: 11, flags: [] }]);
  });
});

describe('bodies that are not what they should be', () => {
  test('a body cut in an element flags it; a body cut between elements has nothing to flag', () => {
    expect(decode('[{"a":1},{"b":"')).toMatchObject([
      { flags: [] },
      { data: '{"b":"', flags: ['unterminated'], byteStart: 9, byteEnd: 15 },
    ]);
    expect(decode('[{"a":1},')).toMatchObject([{ flags: [] }]);
    expect(decode('[tru')).toMatchObject([{ data: 'tru', flags: ['unterminated'] }]);
  });

  test('an error document in place of an array is one event', () => {
    expect(decode('{"error":{"code":503}}\n')).toMatchObject([{ data: '{"error":{"code":503}}', flags: [] }]);
  });

  test('what follows the end of the array, and what is no JSON, is flagged', () => {
    expect(decode('[{"a":1}] {"b":2}').map((event) => event.flags)).toEqual([[], ['malformed']]);
    expect(decode('[{"a":1},oops,{"b":2}]').map((event) => [event.data, event.flags])).toEqual([
      ['{"a":1}', []],
      ['oops', ['malformed']],
      ['{"b":2}', []],
    ]);
    expect(decode('[}]').map((event) => event.flags)).toEqual([['malformed']]);
  });

  test('bytes that are no UTF-8 are replaced and said', () => {
    const body = new Uint8Array([...bytesOf('["'), 0xff, ...bytesOf('",1]')]);
    expect(decodeAll(createJsonArrayDecoder(), [body])).toMatchObject([
      { data: '"\uFFFD"', flags: ['invalid-utf8'] },
      { data: '1', flags: [] },
    ]);
  });
});

describe('cuts', () => {
  const texts = [
    '[{"a":"☃\\"]"}\n,\r\n{"b":[1,2,{"c":"\\\\"}]}, 12 ,"x\\u005d" ,null]\n',
    '\uFEFF [{"a":1},{"b":"🌨',
    '{"error":{}} 1 [2]',
    '[1,oops,"\\\\\\"",] tail',
  ];

  test.each(texts)('every single cut and every byte alone give the same events: %s', (text) => {
    const body = bytesOf(text);
    const whole = withoutChunks(decodeAll(createJsonArrayDecoder(), [body]));
    expect(whole.length).toBeGreaterThan(0);
    for (let offset = 0; offset <= body.length; offset += 1) {
      expect(withoutChunks(decodeAll(createJsonArrayDecoder(), cutAt(body, [offset])))).toEqual(whole);
    }
    expect(withoutChunks(decodeAll(createJsonArrayDecoder(), byteByByte(body)))).toEqual(whole);
  });

  test('a bare value at the end of a chunk keeps that chunk as its own', () => {
    const events = decodeAll(createJsonArrayDecoder(), cutAt(bytesOf('[12,3]'), [3]));
    expect(events).toMatchObject([
      { data: '12', chunkStart: 0, chunkEnd: 0, byteEnd: 3 },
      { data: '3', chunkStart: 1 },
    ]);
  });

  test('500 seeded arrays give back what JSON.parse finds, wherever they are cut', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seededRandom(seed);
      const values = Array.from({ length: Math.floor(random() * 6) }, () => someValue(random, 0));
      const text = JSON.stringify(values, null, Math.floor(random() * 3));
      const events = decodeAll(createJsonArrayDecoder(), cutRandomly(bytesOf(text), random, 9));
      expect(events.map((event) => JSON.parse(event.data) as unknown)).toEqual(values);
      expect(events.every((event) => event.flags.length === 0)).toBe(true);
    }
  });

  function someValue(random: () => number, depth: number): unknown {
    const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
    if (kind === 0) return Math.floor(random() * 1000) / 8;
    if (kind === 1) return random() < 0.5;
    if (kind === 2) return null;
    if (kind === 3) return ['', '"', '\\', '\\"', ']},[{', '☃🌨', '\u0001\n'][Math.floor(random() * 7)];
    const items = Array.from({ length: Math.floor(random() * 4) }, () => someValue(random, depth + 1));
    return kind === 4 ? items : Object.fromEntries(items.map((item, index) => [`"k${index}]`, item]));
  }
});

describe('limits', () => {
  test('an element above the limit keeps its beginning, and the next one is read', () => {
    const body = bytesOf(`[{"a":"${'☃'.repeat(50_000)}"},{"b":1}]`);
    for (const pieces of [[body], cutAt(body, [70_000, 90_001]), cutAt(body, [30])]) {
      const events = decodeAll(createJsonArrayDecoder({ maxEventBytes: 100_000 }), pieces);
      expect(events).toMatchObject([
        { flags: ['oversized'], byteStart: 1, byteEnd: 150_009 },
        { data: '{"b":1}', flags: [] },
      ]);
      expect(events[0]?.data).toBe(`{"a":"${'☃'.repeat(Math.floor((65_536 - 6) / 3))}`);
    }
  });

  test('time grows with the bytes, not with their square, when one element comes in many chunks', () => {
    const timeOf = (chunks: number): number => {
      const decoder = createJsonArrayDecoder({ maxEventBytes: 1024 * 1024 * 1024 });
      const bytes = new Uint8Array(4096).fill(120);
      return processorMs(() => {
        decoder.feed({ index: 0, receivedAt: 0, bytes: bytesOf('["') });
        for (let index = 1; index <= chunks; index += 1) decoder.feed({ index, receivedAt: 0, bytes });
        decoder.end();
      });
    };
    timeOf(500);
    // Eight times the bytes: a re-scan would cost 64 times.
    expect(timeOf(4000)).toBeLessThan(30 * Math.max(2, timeOf(500)));
  });
});
