import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../lib/utf8.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import { createAwsEventStreamDecoder } from './aws-event-stream-decoder.ts';
import {
  concat,
  encodeEventMessage,
  encodeFrame,
  encodeJsonEvent,
  encodeJsonException,
} from './aws-event-stream-encoder.ts';
import { createDecoder, pickFraming } from './pick-decoder.ts';
import { byteByByte, chunksOf, cutAt, cutRandomly, decodeAll, seededRandom, withoutChunks } from './test-chunks.ts';

const hello = encodeJsonEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Grüße 👋' } });
const stop = encodeJsonEvent('messageStop', { stopReason: 'end_turn' });

const decode = (...parts: readonly Uint8Array[]): readonly StreamEvent[] =>
  decodeAll(createAwsEventStreamDecoder(), [concat(parts)]);

/** Name, flags and reason: what most of the tests below are about. */
const told = (events: readonly StreamEvent[]): readonly unknown[] =>
  events.map(({ name, flags, fault, byteStart, byteEnd }) => [
    name,
    flags.join(' '),
    fault ?? null,
    byteStart,
    byteEnd,
  ]);

/** A copy with one bit of the byte at `offset` changed; negative offsets count from the end. */
function withFlippedBit(frame: Uint8Array, offset: number): Uint8Array {
  const copy = frame.slice();
  const at = offset < 0 ? frame.length + offset : offset;
  copy[at] = (copy[at] as number) ^ 0x10;
  return copy;
}

describe('an AWS event stream', () => {
  test('gives one event per message, named by its event type, with headers and provenance', () => {
    const body = concat([hello, stop]);
    const edge = hello.length - 3;
    const [first, second] = decodeAll(createAwsEventStreamDecoder(), cutAt(body, [5, edge]));
    expect(first).toEqual({
      index: 0,
      framing: 'aws-eventstream',
      name: 'contentBlockDelta',
      data: '{"contentBlockIndex":0,"delta":{"text":"Grüße 👋"}}',
      lastEventId: null,
      retryMs: null,
      byteStart: 0,
      byteEnd: hello.length,
      chunkStart: 0,
      chunkEnd: 2,
      startedAt: 0,
      receivedAt: 2,
      flags: [],
      headers: [
        { name: ':event-type', type: 'string', value: 'contentBlockDelta' },
        { name: ':content-type', type: 'string', value: 'application/json' },
        { name: ':message-type', type: 'string', value: 'event' },
      ],
    });
    expect(second).toMatchObject({ index: 1, name: 'messageStop', byteStart: hello.length, chunkStart: 2 });
  });

  test('gives each message as soon as its last byte is there', () => {
    const decoder = createAwsEventStreamDecoder();
    const counts = chunksOf(byteByByte(concat([hello, stop]))).map((chunk) => decoder.feed(chunk).length);
    expect(counts.flatMap((count, index) => (count > 0 ? [index + 1] : []))).toEqual([
      hello.length,
      hello.length + stop.length,
    ]);
    expect(decoder.end()).toEqual([]);
  });

  test('names exceptions and errors by their own headers', () => {
    const error = encodeEventMessage(
      [
        [':message-type', 'error'],
        [':error-code', 'InternalFailure'],
        [':error-message', 'An internal server error occurred'],
      ],
      new Uint8Array(0),
    );
    const events = decode(encodeJsonException('throttlingException', { message: 'Slow down' }), error);
    expect(events.map(({ name, data }) => [name, data])).toEqual([
      ['throttlingException', '{"message":"Slow down"}'],
      ['InternalFailure', ''],
    ]);
  });

  test('takes a message without headers, and one without a payload', () => {
    const bare = encodeFrame(new Uint8Array(0), new Uint8Array(0));
    expect(bare).toHaveLength(16);
    expect(told(decode(bare, encodeEventMessage([[':event-type', 'ping']], new Uint8Array(0))))).toEqual([
      [null, '', null, 0, 16],
      ['ping', '', null, 16, 16 + 35],
    ]);
  });

  test('says that a payload is no text', () => {
    const [event] = decode(encodeEventMessage([[':event-type', 'audio']], Uint8Array.of(0xff, 0xfe)));
    expect(event).toMatchObject({ data: '\uFFFD\uFFFD', flags: ['invalid-utf8'] });
  });
});

