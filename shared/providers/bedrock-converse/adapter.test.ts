import { describe, expect, test } from 'vitest';
import { decodeFrames, type BedrockEvent as Event, framesOf } from '../../../tests/support/bedrock-bodies.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { concat, encodeEventMessage, encodeJsonException } from '../../stream/aws-event-stream-encoder.ts';
import { pickAdapter } from '../registry.ts';

const start: Event = ['messageStart', { role: 'assistant', p: 'abcdefgh' }];
const end: readonly Event[] = [
  ['messageStop', { stopReason: 'end_turn', p: 'abc' }],
  ['metadata', { usage: { inputTokens: 10, outputTokens: 4, totalTokens: 14 }, metrics: { latencyMs: 120 }, p: 'ab' }],
];
const delta = (contentBlockIndex: number, inner: object): Event => [
  'contentBlockDelta',
  { contentBlockIndex, delta: inner, p: 'abcdef' },
];
const stop = (contentBlockIndex: number): Event => ['contentBlockStop', { contentBlockIndex, p: 'a' }];

const decode = (body: Uint8Array, isCut = false) => decodeFrames('bedrock-converse', body, isCut);
const decodeEvents = (...events: readonly Event[]): DecodedBody => decode(framesOf(events));

describe('a Converse stream', () => {
  test('becomes text, reasoning with its signature, a tool call and usage; the padding is nobody’s', () => {
    const decoded = decodeEvents(
      start,
      delta(0, { reasoningContent: { text: 'Let me ' } }),
      delta(0, { reasoningContent: { text: 'think.' } }),
      delta(0, { reasoningContent: { signature: 'c2lnbmF0dXJl' } }),
      stop(0),
      delta(1, { text: 'Grü' }),
      delta(1, { text: 'ße' }),
      stop(1),
      ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 'tooluse_1', name: 'weather' } } }],
      delta(2, { toolUse: { input: '{"city":' } }),
      delta(2, { toolUse: { input: '"Bern"}' } }),
      stop(2),
      ['messageStop', { stopReason: 'tool_use', additionalModelResponseFields: { top_k: 5 } }],
      [
        'metadata',
        {
          usage: { inputTokens: 10, outputTokens: 4, totalTokens: 14, serverToolUsage: {} },
          metrics: { latencyMs: 9 },
        },
      ],
    );
    expect(decoded.native).toEqual({
      output: {
        message: {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'Let me think.', signature: 'c2lnbmF0dXJl' } } },
            { text: 'Grüße' },
            { toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Bern' } } },
          ],
        },
      },
      stopReason: 'tool_use',
      usage: { inputTokens: 10, outputTokens: 4, totalTokens: 14 },
      metrics: { latencyMs: 9 },
      additionalModelResponseFields: { top_k: 5 },
    });
    expect(decoded.completion).toEqual({
      id: null,
      model: null,
      choices: [
        {
          index: 0,
          text: 'Grüße',
          reasoning: 'Let me think.',
          refusal: null,
          toolCalls: [{ id: 'tooluse_1', name: 'weather', input: { city: 'Bern' } }],
          finishReason: 'tool-calls',
        },
      ],
      usage: {
        inputTokens: 10,
        outputTokens: 4,
        cacheReadTokens: null,
        cacheWriteTokens: null,
        reasoningTokens: null,
        totalTokens: 14,
      },
    });
    expect(decoded).toMatchObject({ end: 'complete', problems: [], events: { total: 14, used: 14 } });
    expect(decoded.rich.choices[0]?.blocks.map((block) => [block.kind, block.signature, block.isOpen])).toEqual([
      ['reasoning', 'c2lnbmF0dXJl', false],
      ['text', null, false],
      ['tool-call', null, false],
    ]);
  });

  test('counts cached input beside inputTokens', () => {
    const usage = {
      inputTokens: 4,
      outputTokens: 2,
      totalTokens: 1006,
      cacheReadInputTokens: 900,
      cacheWriteInputTokens: 100,
    };
    const { completion } = decodeEvents(start, delta(0, { text: 'x' }), end[0] as Event, ['metadata', { usage }]);
    expect(completion.usage).toMatchObject({
      inputTokens: 1004,
      outputTokens: 2,
      cacheReadTokens: 900,
      cacheWriteTokens: 100,
      totalTokens: 1006,
    });
  });

  test('keeps hidden reasoning, citations with their text, a server tool and its result, and an image', () => {
    const web = { location: { web: { url: 'https://example.com/a', domain: 'example.com' } } };
    const decoded = decodeEvents(
      start,
      delta(0, { reasoningContent: { redactedContent: 'aGlk' } }),
      delta(0, { reasoningContent: { redactedContent: 'ZGVu' } }),
      stop(0),
      delta(1, { citation: { title: 'Policy', sourceContent: [{ text: '20 days' }] } }),
      delta(1, { text: 'You get 20 days.' }),
      stop(1),
      [
        'contentBlockStart',
        {
          contentBlockIndex: 2,
          start: { toolUse: { toolUseId: 's1', name: 'nova_grounding', type: 'server_tool_use' } },
        },
      ],
      stop(2),
      [
        'contentBlockStart',
        {
          contentBlockIndex: 3,
          start: { toolResult: { toolUseId: 's1', type: 'nova_grounding_result', status: 'success' } },
        },
      ],
      delta(3, { toolResult: [{ text: 'found' }] }),
      stop(3),
      delta(4, { citation: web }),
      stop(4),
      ['contentBlockStart', { contentBlockIndex: 5, start: { image: { format: 'png' } } }],
      delta(5, { image: { source: { bytes: 'iVBORw==' } } }),
      delta(5, { image: { source: { bytes: 'AQID' } } }),
      stop(5),
      ...end,
    );
    expect((decoded.native as { output: { message: { content: unknown } } }).output.message.content).toEqual([
      { reasoningContent: { redactedContent: 'aGlkZGVu' } },
      {
        citationsContent: {
          content: [{ text: 'You get 20 days.' }],
          citations: [{ title: 'Policy', sourceContent: [{ text: '20 days' }] }],
        },
      },
      { toolUse: { toolUseId: 's1', name: 'nova_grounding', type: 'server_tool_use', input: {} } },
      {
        toolResult: {
          toolUseId: 's1',
          type: 'nova_grounding_result',
          status: 'success',
          content: [{ text: 'found' }],
        },
      },
      { citationsContent: { citations: [web] } },
      // The two pieces of base64 are one picture: 89 50 4e 47, then 01 02 03.
      { image: { format: 'png', source: { bytes: 'iVBORwECAw==' } } },
    ]);
    const blocks = decoded.rich.choices[0]?.blocks ?? [];
    expect(blocks.map((block) => [block.kind, block.name, block.isProviderExecuted])).toEqual([
      ['reasoning', null, false],
      ['text', null, false],
      ['tool-call', 'nova_grounding', true],
      ['tool-result', 'nova_grounding_result', true],
      ['text', null, false],
      ['image', null, false],
    ]);
    expect(blocks[1]?.citations[0]).toMatchObject({ title: 'Policy', quote: '20 days' });
    expect(blocks[4]?.citations[0]).toMatchObject({ title: 'example.com', url: 'https://example.com/a' });
    expect(blocks[5]?.mediaType).toBe('image/png');
    expect(decoded.problems).toEqual([]);
  });

  test('a tool without any input took no arguments; text under a reasoning block’s index is kept apart', () => {
    const decoded = decodeEvents(
      start,
      delta(0, { reasoningContent: { text: 'hm' } }),
      delta(0, { text: 'Hi' }),
      stop(0),
      ['contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't', name: 'now' } } }],
      stop(1),
      ...end,
    );
    expect(decoded.completion.choices[0]).toMatchObject({
      text: 'Hi',
      reasoning: 'hm',
      toolCalls: [{ name: 'now', input: {} }],
    });
  });

  test('what the docs do not know is counted as unknown and loses nothing else', () => {
    const decoded = decodeEvents(
      start,
      ['contentBlockStart', { contentBlockIndex: 0, start: { hologram: {} } }],
      delta(0, { hologram: 'x' }),
      ['contentBlockStart', { contentBlockIndex: 0, start: {} }],
      delta(0, { text: 'Hi' }),
      stop(0),
      ['brandNewEvent', { a: 1 }],
      ...end,
    );
    expect(decoded.events).toMatchObject({ used: 6, unknown: 3, malformed: 0 });
    expect(decoded.completion.choices[0]?.text).toBe('Hi');
  });

  test('a second messageStart and a missing metadata are told', () => {
    const decoded = decodeEvents(start, start, delta(0, { text: 'x' }), stop(0), end[0] as Event);
    expect(decoded.problems.map(({ kind, eventIndex }) => [kind, eventIndex])).toEqual([
      ['second-message-start', 1],
      ['usage-missing', null],
    ]);
    expect(decoded).toMatchObject({ end: 'complete', rich: { isEnded: true } });
  });

  test('a payload that is no JSON is one malformed event', () => {
    const bad = encodeEventMessage(
      [
        [':event-type', 'contentBlockDelta'],
        [':message-type', 'event'],
      ],
      new TextEncoder().encode('{"delta'),
    );
    const decoded = decode(concat([framesOf([start]), bad, framesOf([delta(0, { text: 'x' }), ...end])]));
    expect(decoded.events).toMatchObject({ used: 4, malformed: 1 });
    expect(decoded.problems).toMatchObject([{ kind: 'malformed-json', eventIndex: 1 }]);
  });
});

