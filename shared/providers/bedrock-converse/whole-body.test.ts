import { describe, expect, test } from 'vitest';
import { atLength } from '../../../tests/support/at-length.ts';
import {
  damagedValue,
  decodeAnswer,
  decodeFrames,
  type BedrockEvent as Event,
  eventStreamType,
  framesOf,
} from '../../../tests/support/bedrock-bodies.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';
import { byteByByte, seededRandom } from '../../stream/test-chunks.ts';

describe('a whole answer', () => {
  test('makes the deltas that a stream would have made', () => {
    const body = {
      metrics: { latencyMs: 3 },
      output: {
        message: {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
            { citationsContent: { content: [{ text: 'Cited.' }], citations: [{ title: 'T' }] } },
            { toolUse: { toolUseId: 't', name: 'f', input: { a: 1 } } },
            { image: { format: 'jpeg', source: { bytes: '/9j/' } } },
            { video: { format: 'mp4', source: {} } },
          ],
        },
      },
      stopReason: 'max_tokens',
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3, cacheReadInputTokenCount: 0 },
    };
    const decoded = decodeAnswer('bedrock-converse', body);
    expect(decoded.native).toEqual({ ...body, usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } });
    expect(decoded.completion.choices[0]).toMatchObject({
      text: 'Cited.',
      reasoning: 'hm',
      toolCalls: [{ id: 't', name: 'f', input: { a: 1 } }],
      finishReason: 'length',
    });
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.kind)).toEqual([
      'reasoning',
      'text',
      'tool-call',
      'image',
      'other',
    ]);
    expect(decoded).toMatchObject({ end: 'complete', problems: [], events: { used: 1 } });
  });

  test.each([
    [
      { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/' },
      { message: 'Slow down' },
      'ThrottlingException',
    ],
    [
      {},
      { __type: 'com.amazon.coral.service#UnrecognizedClientException', Message: 'Slow down' },
      'UnrecognizedClientException',
    ],
    [{}, { error: { type: 'rate_limit', message: 'Slow down' } }, 'rate_limit'],
    [{}, { message: 'Slow down' }, null],
  ])('an error status: %o %o', (headers, body, type) => {
    const decoded = decodeAnswer('bedrock-converse', body, 429, { ...headers, 'x-amzn-requestid': 'req-1' });
    expect(decoded.rich.error).toEqual({
      type,
      message: 'Slow down',
      status: 429,
      requestId: 'req-1',
      retryAfterSeconds: null,
    });
    expect(decoded).toMatchObject({ end: 'failed', native: body });
  });

  test('the words of a gateway that answers no JSON are the error', () => {
    const body = new TextEncoder().encode('<h1>502 Bad Gateway</h1>');
    const decoded = decodeBody({ format: 'bedrock-converse', status: 502, contentType: 'text/html', body });
    expect(decoded.rich.error).toMatchObject({ status: 502, message: '<h1>502 Bad Gateway</h1>' });
  });
});

const start: Event = ['messageStart', { role: 'assistant', p: 'abcdefgh' }];
const delta = (contentBlockIndex: number, inner: object): Event => [
  'contentBlockDelta',
  { contentBlockIndex, delta: inner },
];
const stop: Event = ['contentBlockStop', { contentBlockIndex: 1 }];
const end: readonly Event[] = [
  ['messageStop', { stopReason: 'end_turn' }],
  ['metadata', { usage: { inputTokens: 10, outputTokens: 4, totalTokens: 14 }, metrics: { latencyMs: 120 } }],
];

const streams = atLength(300, 40);

test(`${streams} streams with damaged payloads: nothing throws, every byte is in an event, and cuts change nothing`, () => {
  const random = seededRandom(77);
  for (let round = 0; round < streams; round += 1) {
    const events = [start, delta(0, { text: 'a' }), delta(1, { toolUse: { input: '{' } }), stop, ...end];
    const damaged = events.map(([type, payload]): Event => [type, damagedValue(payload, random) as object]);
    const body = framesOf(damaged);
    const whole = decodeFrames('bedrock-converse', body);
    expect(whole.events.total).toBe(events.length);
    expect(whole.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
    const cut = decodeBody({
      format: 'bedrock-converse',
      contentType: eventStreamType,
      body,
      chunkSizes: byteByByte(body).map(() => 1),
    });
    expect([cut.native, cut.completion, cut.problems]).toEqual([whole.native, whole.completion, whole.problems]);
  }
});