describe('headers', () => {
  const header = (name: string, tag: number, ...value: readonly number[]): Uint8Array =>
    concat([Uint8Array.of(name.length), encodeUtf8(name), Uint8Array.of(tag, ...value)]);

  test('of all ten types are read', () => {
    const block = concat([
      header('yes', 0),
      header('no', 1),
      header('byte', 2, 0xff),
      header('short', 3, 0x80, 0x00),
      header('integer', 4, 0xff, 0xff, 0xff, 0xfe),
      header('long', 5, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      header('bytes', 6, 0, 3, 1, 2, 0xff),
      header('text', 7, 0, 3, 0xc3, 0xa4, 0x21),
      header('time', 8, 0, 0, 1, 0x8b, 0xcf, 0xe5, 0x68, 0),
      header('uuid', 9, ...Array.from({ length: 16 }, (_, index) => index * 16 + index)),
    ]);
    const [event] = decode(encodeFrame(block, encodeUtf8('{}')));
    expect(event?.flags).toEqual([]);
    expect(event?.headers?.map(({ name, type, value }) => [name, type, value])).toEqual([
      ['yes', 'boolean', true],
      ['no', 'boolean', false],
      ['byte', 'byte', -1],
      ['short', 'short', -32_768],
      ['integer', 'integer', -2],
      ['long', 'long', '9223372036854775807'],
      ['bytes', 'bytes', '0102ff'],
      ['text', 'string', 'ä!'],
      ['time', 'timestamp', new Date(0x018bcfe56800).toISOString()],
      ['uuid', 'uuid', '00112233-4455-6677-8899-aabbccddeeff'],
    ]);
  });

  test.each([
    ['of a type that does not exist', header('x', 10)],
    ['whose text reaches beyond the block', header('x', 7, 0, 9, 0x61)],
    ['whose length is cut off', header('x', 6, 0)],
    ['whose number is cut off', header('x', 5, 0, 0)],
    ['whose name reaches beyond the block', Uint8Array.of(200, 0x61)],
    ['without a name', Uint8Array.of(0, 1)],
  ])('%s make the event malformed, its payload stays', (_what, broken) => {
    const good = header('good', 0);
    const [event, next] = decode(encodeFrame(concat([good, broken]), encodeUtf8('payload')), stop);
    expect(event).toMatchObject({
      flags: ['malformed'],
      fault: `The headers cannot be read from their byte ${good.length} on.`,
      data: 'payload',
      headers: [{ name: 'good', type: 'boolean', value: true }],
    });
    expect(next?.name).toBe('messageStop');
  });
});

describe('a wrong checksum', () => {
  test('of a message flags that event only', () => {
    const bad = withFlippedBit(hello, -6);
    const events = decode(bad, stop);
    expect(told(events)).toEqual([
      ['contentBlockDelta', 'malformed', expect.stringContaining("message's checksum"), 0, bad.length],
      ['messageStop', '', null, bad.length, bad.length + stop.length],
    ]);
  });

  test.each([0, 3, 6, 9])('in a prelude (byte %i) costs that message; the next one is found', (offset) => {
    const bad = withFlippedBit(hello, offset);
    const events = decode(stop, bad, stop, hello);
    expect(told(events)).toEqual([
      ['messageStop', '', null, 0, stop.length],
      [null, 'malformed', expect.stringContaining("prelude's checksum"), stop.length, stop.length + bad.length],
      ['messageStop', '', null, stop.length + bad.length, 2 * stop.length + bad.length],
      ['contentBlockDelta', '', null, 2 * stop.length + bad.length, 2 * (stop.length + bad.length)],
    ]);
  });

  test('with no good message behind it leaves one malformed event for the rest', () => {
    const rest = concat([withFlippedBit(hello, 0), encodeUtf8('<html>gateway</html>')]);
    const events = decode(stop, rest);
    expect(told(events)).toEqual([
      ['messageStop', '', null, 0, stop.length],
      [
        null,
        'unterminated malformed',
        expect.stringContaining('No message follows.'),
        stop.length,
        stop.length + rest.length,
      ],
    ]);
    expect(events[1]?.data).toContain('<html>gateway</html>');
  });

  test('that is right around lengths no message has is not believed', () => {
    const huge = preludeOf(0xfffffff0, 0);
    const small = preludeOf(15, 0);
    const allHeaders = preludeOf(64, 60);
    for (const prelude of [huge, small, allHeaders]) {
      expect(told(decode(prelude, stop))).toEqual([
        [null, 'malformed', expect.stringContaining('The prelude tells'), 0, 12],
        ['messageStop', '', null, 12, 12 + stop.length],
      ]);
    }
  });

  function preludeOf(total: number, headers: number): Uint8Array {
    // The encoder's own first 12 bytes, for lengths that it would never write.
    const lengths = new DataView(new ArrayBuffer(8));
    lengths.setUint32(0, total);
    lengths.setUint32(4, headers);
    const bytes = new Uint8Array(lengths.buffer);
    const sum = encodeFrame(new Uint8Array(0), new Uint8Array(0)).slice(0, 12);
    sum.set(bytes);
    new DataView(sum.buffer).setUint32(8, checksumOf(bytes));
    return sum;
  }

  /** Bit by bit, so that the table's own code is not its judge. */
  function checksumOf(bytes: Uint8Array): number {
    let sum = 0xffffffff;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
    return ~sum >>> 0;
  }
});

describe('a body that ends', () => {
  test('anywhere inside a message gives that message as far as it came, and nothing in between two', () => {
    for (let length = 0; length <= hello.length; length += 1) {
      const events = decode(stop, hello.subarray(0, length));
      const last = events.at(-1);
      if (length === 0 || length === hello.length) {
        expect(events.map((event) => event.flags)).toEqual(length === 0 ? [[]] : [[], []]);
        continue;
      }
      expect(last?.flags, `${length}`).toEqual(['unterminated', 'malformed']);
      expect([last?.byteStart, last?.byteEnd]).toEqual([stop.length, stop.length + length]);
      const isPrelude = length < 12;
      expect(last?.fault).toContain(isPrelude ? `${length} of its 12 bytes` : `${length} of its ${hello.length} bytes`);
    }
  });

  test('inside a payload keeps name and text so far', () => {
    const [event] = decode(hello.subarray(0, hello.length - 14));
    expect(event).toMatchObject({ name: 'contentBlockDelta' });
    expect(event?.data).toMatch(/^\{"contentBlockIndex":0,"delta":\{"text":"Gr/);
  });

  test('at once has no events', () => expect(decode()).toEqual([]));
});

describe('limits', () => {
  const limits = { maxEventBytes: 100_000 };
  const large = encodeJsonEvent('chunk', { bytes: 'x'.repeat(200_000) });

  test('a message above the limit keeps its beginning; its checksum is still checked', () => {
    for (const pieces of [[concat([large, stop])], cutRandomly(concat([large, stop]), seededRandom(4), 50)]) {
      const [event, next] = decodeAll(createAwsEventStreamDecoder(limits), pieces);
      expect(event).toMatchObject({ name: 'chunk', flags: ['oversized'], byteStart: 0, byteEnd: large.length });
      expect(event?.data.length).toBe(64 * 1024);
      expect(next?.name).toBe('messageStop');
    }
    const [broken] = decodeAll(createAwsEventStreamDecoder(limits), [withFlippedBit(large, -5)]);
    expect(broken?.flags).toEqual(['malformed', 'oversized']);
  });

  test('a megabyte of noise is one event of its first 64 KiB', () => {
    const noise = new Uint8Array(1_000_000);
    const events = decodeAll(
      createAwsEventStreamDecoder(limits),
      cutRandomly(concat([noise, stop]), seededRandom(7), 40),
    );
    expect(events.map(({ byteStart, byteEnd, data }) => [byteStart, byteEnd, data.length])).toEqual([
      [0, 1_000_000, 64 * 1024],
      [1_000_000, 1_000_000 + stop.length, 25],
    ]);
  });
});

test('the result does not depend on where the network cut, whatever is wrong', () => {
  const random = seededRandom(20_261_122);
  for (let round = 0; round < 60; round += 1) {
    const parts = Array.from({ length: 6 }, () => damaged(random() < 0.5 ? hello : stop, random));
    const body = concat(parts);
    const whole = withoutChunks(decodeAll(createAwsEventStreamDecoder(), [body]));
    expect(withoutChunks(decodeAll(createAwsEventStreamDecoder(), byteByByte(body)))).toEqual(whole);
    for (const cuts of [1, 5, 30]) {
      const pieces = cutRandomly(body, random, cuts);
      expect(withoutChunks(decodeAll(createAwsEventStreamDecoder(), pieces))).toEqual(whole);
    }
  }
});

/** Every byte belongs to exactly one event, in order: nothing is lost. */
test('the events of a damaged stream cover it without gaps', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 100; round += 1) {
    const body = concat(Array.from({ length: 8 }, () => damaged(random() < 0.5 ? hello : stop, random)));
    const events = decodeAll(createAwsEventStreamDecoder(), cutRandomly(body, random, 9));
    const edges = events.flatMap(({ byteStart, byteEnd }) => [byteStart, byteEnd]);
    expect([0, ...edges.filter((_, index) => index % 2 === 1)]).toEqual([
      ...edges.filter((_, index) => index % 2 === 0),
      body.length,
    ]);
  }
});

function damaged(frame: Uint8Array, random: () => number): Uint8Array {
  const kind = random();
  const at = Math.floor(random() * frame.length);
  if (kind < 0.5) return frame;
  if (kind < 0.7) return withFlippedBit(frame, at);
  if (kind < 0.85) return concat([frame.subarray(0, at), frame.subarray(at + 1)]);
  return concat([frame, Uint8Array.from({ length: at }, () => Math.floor(random() * 256))]);
}

describe('the framing is chosen', () => {
  const facts = (mediaType: string | null) => ({ status: 200, mediaType });

  test('by the media type', () => {
    const mediaType = 'application/vnd.amazon.eventstream';
    expect(pickFraming(facts(mediaType), hello.subarray(0, 1), 'unknown')).toBe('aws-eventstream');
    expect(createDecoder('aws-eventstream')?.framing).toBe('aws-eventstream');
    // A gateway's error under the label of the stream that it stands for.
    expect(pickFraming(facts(mediaType), encodeUtf8('{"message":"no"}'), 'bedrock-converse', true)).toBe('json');
  });

  test('by a good prelude where the media type says nothing', () => {
    expect(pickFraming(facts(null), hello.subarray(0, 11), 'unknown')).toBeNull();
    expect(pickFraming(facts(null), hello.subarray(0, 12), 'unknown')).toBe('aws-eventstream');
    expect(pickFraming(facts('application/octet-stream'), new Uint8Array(2000), 'unknown')).toBe('none');
    expect(pickFraming(facts(null), Uint8Array.of(0, 1), 'unknown', true)).toBe('none');
  });
});
