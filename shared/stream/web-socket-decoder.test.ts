import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { expectSame } from '../../tests/support/expect-same.ts';
import { closePayload, decoderFor, frame, readMessages } from '../../tests/support/web-socket-frames.ts';
import { byteByByte, cutAt, cutRandomly, seededRandom } from './test-chunks.ts';
import type { SocketMessage } from './web-socket-message.ts';

const mask = Uint8Array.of(0x12, 0xff, 0x00, 0xa7);
const text = (message: SocketMessage | undefined): string => Buffer.from(message?.bytes ?? []).toString();
const withoutChunks = (messages: readonly SocketMessage[]) =>
  messages.map(({ chunkStart: _s, chunkEnd: _e, startedAt: _a, receivedAt: _r, ...rest }) => rest);

/** The last four bytes of a deflate block are left out on the wire. */
const deflated = (words: string): Buffer => deflateRawSync(words, { finishFlush: 2 }).subarray(0, -4);

/** Both of the RFC's examples of fragments with a ping between, a big one, a close. */
const whole = Buffer.concat([
  frame(1, 'Hel', { isFinal: false }),
  frame(9, 'Hello'),
  frame(0, 'lo', {}),
  frame(2, Buffer.alloc(70_000, 7)),
  frame(1, deflated('{"type":"x"}'.repeat(30)), { reserved: 4 }),
  frame(1, 'x'.repeat(200)),
  frame(8, closePayload(1011, 'oh')),
]);

describe('good frames', () => {
  test('the examples of RFC 6455 section 5.7', () => {
    const hello = Buffer.from('810548656c6c6f', 'hex');
    const masked = Buffer.from('818537fa213d7f9f4d5158', 'hex');
    expect(readMessages(decoderFor('upstream'), [hello])).toMatchObject([
      { kind: 'text', sizeBytes: 5, byteStart: 0, byteEnd: 7, frameCount: 1, flags: [], fault: null },
    ]);
    const [message] = readMessages(decoderFor('client'), [masked]);
    expect(text(message)).toBe('Hello');
    expect(message?.fault).toBeNull();
  });

  test('the example of RFC 7692 section 7.2.3.2: a second message that refers to the first', () => {
    const first = Buffer.from('c107f248cdc9c90700', 'hex');
    const second = Buffer.from('c105f200110000', 'hex');
    const messages = readMessages(decoderFor('upstream', { isDeflated: true }), [first, second]);
    expect(messages.map(text)).toEqual(['Hello', 'Hello']);
    expect(messages.map(({ isCompressed, fault }) => [isCompressed, fault])).toEqual([
      [true, null],
      [true, null],
    ]);
  });

  it('gives a ping between the fragments of a message first, since it ends first', () => {
    const messages = readMessages(decoderFor('upstream', { isDeflated: true }), [whole]);
    expect(messages.map(({ kind, sizeBytes, frameCount }) => [kind, sizeBytes, frameCount])).toEqual([
      ['ping', 5, 1],
      ['text', 5, 2],
      ['binary', 70_000, 1],
      ['text', 360, 1],
      ['text', 200, 1],
      ['close', 4, 1],
    ]);
    expect(text(messages[1])).toBe('Hello');
    expect(messages[1]).toMatchObject({ byteStart: 0, byteEnd: 16 });
    expect(messages.at(-1)?.byteEnd).toBe(whole.length);
  });

  it('gives the same at every cut, and byte by byte, masked or not', () => {
    const masked = Buffer.concat([
      frame(1, 'Grüße', { isFinal: false, mask }),
      frame(10, '', { mask }),
      frame(0, '', { isFinal: false, mask }),
      frame(0, '!'.repeat(130), { mask, lengthBytes: 2 }),
      frame(2, '', { mask }),
    ]);
    const expected = withoutChunks(readMessages(decoderFor('client'), [masked]));
    expect(expected).toHaveLength(3);
    for (let cut = 0; cut <= masked.length; cut += 1) {
      expectSame(withoutChunks(readMessages(decoderFor('client'), cutAt(masked, [cut]))), expected);
    }
    expectSame(withoutChunks(readMessages(decoderFor('client'), byteByByte(masked))), expected);
    const all = withoutChunks(readMessages(decoderFor('upstream', { isDeflated: true }), [whole]));
    const random = seededRandom(7);
    for (let run = 0; run < 30; run += 1) {
      const pieces = cutRandomly(whole, random, 12);
      expectSame(withoutChunks(readMessages(decoderFor('upstream', { isDeflated: true }), pieces)), all);
    }
  });

  it('knows the chunks that a message came in, and when', () => {
    const [, message] = readMessages(decoderFor('upstream', { isDeflated: true }), cutAt(whole, [1, 6, 13, 60]));
    expect(message).toMatchObject({ chunkStart: 0, chunkEnd: 3, startedAt: 0, receivedAt: 3 });
  });
});

describe('bounds', () => {
  it('keeps the first 64 KiB of a message above the limit and counts the rest', () => {
    const big = Buffer.concat([frame(2, Buffer.alloc(300_000, 1)), frame(1, 'next')]);
    for (const pieces of [[big], cutAt(big, [100_000, 200_000])]) {
      const [message, next] = readMessages(decoderFor('upstream', { maxBytes: 100_000 }), pieces);
      expect(message).toMatchObject({ sizeBytes: 300_000, flags: ['oversized'], fault: null });
      expect(message?.bytes.length).toBe(65_536);
      expect(text(next)).toBe('next');
    }
  });

  it('a small message that inflates to a hundred megabytes is counted, not held; the next one is read', () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000_000), { level: 1, finishFlush: 2 }).subarray(0, -4);
    const body = Buffer.concat([frame(2, bomb, { reserved: 4 }), frame(1, deflated('after'), { reserved: 4 })]);
    const [message, next] = readMessages(decoderFor('upstream', { isDeflated: true }), [body]);
    expect(message).toMatchObject({ sizeBytes: 100_000_000, flags: ['oversized'] });
    expect(message?.bytes.length).toBe(65_536);
    expect(text(next)).toBe('after');
  });
});

