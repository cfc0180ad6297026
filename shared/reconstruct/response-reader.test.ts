import { describe, expect, test } from 'vitest';
import type { Delta } from '../model/delta.ts';
import type { WireFormat } from '../model/wire-format.ts';
import type { Adapter } from '../providers/adapter.ts';
import { unknownAdapter } from '../providers/unknown/adapter.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { createResponseReader, type ResponseReaderOptions } from './response-reader.ts';
import type { ResponseReader } from './response-reader-api.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const events = (...data: readonly string[]): string => data.map((item) => `data: ${item}\n\n`).join('');

/** Says each event's data as text; throws on `boom`. */
const echoAdapter: Adapter<number> = {
  format: 'unknown',
  title: 'Echo',
  match: () => 0,
  readRequest: () => null,
  errors: unknownAdapter.errors,
  begin: () => 0,
  step: (state, event) => {
    if (event.data === 'boom') throw new Error('a slip of ours');
    const text = event.data;
    const deltas: readonly Delta[] = [{ type: 'text-delta', choice: 0, block: '0', text }];
    return { state: state + 1, deltas, type: 'echo', reading: text.repeat(3), outcome: 'used', problems: [] };
  },
  finish: (state) => ({ state, deltas: [{ type: 'block-end', choice: 0, block: '0' }], problems: [] }),
  native: (state) => ({ created: 1700000000, count: state }),
};

function createReader(options: Partial<ResponseReaderOptions> = {}, format: WireFormat = 'unknown'): ResponseReader {
  return createResponseReader({
    format,
    adapter: echoAdapter as Adapter,
    request: { body: null },
    response: { status: 200, mediaType: 'text/event-stream', header: () => null },
    ...options,
  });
}

function feed(reader: ResponseReader, text: string, index = 0): ReturnType<ResponseReader['feed']> {
  return reader.feed({ index, receivedAt: index, bytes: bytesOf(text) });
}

test('events become records, deltas become a completion', () => {
  const reader = createReader();
  expect(reader.framing()).toBeNull();
  expect(feed(reader, events('Hel', 'lo'))).toMatchObject([
    {
      index: 0,
      type: 'echo',
      outcome: 'used',
      origin: 'upstream',
      byteStart: 0,
      byteEnd: 11,
      deltas: [{ text: 'Hel' }],
    },
    { index: 1, deltas: [{ text: 'lo' }] },
  ]);
  expect(reader.framing()).toBe('sse');
  expect(reader.completion().choices[0]?.blocks[0]).toMatchObject({ text: 'Hello', isOpen: true });
  expect(reader.end(false)).toEqual({ events: [], finalDeltas: [{ type: 'block-end', choice: 0, block: '0' }] });
  expect(reader.completion().choices[0]?.blocks[0]?.isOpen).toBe(false);
  expect(reader.tally()).toEqual({ total: 2, used: 2, ignored: 0, unknown: 0, malformed: 0 });
  expect(reader.native()).toEqual({ created: 1700000000, count: 2 });
});

test('a fault of the adapter marks its event, says why, and the stream goes on', () => {
  const reader = createReader();
  const records = feed(reader, events('a', 'boom', 'b'));
  expect(records.map((record) => record.outcome)).toEqual(['used', 'malformed', 'used']);
  expect(records[1]?.reading).toBe('boom');
  expect(reader.problems()).toMatchObject([{ kind: 'adapter-fault', eventIndex: 1 }]);
  expect(reader.completion().choices[0]?.blocks[0]?.text).toBe('ab');
});

test('problems are counted to a thousand, then one says that there are more', () => {
  const reader = createReader();
  feed(reader, 'junk\n'.repeat(1500));
  expect(reader.tally().malformed).toBe(1500);
  expect(reader.problems()).toHaveLength(1001);
  expect(reader.problems().at(-1)).toMatchObject({ kind: 'more-problems', eventIndex: 1000 });
});

test('an adapter that fails everywhere breaks nothing', () => {
  const fail = (): never => {
    throw new Error('no');
  };
  const broken: Adapter = { ...(echoAdapter as Adapter), begin: fail, step: fail, finish: fail, native: fail };
  const reader = createReader({ adapter: broken });
  expect(feed(reader, events('a'))).toMatchObject([{ outcome: 'malformed' }]);
  expect(reader.end(true).finalDeltas).toEqual([]);
  expect(reader.native()).toBeNull();
  // Its beginning and the event, then its end.
  expect(reader.problems().map(({ kind, eventIndex }) => [kind, eventIndex])).toEqual([
    ['adapter-fault', 0],
    ['adapter-fault', 0],
    ['adapter-fault', null],
  ]);
});

