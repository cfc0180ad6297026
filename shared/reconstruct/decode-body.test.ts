import { expect, test } from 'vitest';
import { decodeBody, mediaTypeOf } from './decode-body.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const body = bytesOf(
  [
    '{"model":"m","message":{"role":"assistant","content":"Hel"},"done":false}',
    '{"model":"m","message":{"role":"assistant","content":"lo"},"done":false}',
    '{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":2}',
    '',
  ].join('\n'),
);

test('a saved body is rebuilt as DESIGN.md section 4 prints it', () => {
  const decoded = decodeBody({ format: 'ollama-chat', contentType: 'application/x-ndjson; charset=utf-8', body });
  expect(decoded).toMatchObject({
    format: 'ollama-chat',
    framing: 'ndjson',
    end: 'complete',
    native: {
      model: 'm',
      message: { role: 'assistant', content: 'Hello' },
      done: true,
      done_reason: 'stop',
      eval_count: 2,
    },
    completion: { model: 'm', choices: [{ index: 0, text: 'Hello', toolCalls: [], finishReason: 'stop' }] },
    events: { total: 3, used: 3, ignored: 0, unknown: 0, malformed: 0 },
    problems: [],
  });
});

test('the chunks of the network change nothing but provenance', () => {
  const whole = decodeBody({ format: 'ollama-chat', body });
  const cut = decodeBody({ format: 'ollama-chat', body, chunkSizes: [10, 1, 100, 3] });
  expect(cut.completion).toEqual(whole.completion);
  expect(cut.native).toEqual(whole.native);
  expect(cut.records.map((record) => [record.chunkStart, record.chunkEnd])).toEqual([
    [0, 2],
    [2, 4],
    [4, 4],
  ]);
});

test('without its last chunk it is truncated, and what came is there', () => {
  const decoded = decodeBody({
    format: 'ollama-chat',
    contentType: 'application/x-ndjson',
    body: body.subarray(0, 120),
  });
  expect(decoded).toMatchObject({ end: 'truncated', completion: { choices: [{ text: 'Hel', finishReason: null }] } });
  expect(decoded.problems.map((problem) => problem.kind)).toContain('truncated');
});

test('an error status is a failure with its words', () => {
  const decoded = decodeBody({ format: 'ollama-chat', status: 404, body: bytesOf('{"error":"model not found"}') });
  expect(decoded).toMatchObject({ end: 'failed', rich: { error: { message: 'model not found', status: 404 } } });
});

test('a format without an adapter keeps its name and its events', () => {
  const decoded = decodeBody({
    format: 'cohere-v2',
    contentType: 'text/event-stream',
    body: bytesOf('data: {"type":"x"}\n\n'),
  });
  expect(decoded).toMatchObject({ format: 'cohere-v2', events: { total: 1, unknown: 1 }, records: [{ type: 'x' }] });
});

test('nothing at all is complete and empty', () => {
  const decoded = decodeBody({ format: 'openai-chat', body: new Uint8Array(0) });
  expect(decoded).toMatchObject({ framing: null, native: null, events: { total: 0 } });
});

test('a media type is taken out of its header', () => {
  expect([null, '', 'Text/Event-Stream; charset=utf-8'].map(mediaTypeOf)).toEqual([null, null, 'text/event-stream']);
});
