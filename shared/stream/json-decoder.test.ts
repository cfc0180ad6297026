import { expect, test } from 'vitest';
import { createJsonDecoder } from './json-decoder.ts';
import { byteByByte, cutAt, decodeAll, withoutChunks } from './test-chunks.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the whole body is one event, given out at its end', () => {
  const body = bytesOf('{"a":"☃"}');
  expect(decodeAll(createJsonDecoder(), cutAt(body, [7]))).toMatchObject([
    {
      index: 0,
      framing: 'json',
      data: '{"a":"☃"}',
      byteStart: 0,
      byteEnd: 11,
      chunkStart: 0,
      chunkEnd: 1,
      receivedAt: 1,
    },
  ]);
});

test('an empty body has no event', () => {
  expect(decodeAll(createJsonDecoder(), [])).toEqual([]);
  expect(decodeAll(createJsonDecoder(), [new Uint8Array(0)])).toEqual([]);
});

test('a byte order mark is no part of the document', () => {
  expect(decodeAll(createJsonDecoder(), [bytesOf('\uFEFF{}')])).toMatchObject([{ data: '{}', byteEnd: 5 }]);
});

test('byte by byte and above the limit, the cutting does not matter', () => {
  const body = bytesOf(`["${'☃'.repeat(40_000)}"]`);
  for (const limits of [{ maxEventBytes: 1_000_000 }, { maxEventBytes: 100_000 }]) {
    const whole = withoutChunks(decodeAll(createJsonDecoder(limits), [body]));
    expect(withoutChunks(decodeAll(createJsonDecoder(limits), byteByByte(body)))).toEqual(whole);
    expect(withoutChunks(decodeAll(createJsonDecoder(limits), cutAt(body, [60_000, 99_999, 110_000])))).toEqual(whole);
  }
  const [oversized] = decodeAll(createJsonDecoder({ maxEventBytes: 100_000 }), [body]);
  expect(oversized?.flags).toEqual(['oversized']);
  expect(oversized?.data).toBe(`["${'☃'.repeat(Math.floor((65_536 - 2) / 3))}`);
});