describe('frames that break a rule are flagged, and what follows is read', () => {
  const cases: readonly [string, Buffer, RegExp][] = [
    ['a reserved opcode', frame(3, 'x', { mask }), /opcode 3 is reserved/],
    ['a continuation of nothing', frame(0, 'x', { mask }), /had not begun/],
    ['a fragmented ping', frame(9, 'x', { mask, isFinal: false }), /must not be fragmented/],
    ['a ping of 126 bytes', frame(9, 'x'.repeat(126), { mask }), /125 bytes/],
    ['a reserved bit', frame(1, 'x', { mask, reserved: 2 }), /reserved bit/],
    ['compression that nobody agreed on', frame(1, 'x', { mask, reserved: 4 }), /reserved bit/],
    ['a client without mask', frame(1, 'x'), /must mask/],
    ['a long way to write a length', frame(1, 'x', { mask, lengthBytes: 8 }), /shortest way/],
    ['a close code that must not be sent', frame(8, closePayload(1006), { mask }), /1006 must not/],
    ['a close of one byte', frame(8, 'x', { mask }), /two bytes/],
    ['a close reason that is no text', frame(8, Buffer.of(3, 232, 0xff), { mask }), /no UTF-8/],
  ];
  for (const [what, bytes, fault] of cases) {
    it(what, () => {
      const [message, next] = readMessages(decoderFor('client'), [bytes, frame(1, 'good', { mask })]);
      expect(message?.fault).toMatch(fault);
      expect(message?.flags).toContain('malformed');
      expect(text(next)).toBe('good');
    });
  }

  it('a server that masks', () => {
    expect(readMessages(decoderFor('upstream'), [frame(1, 'x', { mask })])[0]).toMatchObject({
      flags: ['malformed'],
      fault: 'A server must not mask its frames.',
    });
  });

  it('a message that begins before the last one ended: both are there', () => {
    const body = Buffer.concat([frame(1, 'half', { isFinal: false }), frame(1, 'whole')]);
    const messages = readMessages(decoderFor('upstream'), [body]);
    expect(messages.map((each) => [text(each), each.flags])).toEqual([
      ['half', ['malformed', 'unterminated']],
      ['whole', []],
    ]);
  });

  it('damaged compression: the message is flagged; with context takeover the later ones are shown as they came', () => {
    const broken = frame(1, Buffer.from('ffffffffff', 'hex'), { reserved: 4 });
    const body = Buffer.concat([broken, frame(1, deflated('later'), { reserved: 4 }), frame(1, 'plain')]);
    const taken = readMessages(decoderFor('upstream', { isDeflated: true }), [body]);
    expect(taken.map(({ flags }) => flags)).toEqual([['malformed'], ['malformed'], []]);
    expect(taken[1]?.fault).toContain('refers to an earlier message');
    const afresh = readMessages(decoderFor('upstream', { isDeflated: true, noTakeover: true }), [body]);
    expect(afresh.map(text).slice(1)).toEqual(['later', 'plain']);
  });

  it('data after the close frame', () => {
    const body = Buffer.concat([frame(8, closePayload(1000)), frame(1, 'late')]);
    expect(readMessages(decoderFor('upstream'), [body])[1]?.fault).toContain('after the close frame');
  });
});

describe('what cannot be framed', () => {
  it('a length with the top bit set ends the reading; every byte belongs to a message', () => {
    const bad = Buffer.from('817fffffffffffffffff', 'hex');
    const decoder = decoderFor('upstream');
    const messages = readMessages(decoder, [Buffer.concat([frame(1, 'ok'), bad]), Buffer.from('more')]);
    expect(decoder.lostReason()).toContain('more bytes than there can be');
    expect(messages.at(-1)).toMatchObject({ kind: 'broken', flags: ['malformed', 'unterminated'], byteEnd: 18 });
    expect(messages.map(({ byteStart, byteEnd }) => byteEnd - byteStart).reduce((sum, size) => sum + size)).toBe(18);
  });

  it('a stream that ends inside a message, a frame or a head says so', () => {
    const cut = (bytes: Buffer) =>
      readMessages(decoderFor('upstream'), [bytes]).map((each) => [each.kind, text(each), each.flags]);
    expect(cut(frame(1, 'half', { isFinal: false }))).toEqual([['text', 'half', ['unterminated']]]);
    expect(cut(frame(1, 'half').subarray(0, 4))).toEqual([['text', 'ha', ['unterminated']]]);
    expect(cut(frame(1, 'half').subarray(0, 1))).toEqual([['broken', '', ['malformed', 'unterminated']]]);
  });

  it('a hole in the recording ends that side, and says why', () => {
    const decoder = decoderFor('upstream');
    decoder.feed({ index: 0, receivedAt: 0, bytes: frame(1, 'ok') });
    decoder.skip();
    expect(decoder.feed({ index: 2, receivedAt: 1, bytes: frame(1, 'no') })).toEqual([]);
    expect(decoder.lostReason()).toContain('Capture lost');
  });
});
