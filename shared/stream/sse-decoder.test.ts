import { createParser } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../../tests/support/at-best.ts';
import { atLength } from '../../tests/support/at-length.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import { createSseDecoder } from './sse-decoder.ts';
import { byteByByte, chunksOf, cutAt, cutRandomly, decodeAll, seededRandom, withoutChunks } from './test-chunks.ts';

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);
const decode = (text: string): readonly StreamEvent[] => decodeAll(createSseDecoder(), [bytesOf(text)]);
const brief = (text: string): readonly unknown[] => decode(text).map((event) => [event.data, ...event.flags]);

describe('the standard', () => {
  test('an event ends at its blank line and knows its bytes', () => {
    expect(decode('data: one\n\ndata: two\n\n')).toMatchObject([
      { index: 0, data: 'one', name: null, byteStart: 0, byteEnd: 11, flags: [] },
      { index: 1, data: 'two', name: null, byteStart: 11, byteEnd: 22, flags: [] },
    ]);
  });

  test('name, id and retry belong to the event of their block only', () => {
    expect(decode('event: ping\nid: 7\nretry: 1500\ndata: {}\n\ndata: next\n\n')).toMatchObject([
      { name: 'ping', lastEventId: '7', retryMs: 1500, data: '{}' },
      { name: null, lastEventId: null, retryMs: null, data: 'next' },
    ]);
  });

  test('several data lines are joined by LF, empty ones too', () => {
    expect(brief('data: a\ndata\ndata:\ndata: b\n\n')).toEqual([['a\n\n\nb']]);
  });

  test("the standard's example: a data line without value dispatches an empty event", () => {
    expect(brief('data\n\ndata\ndata\n\ndata:')).toEqual([[''], ['\n'], ['', 'unterminated']]);
  });

  test('only one space after the colon is taken off', () => {
    expect(brief('data:a\n\ndata:  b\n\ndata:\tc\n\n')).toEqual([['a'], [' b'], ['\tc']]);
  });

  test('a byte order mark at the very start is no part of the first field, and only there', () => {
    expect(brief('\uFEFFdata: a\n\n\uFEFFdata: b\n\n')).toEqual([['a'], ['\uFEFFdata: b', 'malformed']]);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('%s ends lines', (_name, end) => {
    const text = ['event: x', 'data: a', 'data: b', '', ': note', 'data: c', '', ''].join(end);
    expect(decode(text).map((event) => [event.name, event.data, event.flags])).toEqual([
      ['x', 'a\nb', []],
      [null, 'note', ['comment']],
      [null, 'c', []],
    ]);
  });

  test('an id with NUL and a retry that is no number change nothing, and are seen', () => {
    expect(decode('id: a\0b\nretry: 5s\ndata: x\n\n')).toMatchObject([
      { data: 'id: a\0b', flags: ['malformed'] },
      { data: 'retry: 5s', flags: ['malformed'] },
      { data: 'x', lastEventId: null, retryMs: null, flags: [] },
    ]);
  });
});

describe('nothing is lost', () => {
  test('a comment is an event of its own, before the event whose block it stands in', () => {
    expect(decode('data: a\n: OPENROUTER PROCESSING\ndata: b\n\n')).toMatchObject([
      { index: 0, data: 'OPENROUTER PROCESSING', flags: ['comment'], byteStart: 8, byteEnd: 32 },
      { index: 1, data: 'a\nb', flags: [], byteStart: 0, byteEnd: 41 },
    ]);
  });

  test('a block without data is listed, marked as one that a browser would not fire', () => {
    expect(decode('event: ping\nid: 3\n\ndata: x\n\n')).toMatchObject([
      { name: 'ping', lastEventId: '3', data: '', flags: ['undispatched'] },
      { name: null, data: 'x', flags: [] },
    ]);
  });

  test('a line that is no field is listed as it is', () => {
    expect(brief('{"error":{"message":"boom"}}\ndata: x\n\n')).toEqual([
      ['{"error":{"message":"boom"}}', 'malformed'],
      ['x'],
    ]);
  });

  test('what the body ended in the middle of is flagged', () => {
    expect(brief('data: a\n\ndata: b')).toEqual([['a'], ['b', 'unterminated']]);
    expect(brief('data: a\n\ndata: b\n')).toEqual([['a'], ['b', 'unterminated']]);
    expect(brief(': half a com')).toEqual([['half a com', 'comment', 'unterminated']]);
    expect(brief('event: x\n')).toEqual([['', 'undispatched', 'unterminated']]);
  });

  test('bytes that are no UTF-8 are replaced and flagged; a real U+FFFD is not', () => {
    const bad = Uint8Array.from([...bytesOf('data: a'), 0xe2, 0x82, ...bytesOf('b\n\ndata: \uFFFD\n\n')]);
    const events = decodeAll(createSseDecoder(), [bad]);
    expect(events.map((event) => [event.data, event.flags])).toEqual([
      ['a\uFFFDb', ['invalid-utf8']],
      ['\uFFFD', []],
    ]);
  });
});

describe('provenance', () => {
  test('an event knows the chunks and times of its first and its last byte', () => {
    const body = bytesOf('data: a\n\ndata: b\n\ndata: c\n\n');
    const events = decodeAll(createSseDecoder(), cutAt(body, [3, 12]));
    expect(
      events.map(({ chunkStart, chunkEnd, startedAt, receivedAt }) => [chunkStart, chunkEnd, startedAt, receivedAt]),
    ).toEqual([
      [0, 1, 0, 1],
      [1, 2, 1, 2],
      [2, 2, 2, 2],
    ]);
  });

  test('CRLF split between two chunks ends one event, in the second chunk', () => {
    const body = bytesOf('data: a\r\n\r\ndata: b\r\n\r\n');
    const decoder = createSseDecoder();
    const [first, second] = chunksOf(cutAt(body, [10]));
    expect(decoder.feed(first as NonNullable<typeof first>)).toEqual([]);
    expect(decoder.feed(second as NonNullable<typeof second>)).toMatchObject([
      { data: 'a', byteEnd: 11, chunkStart: 0, chunkEnd: 1 },
      { data: 'b', byteStart: 11, byteEnd: 22, chunkStart: 1 },
    ]);
  });

  test('a stream that ends its lines with CR does not wait for the next chunk', () => {
    const decoder = createSseDecoder();
    expect(decoder.feed({ index: 0, receivedAt: 5, bytes: bytesOf('data: a\r\r') })).toMatchObject([
      { data: 'a', byteEnd: 9, chunkEnd: 0, receivedAt: 5 },
    ]);
  });
});

describe('cutting', () => {
  const tricky =
    '\uFEFF: hi ☃\r\ndata: snow ☃ 🌨\r\ndata:two\r\r\n\nevent: a\rid: 1\r\rdata: x\n\n\n\rretry: 3\n\n{"no":"field"}\r\ndata\n\ndata: é';

  test('any one cut gives the same events', () => {
    const body = bytesOf(tricky);
    const whole = withoutChunks(decodeAll(createSseDecoder(), [body]));
    for (let offset = 0; offset <= body.length; offset += 1) {
      expect(withoutChunks(decodeAll(createSseDecoder(), cutAt(body, [offset])))).toEqual(whole);
    }
  });

  test('any two cuts give the same events', () => {
    const body = bytesOf('data: ☃\r\n\r\n:c\rdata: b\r\r\n');
    const whole = withoutChunks(decodeAll(createSseDecoder(), [body]));
    for (let first = 0; first <= body.length; first += 1) {
      for (let second = first; second <= body.length; second += 1) {
        expect(withoutChunks(decodeAll(createSseDecoder(), cutAt(body, [first, second])))).toEqual(whole);
      }
    }
  });

  test('byte by byte gives the same events', () => {
    const body = bytesOf(tricky);
    const whole = withoutChunks(decodeAll(createSseDecoder(), [body]));
    expect(withoutChunks(decodeAll(createSseDecoder(), byteByByte(body)))).toEqual(whole);
  });

  test('oversized lines, blocks and comments are cut to the same beginning', () => {
    const limits = { maxEventBytes: 100_000 };
    const long = '☃'.repeat(40_000);
    const body = bytesOf(
      `data: a\ndata: ${long}\ndata: b\n\n: ${long}\n\ndata: ok\n\ndata: ${'x'.repeat(90_000)}\ndata: ${'y'.repeat(20_000)}\n\n`,
    );
    const whole = decodeAll(createSseDecoder(limits), [body]);
    expect(whole.map((event) => [event.data.length, event.flags])).toEqual([
      [expect.any(Number), ['oversized']],
      [expect.any(Number), ['comment', 'oversized']],
      [2, []],
      [65_536, ['oversized']],
    ]);
    const random = seededRandom(3);
    for (let round = 0; round < 20; round += 1) {
      const cut = decodeAll(createSseDecoder(limits), cutRandomly(body, random, 40));
      expect(withoutChunks(cut)).toEqual(withoutChunks(whole));
    }
  });
});

describe('limits', () => {
  test('an event far above the limit costs its beginning, has the right range, and the stream goes on', () => {
    const decoder = createSseDecoder({ maxEventBytes: 1024 * 1024 });
    const chunk = new Uint8Array(16 * 1024).fill(120);
    decoder.feed({ index: 0, receivedAt: 0, bytes: bytesOf('data: ') });
    for (let index = 1; index <= 1024; index += 1) decoder.feed({ index, receivedAt: index, bytes: chunk });
    const events = decoder.feed({ index: 1025, receivedAt: 1025, bytes: bytesOf('\n\ndata: ok\n\n') });
    const sizeBytes = 6 + 16 * 1024 * 1024 + 2;
    expect(events).toMatchObject([
      { flags: ['oversized'], byteStart: 0, byteEnd: sizeBytes, chunkStart: 0, chunkEnd: 1025 },
      { data: 'ok', flags: [], byteStart: sizeBytes },
    ]);
    expect(events[0]?.data.length).toBe(64 * 1024);
  });

  test('time grows with the bytes, not with their square, when one event comes in many chunks', () => {
    const timeOf = (chunks: number): number => {
      const decoder = createSseDecoder({ maxEventBytes: 1024 * 1024 * 1024 });
      const bytes = new Uint8Array(4096).fill(120);
      return processorMs(() => {
        decoder.feed({ index: 0, receivedAt: 0, bytes: bytesOf('data: ') });
        for (let index = 1; index <= chunks; index += 1) decoder.feed({ index, receivedAt: 0, bytes });
        decoder.end();
      });
    };
    timeOf(500);
    // Eight times the bytes: a re-scan would cost 64 times.
    expect(timeOf(8000)).toBeLessThan(30 * Math.max(2, timeOf(1000)));
  });
});

describe('against eventsource-parser', () => {
  type Heard = { readonly events: unknown[]; readonly comments: string[]; readonly lastRetry: number | null };

  function hear(text: string): Heard {
    const events: unknown[] = [];
    const comments: string[] = [];
    let lastRetry: number | null = null;
    const parser = createParser({
      onEvent: (event) => events.push([event.event ?? null, event.data]),
      onComment: (comment) => comments.push(comment),
      onRetry: (retry) => {
        lastRetry = retry;
      },
    });
    parser.feed(text);
    return { events, comments, lastRetry };
  }

  function heardByUs(events: readonly StreamEvent[]): Heard {
    const isPlain = (event: StreamEvent): boolean =>
      !event.flags.some(
        (flag) => flag === 'comment' || flag === 'malformed' || flag === 'undispatched' || flag === 'unterminated',
      );
    return {
      events: events.filter(isPlain).map((event) => [event.name === '' ? null : event.name, event.data]),
      comments: events.filter((event) => event.flags.includes('comment')).map((event) => event.data),
      lastRetry: events.findLast((event) => event.retryMs !== null)?.retryMs ?? null,
    };
  }

  const lines = [
    'data: a',
    'data:b',
    'data',
    'data: {"x":1}',
    'event: ping',
    'event:',
    'id: 1',
    ': note',
    ':',
    '',
    '',
    '',
  ];
  const moreLines = ['retry: 10', 'retry: x', 'junk', 'data:  ☃ é', 'event: ☃', 'datax: 1', 'data : 1', 'eventual'];

  const streams = atLength(3000, 300);

  test(`${streams} seeded streams, cut at random places, fire the same events, comments and retries`, () => {
    const all = [...lines, ...moreLines];
    for (let seed = 1; seed <= streams; seed += 1) {
      const random = seededRandom(seed);
      const end = ['\n', '\r\n', '\r'][Math.floor(random() * 3)] as string;
      const count = 1 + Math.floor(random() * 14);
      const chosen = Array.from({ length: count }, () => all[Math.floor(random() * all.length)] as string);
      // A last line that is whole, so that both sides have heard all of it.
      const text = `${[...chosen, 'data: last', '', 'data: z', ''].join(end)}${end}data: open`;
      const events = decodeAll(createSseDecoder(), cutRandomly(bytesOf(text), random, 5));
      expect(heardByUs(events), JSON.stringify({ seed, text })).toEqual(hear(text));
    }
  });
});
