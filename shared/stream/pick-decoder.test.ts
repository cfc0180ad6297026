import { expect, test } from 'vitest';
import type { Framing } from '../model/wire-format.ts';
import { createDecoder, framingOfMediaType, pickFraming } from './pick-decoder.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function pick(mediaType: string | null, text: string, status = 200): Framing | null {
  return pickFraming({ status, mediaType }, bytesOf(text), 'openai-chat', true);
}

test('media types promise a framing, JSON of every vendor and the many names of NDJSON too', () => {
  expect(framingOfMediaType('text/event-stream')).toBe('sse');
  for (const name of ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-json-lines']) {
    expect([name, framingOfMediaType(name)]).toEqual([name, 'ndjson']);
  }
  expect(framingOfMediaType('application/problem+json')).toBe('json');
  expect(framingOfMediaType('image/png')).toBe('none');
  expect(framingOfMediaType('text/plain')).toBeNull();
});

test.each<[string, string | null, string, Framing]>([
  ['an event stream', 'text/event-stream', ': hello\n\ndata: {}\n\n', 'sse'],
  ['an event stream that starts with blank lines', 'text/event-stream', '\n\ndata: {}\n\n', 'sse'],
  ['a document labelled as an event stream', 'text/event-stream', '{\n  "error": {}\n}', 'json'],
  ['lines labelled as an event stream', 'text/event-stream', '{"a":1}\n{"a":2}\n', 'ndjson'],
  ['an event stream labelled as JSON', 'application/json', 'data: {"a":1}\n\n', 'sse'],
  ['lines labelled as JSON', 'application/json', '{"a":1}\n{"a":2}\n', 'ndjson'],
  ['a pretty document', 'application/json', '{\n  "a": {\n  }\n}', 'json'],
  ['a list', 'application/json', '[{"a":1}\n,{"a":2}]', 'json'],
  ['one line with a newline', 'application/json', '{"a":1}\n', 'json'],
  ['one line of NDJSON', 'application/x-ndjson', '{"a":1}', 'ndjson'],
  ['an unlabelled event stream', null, 'event: ping\ndata: {}\n\n', 'sse'],
  ['an unlabelled document', 'text/plain', '{"a":1}', 'json'],
  ['text', 'text/plain', 'database is down', 'none'],
  ['text that begins like a field', 'text/plain', 'dataset: x', 'none'],
  ['nothing', null, '', 'none'],
  ['a picture', 'image/png', '{"a":1}', 'none'],
])('%s', (_name, mediaType, text, framing) => {
  expect(pick(mediaType, text)).toBe(framing);
});

test('Gemini streams an array element by element; for any other format a list is a document', () => {
  const facts = { status: 200, mediaType: 'application/json' };
  for (const text of ['[', '\uFEFF \n[{"candidates":[]}', '[{"error":{}}]']) {
    expect(pickFraming(facts, bytesOf(text), 'gemini-generate')).toBe('json-array');
    expect(pickFraming(facts, bytesOf(text), 'openai-chat')).toBe('json');
  }
  expect(pickFraming(facts, bytesOf('{"candidates":[]}'), 'gemini-generate', true)).toBe('json');
  expect(createDecoder('json-array')?.framing).toBe('json-array');
});

test('an error in plain words is read whole, an opaque one is not', () => {
  expect(pick('text/html', '<h1>502 Bad Gateway</h1>', 502)).toBe('json');
  expect(pick('application/octet-stream', '\u0000\u0001', 502)).toBe('none');
});

test('a live stream is decided by its first character; a doubtful body waits for more', () => {
  const early = (mediaType: string | null, text: string): Framing | null =>
    pickFraming({ status: 200, mediaType }, bytesOf(text), 'unknown');
  expect(early('text/event-stream', 'd')).toBe('sse');
  expect(early('application/x-ndjson', '{')).toBe('ndjson');
  expect(early('text/event-stream', '{')).toBeNull();
  expect(early(null, 'dat')).toBeNull();
  expect(early(null, 'data:')).toBe('sse');
  expect(early('application/json', '{"a":1}\n{')).toBe('ndjson');
});

test('the answer does not depend on how much came at first', () => {
  for (const text of ['data: x\n\n', '{"a":1}\n{"b":2}\n', '{\n"a":1}', '  [1]', 'retry', 'hello', '\uFEFFid:1\n']) {
    for (const mediaType of [null, 'text/event-stream', 'application/json', 'application/x-ndjson']) {
      const bytes = bytesOf(text);
      const whole = pickFraming({ status: 200, mediaType }, bytes, 'unknown', true);
      for (let length = 0; length < bytes.length; length += 1) {
        const early = pickFraming({ status: 200, mediaType }, bytes.subarray(0, length), 'unknown');
        expect([null, whole], `${text} / ${mediaType} / ${length}`).toContain(early);
      }
    }
  }
});
