import { expect, test } from 'vitest';
import { noUsage } from '../../../shared/model/usage.ts';
import { encodeJsonEvent } from '../../../shared/stream/aws-event-stream-encoder.ts';
import { readableBytes, readableEvent } from './event-text.ts';
import { mediaSource } from './media-source.ts';
import { usageRows } from './usage-rows.ts';

test('the JSON of a data line is laid out, other fields stay', () => {
  expect(readableEvent('event: x\r\ndata: {"a":1}\r\n\r\n')).toBe('event: x\ndata: {\n  "a": 1\n}');
});

test('what is no JSON stays verbatim', () => {
  expect(readableEvent('data: [DONE]\n\n')).toBe('data: [DONE]');
  expect(readableEvent('data: {"a":\n\n')).toBe('data: {"a":');
});

test('only raster images and audio become data URLs, never SVG', () => {
  expect(mediaSource('image/png', 'AAAA', 'image')).toBe('data:image/png;base64,AAAA');
  expect(mediaSource('image/svg+xml', 'AAAA', 'image')).toBeNull();
  expect(mediaSource('text/html', 'AAAA', 'audio')).toBeNull();
  expect(mediaSource('image/png', '"><script>', 'image')).toBeNull();
});

test('cached input is told apart from new input', () => {
  const usage = { ...noUsage, inputTokens: 31_422, cacheReadTokens: 28_304, outputTokens: 364 };
  const { rows } = usageRows(usage, 0, false);
  expect(rows.map((row) => [row.label, row.value])).toEqual([
    ['cache read', '28,304'],
    ['input, new', '3,118'],
    ['output', '364'],
  ]);
});

test('what was not reported is said, and an estimate carries its sign', () => {
  const { rows } = usageRows(noUsage, 74, false);
  expect(rows.map((row) => [row.label, row.value])).toEqual([
    ['input', 'not reported'],
    ['output, estimated', '~74'],
  ]);
});

test('a binary AWS message reads as its headers, its payload and the chunk inside', () => {
  const bytes = encodeJsonEvent('chunk', { bytes: btoa('{"generation":"Hi"}') });
  expect(readableBytes(bytes)).toBe(
    [
      ':event-type: chunk\n:content-type: application/json\n:message-type: event',
      '{\n  "bytes": "eyJnZW5lcmF0aW9uIjoiSGkifQ=="\n}',
      '{\n  "generation": "Hi"\n}',
    ].join('\n\n'),
  );
  expect(readableBytes(new TextEncoder().encode('data: {"a":1}\n\n'))).toBe('data: {\n  "a": 1\n}');
});
