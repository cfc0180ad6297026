import { describe, expect, test } from 'vitest';
import { type DecodeBodyInput, type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import { unknownAdapter } from './adapter.ts';

function decode(body: string, rest: Partial<DecodeBodyInput> = {}): DecodedBody {
  return decodeBody({ format: 'unknown', body: new TextEncoder().encode(body), ...rest });
}

describe('an API that nobody claims', () => {
  test('shows every event by its own name, with a compact preview', () => {
    const { records, events } = decode(
      'event: tick\ndata: {"n":\ndata:  1}\n\ndata: {"type":"item"}\n\ndata: [DONE]\n\n',
      {
        contentType: 'text/event-stream',
      },
    );
    expect(records.map(({ type, reading }) => [type, reading])).toEqual([
      ['tick', '{"n": 1}'],
      ['item', '{"type":"item"}'],
      ['message', '[DONE]'],
    ]);
    expect(events).toEqual({ total: 3, used: 0, ignored: 0, unknown: 3, malformed: 0 });
  });

  test('a JSON body is its own final object', () => {
    expect(decode('{"data":[1,2]}', { contentType: 'application/json' }).native).toEqual({ data: [1, 2] });
  });

  test.each([
    ['{"error":{"type":"rate_limit","message":"Slow down"}}', 'Slow down', 'rate_limit'],
    ['{"error":"Slow down"}', 'Slow down', null],
    ['{"message":"Slow down","code":"busy"}', 'Slow down', 'busy'],
    ['{"detail":"Slow down"}', 'Slow down', null],
  ])('the error in %s is understood', (body, message, type) => {
    const { rich, end } = decode(body, { status: 429, contentType: 'application/json' });
    expect(rich.error).toMatchObject({ message, type, status: 429 });
    expect(end).toBe('failed');
  });

  test('an error in the middle of a stream is seen, an ordinary event is none', () => {
    const stream = 'data: {"message":"hello"}\n\ndata: {"error":{"message":"boom"}}\n\n';
    const { records, rich } = decode(stream, { contentType: 'text/event-stream' });
    expect(records.map((record) => record.type)).toEqual(['message', 'error']);
    expect(rich.error?.message).toBe('boom');
  });
});

test('our own errors have the shape that most clients look for', () => {
  const error = { type: 'no-route', message: 'Nobody.', status: 404, requestId: null, retryAfterSeconds: null };
  const { errors } = unknownAdapter;
  expect(JSON.parse(errors.errorBody(error))).toEqual({ error: { message: 'Nobody.', type: 'no-route' } });
  expect(errors.errorEvent(error, 'sse')).toBe(`event: error\ndata: ${errors.errorBody(error)}\n\n`);
  expect(errors.errorEvent(error, 'json')).toBeNull();
  expect(errors.completionNotice('x', 'sse', null)).toBeNull();
});