describe('a stream that ends badly', () => {
  const begun = framesOf([start, delta(0, { text: 'Once' })]);

  test.each([
    ['throttlingException', 429],
    ['modelStreamErrorException', 424],
    ['validationException', 400],
    ['internalServerException', 500],
    ['serviceUnavailableException', 503],
    ['somethingNewException', null],
  ])('%s is the answer’s error; what came before stays', (type, status) => {
    const decoded = decode(concat([begun, encodeJsonException(type, { message: 'Too many tokens, please wait.' })]));
    expect(decoded.rich.error).toMatchObject({ type, message: 'Too many tokens, please wait.', status });
    expect(decoded).toMatchObject({ end: 'failed', problems: [], events: { used: 3 } });
    expect(decoded.completion.choices[0]?.text).toBe('Once');
    expect(decoded.native).toEqual({ output: { message: { role: 'assistant', content: [{ text: 'Once' }] } } });
  });

  test('an error message tells its code and words in its headers', () => {
    const frame = encodeEventMessage(
      [
        [':message-type', 'error'],
        [':error-code', 'InternalFailure'],
        [':error-message', 'Something broke'],
      ],
      new Uint8Array(0),
    );
    expect(decode(concat([begun, frame])).rich.error).toMatchObject({
      type: 'InternalFailure',
      message: 'Something broke',
    });
  });

  test('an exception without a payload still has its name', () => {
    const frame = encodeEventMessage(
      [
        [':message-type', 'exception'],
        [':exception-type', 'throttlingException'],
      ],
      new Uint8Array(0),
    );
    expect(decode(frame).rich.error).toMatchObject({ type: 'throttlingException', message: 'throttlingException' });
  });

  test('cut anywhere, it is truncated, and keeps what was whole', () => {
    const whole = framesOf([start, delta(0, { text: 'Once' }), delta(0, { text: ' more' }), stop(0), ...end]);
    const texts = new Set<string | undefined>();
    for (let length = 0; length < whole.length; length += 1) {
      const decoded = decode(whole.subarray(0, length));
      const isBetween = decoded.records.every((record) => record.flags.length === 0);
      // Between messageStop and metadata nothing but HTTP can say that more was to come.
      const isStopped = decoded.records.some((record) => record.type === 'messageStop') && isBetween;
      expect(decoded.end, `${length}`).toBe(isStopped ? 'complete' : 'truncated');
      texts.add(decoded.completion.choices[0]?.text);
    }
    expect([...texts]).toEqual([undefined, 'Once', 'Once more']);
    expect(decode(whole, true).end).toBe('truncated');
  });

  test('a tool’s input that was cut off is shown as far as it came', () => {
    const tool: Event = [
      'contentBlockStart',
      { contentBlockIndex: 0, start: { toolUse: { toolUseId: 't', name: 'f' } } },
    ];
    const decoded = decodeEvents(start, tool, delta(0, { toolUse: { input: '{"a":[1,2,{"b":"c' } }));
    expect(decoded.native).toMatchObject({
      output: { message: { content: [{ toolUse: { input: { a: [1, 2, {}] } } }] } },
    });
    expect(decoded.completion.choices[0]?.toolCalls[0]?.input).toBe('{"a":[1,2,{"b":"c');
  });

  test('a wrong checksum costs its own event only', () => {
    const bad = framesOf([delta(0, { text: 'lost' })]);
    bad[bad.length - 8] = 0;
    const decoded = decode(concat([framesOf([start]), bad, framesOf([delta(0, { text: 'kept' }), stop(0), ...end])]));
    expect(decoded.completion.choices[0]?.text).toBe('kept');
    expect(decoded.problems).toMatchObject([{ kind: 'malformed-frame', eventIndex: 1 }]);
    expect(decoded.problems[0]?.message).toContain('checksum');
  });
});

test('the path tells Converse, with an ARN for a model too', () => {
  const pick = (path: string) =>
    pickAdapter({ method: 'POST', path, query: '', header: () => null, defaultFormat: 'unknown' }).format;
  expect(pick('/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse')).toBe('bedrock-converse');
  expect(pick('/model/us.amazon.nova-2-lite-v1:0/converse-stream')).toBe('bedrock-converse');
  expect(pick('/model/arn:aws:bedrock:us-east-1:1:inference-profile/abc/converse-stream')).toBe('bedrock-converse');
  expect(pick('/model/amazon.titan/invoke')).toBe('bedrock-invoke');
  expect(pick('/model/amazon.titan/invoke-with-response-stream')).toBe('bedrock-invoke');
  expect(pick('/model/converse')).toBe('unknown');
});
