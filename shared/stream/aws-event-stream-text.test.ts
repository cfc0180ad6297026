import { expect, test } from 'vitest';
import { encodeBase64 } from '../export/base64.ts';
import { encodeUtf8 } from '../lib/utf8.ts';
import { encodeJsonEvent } from './aws-event-stream-encoder.ts';
import { readEventMessage } from './aws-event-stream-text.ts';

const headers = [':event-type: chunk', ':content-type: application/json', ':message-type: event'];

test('a message reads as its headers and its payload; a chunk is opened', () => {
  const plain = encodeJsonEvent('chunk', { a: 'ä' });
  expect(readEventMessage(plain)).toEqual({ headers, payload: '{"a":"ä"}', inner: null });
  const bytes = encodeBase64(encodeUtf8('{"generation":"Hé"}'));
  for (const payload of [
    { bytes, p: 'abc' },
    { p: 'abc', bytes },
  ]) {
    expect(readEventMessage(encodeJsonEvent('chunk', payload))).toMatchObject({
      headers,
      inner: '{"generation":"Hé"}',
    });
  }
});

test('a message that was cut reads as far as it goes; other bytes are none', () => {
  const whole = encodeJsonEvent('chunk', { a: 'x'.repeat(100) });
  expect(readEventMessage(whole.subarray(0, 120))).toMatchObject({
    headers,
    payload: expect.stringMatching(/^\{"a":"x+$/),
  });
  expect(readEventMessage(encodeUtf8('data: {"a":1}\n\n'))).toBeNull();
  expect(readEventMessage(new Uint8Array(0))).toBeNull();
});