test('comments and what the framing cannot read never reach the adapter', () => {
  const reader = createReader({ limits: { maxEventBytes: 1000 } });
  const records = feed(reader, `: ping\n\njunk\nid: 4\n\n${events('x'.repeat(2000), 'ok')}`);
  expect(records.map(({ type, outcome }) => [type, outcome])).toEqual([
    ['comment', 'ignored'],
    ['malformed', 'malformed'],
    ['no data', 'ignored'],
    ['malformed', 'malformed'],
    ['echo', 'used'],
  ]);
  expect(reader.problems().map((problem) => [problem.kind, problem.eventIndex])).toEqual([
    ['malformed-line', 1],
    ['oversized', 3],
  ]);
  expect(reader.native()).toMatchObject({ count: 1 });
});

test('a reading is one short line at most 200 characters long', () => {
  expect(feed(createReader(), events('x'.repeat(500)))[0]?.reading.length).toBe(200);
});

describe('the budget', () => {
  test('above it the completion stops growing, once said, and records hold what was folded', () => {
    const reader = createReader({ limits: { budgetCharacters: 100 } });
    const records = feed(reader, events('a'.repeat(50), 'b'.repeat(50), 'c', 'd'));
    const folded = records.reduce(
      (completion, record) =>
        record.deltas.reduce((sum, delta) => reduceCompletion(sum, delta, record.index), completion),
      emptyCompletion,
    );
    expect(reader.completion().choices[0]?.blocks[0]?.text).toBe('a'.repeat(50));
    expect(folded).toEqual(reader.completion());
    expect(records).toHaveLength(4);
    expect(reader.problems()).toMatchObject([{ kind: 'completion-budget', eventIndex: 1 }]);
  });

  test('what ends and counts still passes', () => {
    const reader = createReader({ limits: { budgetCharacters: 10 } });
    feed(reader, events('a'.repeat(50)));
    expect(reader.end(false).finalDeltas).toEqual([{ type: 'block-end', choice: 0, block: '0' }]);
  });
});

describe('bodies that are no stream', () => {
  const header = (): null => null;

  test('a non-2xx answer is an error even where the adapter saw none', () => {
    const reader = createReader({ response: { status: 502, mediaType: 'text/html', header } }, 'openai-chat');
    feed(reader, '<h1>502 Bad Gateway</h1>');
    reader.end(false);
    expect(reader.completion().error).toMatchObject({ status: 502, message: '<h1>502 Bad Gateway</h1>' });
  });

  test('the framing is chosen at the end when too little came to tell', () => {
    const reader = createReader({ response: { status: 200, mediaType: null, header } });
    expect(feed(reader, '{"a"')).toEqual([]);
    expect(reader.framing()).toBeNull();
    feed(reader, ':1}', 1);
    expect(reader.end(false).events).toMatchObject([{ index: 0, chunkStart: 0, chunkEnd: 1, byteEnd: 7 }]);
    expect(reader.framing()).toBe('json');
  });

  test('an opaque body has no events', () => {
    const reader = createReader({ response: { status: 200, mediaType: 'image/png', header } });
    expect(feed(reader, 'PNG')).toEqual([]);
    expect(reader.end(false).events).toEqual([]);
    expect(reader.framing()).toBe('none');
  });

  test('a body without a byte has neither framing nor events', () => {
    const reader = createReader();
    expect(reader.end(false).events).toEqual([]);
    expect(reader.framing()).toBeNull();
  });
});

test('a cut body is told, where the adapter does not say it better', () => {
  const reader = createReader();
  feed(reader, 'data: half');
  expect(reader.end(true).events).toMatchObject([{ flags: ['unterminated'] }]);
  expect(reader.problems()).toMatchObject([{ kind: 'truncated', eventIndex: null }]);
});

test('the stream so far says what a notice must continue', () => {
  const reader = createReader();
  expect(reader.streamSoFar()).toMatchObject({ isStarted: false, openBlock: null, nextBlockIndex: 0 });
  feed(reader, events('a'));
  expect(reader.streamSoFar()).toEqual({
    id: null,
    model: null,
    createdAt: 1700000000,
    isStarted: true,
    openBlock: { index: 0, kind: 'text' },
    nextBlockIndex: 1,
    native: reader.native(),
  });
});
