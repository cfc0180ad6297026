/** Our decoder and encoder against AWS's own codec: seeded messages with all header types, both ways. */
import { EventStreamCodec, Int64 } from '@smithy/core/event-streams';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts';
import type { EventHeader } from '../model/stream-event.ts';
import { createAwsEventStreamDecoder } from './aws-event-stream-decoder.ts';
import { concat, encodeEventMessage } from './aws-event-stream-encoder.ts';
import { cutRandomly, decodeAll, seededRandom } from './test-chunks.ts';

const codec = new EventStreamCodec((bytes) => decodeUtf8(bytes as Uint8Array).text, encodeUtf8);

type Message = Parameters<EventStreamCodec['encode']>[0];
type Header = Message['headers'][string];

const random = seededRandom(1122);
const upTo = (limit: number): number => Math.floor(random() * limit);
const someBytes = (limit: number): Uint8Array => Uint8Array.from({ length: upTo(limit) }, () => upTo(256));
const letters = [
  ...'aZ9 é☃👋"\
',
];
const someText = (): string => Array.from({ length: upTo(12) }, () => letters[upTo(letters.length)] ?? '').join('');

const makers: readonly (() => Header)[] = [
  () => ({ type: 'boolean', value: random() < 0.5 }),
  () => ({ type: 'byte', value: upTo(256) - 128 }),
  () => ({ type: 'short', value: upTo(65_536) - 32_768 }),
  () => ({ type: 'integer', value: upTo(2 ** 32) - 2 ** 31 }),
  () => ({ type: 'long', value: Int64.fromNumber(upTo(2 ** 50) - 2 ** 49) }),
  () => ({ type: 'binary', value: someBytes(40) }),
  () => ({ type: 'string', value: someText() }),
  () => ({ type: 'timestamp', value: new Date(upTo(4e12)) }),
  () => ({ type: 'uuid', value: '0123abcd-4567-89ef-0123-456789abcdef' }),
];

function someMessage(): Message {
  const headers = Array.from({ length: upTo(12) }, (_, index): [string, Header] => {
    return [`h${index}é`, (makers[upTo(makers.length)] as () => Header)()];
  });
  return { headers: Object.fromEntries(headers), body: encodeUtf8(someText().repeat(upTo(50))) };
}

/** The SDK's value of a header in the words of ours. */
function inOurWords(name: string, { type, value }: Header): EventHeader {
  if (type === 'binary') return { name, type: 'bytes', value: Buffer.from(value).toString('hex') };
  if (type === 'timestamp') return { name, type, value: value.toISOString() };
  return type === 'long' ? { name, type, value: String(value.valueOf()) } : { name, type, value };
}

test('500 messages of AWS’s encoder, cut at random places, are read as they were written', () => {
  for (let round = 0; round < 50; round += 1) {
    const messages = Array.from({ length: 10 }, someMessage);
    const body = concat(messages.map((message) => codec.encode(message)));
    const events = decodeAll(createAwsEventStreamDecoder(), cutRandomly(body, random, upTo(40)));
    expect(events.map(({ headers, data, flags }) => ({ headers, data, flags }))).toEqual(
      messages.map(({ headers, body: payload }) => ({
        headers: Object.entries(headers).map(([name, header]) => inOurWords(name, header)),
        data: decodeUtf8(payload).text,
        flags: [],
      })),
    );
  }
});

test('messages of our encoder are read by AWS’s decoder', () => {
  for (let round = 0; round < 100; round += 1) {
    const payload = encodeUtf8(someText().repeat(upTo(50)));
    const text = someText();
    const decoded = codec.decode(
      encodeEventMessage(
        [
          [':event-type', text],
          [':message-type', 'event'],
        ],
        payload,
      ),
    );
    expect(decoded.headers).toEqual({
      ':event-type': { type: 'string', value: text },
      ':message-type': { type: 'string', value: 'event' },
    });
    expect(new Uint8Array(decoded.body)).toEqual(payload);
  }
});

test('what AWS’s decoder refuses, ours flags', () => {
  for (let round = 0; round < 300; round += 1) {
    const frame = codec.encode(someMessage()).slice();
    const at = upTo(frame.length);
    frame[at] = (frame[at] as number) ^ (1 << upTo(8));
    expect(() => codec.decode(frame)).toThrow();
    const events = decodeAll(createAwsEventStreamDecoder(), [frame]);
    expect(events.map((event) => event.flags.includes('malformed'))).toEqual([true]);
  }
});
