import { describe, expect, test } from 'vitest';
import { closingOf, emptyTail, extendableFraming, tailAfter } from './stream-tail.ts';

const tailOf = (...chunks: string[]): number =>
  chunks.reduce((tail, chunk) => tailAfter(tail, Buffer.from(chunk)), emptyTail);

describe('a cut stream is closed with', () => {
  test.each([
    ['nothing when nothing came', [''], ''],
    ['nothing after a blank line', ['data: 1\n\n'], ''],
    ['nothing after a blank line in CRLF', ['data: 1\r\n\r\n'], ''],
    ['nothing after a blank line in CR', ['data: 1\r\r'], ''],
    ['nothing when the blank line came byte by byte', ['data: 1', '\r', '\n', '\r', '\n'], ''],
    ['one line end after a whole line', ['data: 1\n'], '\n'],
    ['two in the middle of a line', ['data: {"a'], '\n\n'],
    ['two after half a CRLF', ['data: 1\r'], '\n\n'],
  ])('%s', (_, chunks, expected) => {
    expect(closingOf(tailOf(...chunks), 'sse')).toBe(expected);
  });
  test('a line end in the middle of an NDJSON line', () => {
    expect(closingOf(tailOf('{"a":1}\n{"b'), 'ndjson')).toBe('\n');
    expect(closingOf(tailOf('{"a":1}\n'), 'ndjson')).toBe('');
    expect(closingOf(tailOf(''), 'ndjson')).toBe('');
  });
});

test('only event streams and line-delimited JSON can be extended', () => {
  expect(extendableFraming('application/vnd.amazon.eventstream')).toBe('aws-eventstream');
  expect(extendableFraming('text/event-stream; charset=utf-8')).toBe('sse');
  expect(extendableFraming('Application/X-NDJSON')).toBe('ndjson');
  expect(extendableFraming('application/json')).toBeNull();
  expect(extendableFraming(null)).toBeNull();
});
