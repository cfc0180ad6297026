import { describe, expect, test } from 'vitest';
import { atLength } from '../../../tests/support/at-length.ts';
import { damagedValue, decodeAnswer, decodeFrames, invokeChunk } from '../../../tests/support/bedrock-bodies.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { concat } from '../../stream/aws-event-stream-encoder.ts';
import { seededRandom } from '../../stream/test-chunks.ts';

const metrics = (inputTokenCount: number, outputTokenCount: number) => ({
  'amazon-bedrock-invocationMetrics': { inputTokenCount, outputTokenCount, invocationLatency: 9, firstByteLatency: 3 },
});

/** Text, finish reason, input and output tokens: what each family must tell. */
const essence = ({ completion, end }: DecodedBody): readonly unknown[] => {
  const [choice] = completion.choices;
  return [choice?.text, choice?.finishReason, completion.usage.inputTokens, completion.usage.outputTokens, end];
};

describe('a whole answer', () => {
  const headers = { 'x-amzn-bedrock-input-token-count': '28', 'x-amzn-bedrock-output-token-count': '197' };

  test.each([
    [
      'Titan',
      { inputTextTokenCount: 28, results: [{ tokenCount: 190, outputText: 'Hi', completionReason: 'FINISH' }] },
      'stop',
      190,
    ],
    [
      'Llama',
      { generation: 'Hi', prompt_token_count: 28, generation_token_count: 5, stop_reason: 'length' },
      'length',
      5,
    ],
    ['Mistral', { outputs: [{ text: 'Hi', stop_reason: 'stop' }] }, 'stop', 197],
    [
      'Jurassic',
      { id: 1234, completions: [{ data: { text: 'Hi', tokens: [] }, finishReason: { reason: 'length', length: 10 } }] },
      'length',
      197,
    ],
    [
      'Command',
      { id: 'c', prompt: 'x', generations: [{ id: 'g', text: 'Hi', finish_reason: 'COMPLETE' }] },
      'stop',
      197,
    ],
    ['Command R', { text: 'Hi', generation_id: 'g', chat_history: [], finish_reason: 'COMPLETE' }, 'stop', 197],
    [
      'completions',
      { object: 'text_completion', id: '', choices: [{ index: 0, text: 'Hi', finish_reason: 'length' }] },
      'length',
      197,
    ],
    ['Claude 2', { type: 'completion', completion: 'Hi', stop_reason: 'stop_sequence' }, 'stop', 197],
    [
      'Claude',
      { id: 'm', type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' },
      'stop',
      197,
    ],
    [
      'Nova',
      {
        output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 28 },
      },
      'stop',
      197,
    ],
    [
      'Mistral chat',
      { choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, stop_reason: 'stop' }] },
      'stop',
      197,
    ],
  ])(
    'of %s: body as it came, tokens as the model or else Bedrock’s head tells',
    (_family, body, reason, outputTokens) => {
      const decoded = decodeAnswer('bedrock-invoke', body, 200, headers);
      expect(essence(decoded)).toEqual(['Hi', reason, 28, outputTokens, 'complete']);
      expect(decoded.native).toEqual(body);
      expect(decoded.problems).toEqual([]);
    },
  );

  test('of vectors, pictures and a ranking is shown as such', () => {
    const vector = decodeAnswer('bedrock-invoke', { embedding: [0.5, 1, 2], inputTextTokenCount: 4 });
    expect(vector.records[0]?.reading).toContain('1 vector of 3');
    const picture = decodeAnswer('bedrock-invoke', { images: ['iVBORw0KGgo='], error: null });
    expect(picture.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'image', mediaType: 'image/png' });
    const ranking = decodeAnswer('bedrock-invoke', { results: [{ index: 1, relevance_score: 0.9 }] });
    expect(ranking.records[0]?.reading).toContain('ranked');
    for (const decoded of [vector, picture, ranking])
      expect(decoded).toMatchObject({ end: 'complete', events: { used: 1 } });
  });

  test('of nobody we know is its own final object', () => {
    const decoded = decodeAnswer('bedrock-invoke', { strange: [1] }, 200, headers);
    expect(decoded).toMatchObject({ end: 'complete', native: { strange: [1] }, events: { unknown: 1 } });
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 28, outputTokens: 197 });
  });

  test('an error status tells the type of its head', () => {
    const type = { 'x-amzn-errortype': 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/' };
    const decoded = decodeAnswer('bedrock-invoke', { message: 'The provided model identifier is invalid.' }, 400, type);
    expect(decoded.rich.error).toMatchObject({
      type: 'ValidationException',
      message: 'The provided model identifier is invalid.',
      status: 400,
    });
    expect(decoded.native).toEqual({ message: 'The provided model identifier is invalid.' });
  });
});

const rounds = atLength(400, 50);

test(`${rounds} streams with damaged chunks: nothing throws, nothing is lost`, () => {
  const random = seededRandom(5);
  const streams: readonly (readonly object[])[] = [
    [
      { generation: 'a', stop_reason: null },
      { generation: 'b', stop_reason: 'stop', ...metrics(1, 2) },
    ],
    [{ messageStart: { role: 'assistant' } }, { contentBlockDelta: { delta: { text: 'x' }, contentBlockIndex: 0 } }],
    [
      { type: 'message_start', message: { usage: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
    ],
    [{ choices: [{ index: 0, delta: { content: 'x' } }] }, { choices: [{ index: 0, text: 'x' }] }],
    [
      { outputText: 'x', index: 0 },
      { results: [{ outputText: 'x' }] },
      { event_type: 'stream-end', response: { text: 'x' } },
    ],
  ];
  for (let round = 0; round < rounds; round += 1) {
    const chunks = (streams[round % streams.length] ?? []).map((chunk) => damagedValue(chunk, random));
    const decoded = decodeFrames('bedrock-invoke', concat(chunks.map(invokeChunk)));
    expect(decoded.events.total).toBe(chunks.length);
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
  }
});
