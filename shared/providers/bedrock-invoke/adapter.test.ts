import { describe, expect, test } from 'vitest';
import { decodeFrames, invokeChunk } from '../../../tests/support/bedrock-bodies.ts';
import { encodeBase64 } from '../../export/base64.ts';
import { encodeUtf8 } from '../../lib/utf8.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import {
  concat,
  encodeEventMessage,
  encodeJsonEvent,
  encodeJsonException,
} from '../../stream/aws-event-stream-encoder.ts';

const decode = (body: Uint8Array, isCut = false) => decodeFrames('bedrock-invoke', body, isCut);
const decodeChunks = (...chunks: readonly object[]): DecodedBody => decode(concat(chunks.map(invokeChunk)));

const metrics = (inputTokenCount: number, outputTokenCount: number) => ({
  'amazon-bedrock-invocationMetrics': { inputTokenCount, outputTokenCount, invocationLatency: 9, firstByteLatency: 3 },
});

/** Text, finish reason, input and output tokens: what each family must tell. */
const essence = ({ completion, end }: DecodedBody): readonly unknown[] => {
  const [choice] = completion.choices;
  return [choice?.text, choice?.finishReason, completion.usage.inputTokens, completion.usage.outputTokens, end];
};

describe('each family inside the envelope', () => {
  test('Claude: its own events, its own usage before Bedrock’s count', () => {
    const decoded = decodeChunks(
      {
        type: 'message_start',
        message: {
          id: 'msg_bdrk_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-test',
          content: [],
          usage: { input_tokens: 5, cache_read_input_tokens: 100, output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't1', name: 'f', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '1}' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 30 } },
      { type: 'message_stop', ...metrics(5, 7) },
    );
    expect(decoded.native).toEqual({
      id: 'msg_bdrk_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-test',
      content: [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }],
      stop_reason: 'tool_use',
      usage: { input_tokens: 5, cache_read_input_tokens: 100, output_tokens: 30 },
    });
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 105, outputTokens: 30, cacheReadTokens: 100 });
    expect(decoded.records.map((record) => record.type)).toEqual([
      'message_start',
      'content_block_start',
      'input_json_delta',
      'input_json_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(decoded).toMatchObject({ end: 'complete', problems: [] });
  });

  test('Claude 2: text completions, counted by Bedrock alone', () => {
    const decoded = decodeChunks(
      { completion: ' The', stop_reason: null, stop: null },
      { completion: ' end.', stop_reason: null, stop: null },
      { completion: '', stop_reason: 'stop_sequence', stop: '\n\nHuman:', ...metrics(16, 3) },
    );
    expect(essence(decoded)).toEqual([' The end.', 'stop', 16, 3, 'complete']);
    expect(decoded.native).toEqual({ completion: ' The end.', stop_reason: 'stop_sequence', stop: '\n\nHuman:' });
  });

  test('Titan: as InvokeModel gives it whole', () => {
    const decoded = decodeChunks(
      { outputText: 'One', index: 0, totalOutputTextTokenCount: null, completionReason: null, inputTextTokenCount: 13 },
      {
        outputText: ' two',
        index: 1,
        totalOutputTextTokenCount: 10,
        completionReason: 'LENGTH',
        inputTextTokenCount: null,
        ...metrics(13, 10),
      },
    );
    expect(essence(decoded)).toEqual(['One two', 'length', 13, 10, 'complete']);
    expect(decoded.native).toEqual({
      inputTextTokenCount: 13,
      results: [{ tokenCount: 10, outputText: 'One two', completionReason: 'LENGTH' }],
    });
  });

  test('Llama: counts grow from chunk to chunk', () => {
    const decoded = decodeChunks(
      { generation: 'A', prompt_token_count: 23, generation_token_count: 1, stop_reason: null },
      { generation: 'B', prompt_token_count: null, generation_token_count: 2, stop_reason: 'stop', ...metrics(23, 2) },
    );
    expect(essence(decoded)).toEqual(['AB', 'stop', 23, 2, 'complete']);
    expect(decoded.native).toEqual({
      generation: 'AB',
      prompt_token_count: 23,
      generation_token_count: 2,
      stop_reason: 'stop',
    });
  });

  test('Mistral’s prompts', () => {
    const decoded = decodeChunks(
      { outputs: [{ text: ' I', stop_reason: null }] },
      { outputs: [{ text: ' am', stop_reason: 'length' }], ...metrics(19, 2) },
    );
    expect(essence(decoded)).toEqual([' I am', 'length', 19, 2, 'complete']);
    expect(decoded.native).toEqual({ outputs: [{ text: ' I am', stop_reason: 'length' }] });
  });

  test('Mistral’s chat says stop_reason, and message in a stream', () => {
    const decoded = decodeChunks(
      {
        id: 'm1',
        object: 'chat.completion.chunk',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Bon' }, stop_reason: null }],
      },
      {
        id: 'm1',
        object: 'chat.completion.chunk',
        choices: [{ index: 0, message: { content: 'jour' }, stop_reason: 'stop' }],
        ...metrics(4, 2),
      },
    );
    expect(essence(decoded)).toEqual(['Bonjour', 'stop', 4, 2, 'complete']);
  });

  test('Jamba, DeepSeek, gpt-oss: OpenAI’s chat without a [DONE]', () => {
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'openai.gpt-oss-20b' };
    const call = { index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const decoded = decodeChunks(
      { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi', reasoning: 'hm' } }] },
      { ...head, choices: [{ index: 0, delta: { tool_calls: [call] } }] },
      { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
      { ...head, choices: [], usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 }, ...metrics(9, 5) },
    );
    expect(essence(decoded)).toEqual(['Hi', 'tool-calls', 9, 5, 'complete']);
    expect(decoded.completion.choices[0]).toMatchObject({
      reasoning: 'hm',
      toolCalls: [{ id: 'c1', name: 'f', input: {} }],
    });
    expect(decoded.completion).toMatchObject({ id: 'chatcmpl-1', model: 'openai.gpt-oss-20b' });
    expect(decoded.native).toMatchObject({ choices: [{ message: { content: 'Hi' }, finish_reason: 'tool_calls' }] });
  });

  test('bare completions, several choices', () => {
    const decoded = decodeChunks(
      {
        choices: [
          { index: 0, text: 'a' },
          { index: 1, text: 'x' },
        ],
      },
      {
        choices: [
          { index: 1, text: 'y', stop_reason: 'length' },
          { index: 0, text: 'b', stop_reason: 'stop' },
        ],
        ...metrics(1, 4),
      },
    );
    expect(decoded.completion.choices.map(({ text, finishReason }) => [text, finishReason])).toEqual([
      ['ab', 'stop'],
      ['xy', 'length'],
    ]);
    expect(decoded.native).toEqual({
      choices: [
        { index: 0, text: 'ab', stop_reason: 'stop' },
        { index: 1, text: 'xy', stop_reason: 'length' },
      ],
    });
  });

  test('Cohere Command and Command R, whose last event repeats the answer', () => {
    const command = decodeChunks(
      { is_finished: false, text: ' I' },
      { is_finished: false, text: ' am' },
      { is_finished: true, finish_reason: 'MAX_TOKENS', ...metrics(20, 2) },
    );
    expect(essence(command)).toEqual([' I am', 'length', 20, 2, 'complete']);
    expect(command.native).toEqual({ generations: [{ text: ' I am', finish_reason: 'MAX_TOKENS' }] });

    const response = {
      response_id: 'r/1',
      generation_id: 'g-1',
      text: 'Paris.',
      finish_reason: 'COMPLETE',
      chat_history: [],
      meta: { tokens: { input_tokens: 73, output_tokens: 8 } },
    };
    const chat = decodeChunks(
      { is_finished: false, event_type: 'text-generation', text: 'Pa' },
      { is_finished: false, event_type: 'text-generation', text: 'ris.' },
      {
        is_finished: false,
        event_type: 'tool-calls-generation',
        text: 'Paris.',
        tool_calls: [{ name: 'map', parameters: { at: 1 } }],
      },
      { is_finished: true, event_type: 'stream-end', response, finish_reason: 'COMPLETE', ...metrics(7, 7) },
    );
    expect(essence(chat)).toEqual(['Paris.', 'stop', 73, 8, 'complete']);
    expect(chat.completion).toMatchObject({ id: 'g-1', choices: [{ toolCalls: [{ name: 'map', input: { at: 1 } }] }] });
    expect(chat.native).toEqual(response);
  });

  test('Nova: Converse’s events in objects under their names', () => {
    const decoded = decodeChunks(
      { messageStart: { role: 'assistant' } },
      {
        contentBlockDelta: { delta: { text: 'Ho' }, contentBlockIndex: 0 },
        'amazon-bedrock-guardrailAction': 'INTERVENED',
      },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { contentBlockStart: { start: { toolUse: { toolUseId: 't', name: 'f' } }, contentBlockIndex: 1 } },
      { contentBlockDelta: { delta: { toolUse: { input: '{"a":1}' } }, contentBlockIndex: 1 } },
      { contentBlockStop: { contentBlockIndex: 1 } },
      { messageStop: { stopReason: 'tool_use' } },
      { metadata: { usage: { inputTokens: 5, outputTokens: 10, cacheReadInputTokenCount: 3 } }, ...metrics(5, 10) },
    );
    expect(essence(decoded)).toEqual(['Ho', 'tool-calls', 8, 10, 'complete']);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([{ id: 't', name: 'f', input: { a: 1 } }]);
    expect(decoded.completion.usage.cacheReadTokens).toBe(3);
    expect(decoded.native).toMatchObject({ 'amazon-bedrock-guardrailAction': 'INTERVENED', stopReason: 'tool_use' });
    expect(decoded.native).not.toHaveProperty('amazon-bedrock-invocationMetrics');
  });
});

describe('the envelope', () => {
  test('that is none costs its chunk only', () => {
    const first = invokeChunk({ generation: 'A', stop_reason: null });
    const last = invokeChunk({ generation: 'B', stop_reason: 'stop' });
    const decoded = decode(
      concat([
        first,
        encodeJsonEvent('chunk', { bytes: '*no base64*' }),
        encodeJsonEvent('chunk', { p: 'abc' }),
        encodeEventMessage([[':event-type', 'chunk']], encodeUtf8('{"bytes')),
        encodeJsonEvent('chunk', { bytes: encodeBase64(encodeUtf8('no JSON')) }),
        last,
      ]),
    );
    expect(decoded.completion.choices[0]?.text).toBe('AB');
    expect(decoded.events).toMatchObject({ used: 2, malformed: 4 });
    expect(decoded.problems.map(({ message, eventIndex }) => [eventIndex, message])).toMatchObject([
      [1, 'bytes that are no base64'],
      [2, 'a chunk without bytes'],
      [3, expect.stringContaining('JSON')],
      [4, expect.stringContaining('JSON')],
    ]);
  });

  test('left out by a server is told once; the model’s JSON is read all the same', () => {
    const decoded = decode(
      concat([
        encodeJsonEvent('chunk', { generation: 'A', stop_reason: null }),
        encodeJsonEvent('chunk', { generation: 'B', stop_reason: 'stop' }),
      ]),
    );
    expect(essence(decoded)).toEqual(['AB', 'stop', null, null, 'complete']);
    expect(decoded.problems.map((problem) => problem.kind)).toEqual(['chunk-without-bytes']);
  });

  test('of TwelveLabs’ Pegasus is text', () => {
    const decoded = decodeChunks({ message: 'A', finishReason: null }, { message: ' dog.', finishReason: 'stop' });
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'A dog.', finishReason: 'stop' });
    expect(decoded.native).toEqual({ message: 'A dog.', finishReason: 'stop' });
    expect(decoded.end).toBe('complete');
  });

  test('of a family that nobody knows is kept as unknown; Bedrock’s end is not missed', () => {
    const decoded = decodeChunks({ strange: 1 }, { generation: 'late', stop_reason: 'stop' });
    expect(decoded.events).toMatchObject({ used: 1, unknown: 1 });
    expect(decoded.completion.choices[0]?.text).toBe('late');
  });

  test.each(['throttlingException', 'modelStreamErrorException', 'modelTimeoutException'])(
    '%s ends the stream',
    (type) => {
      const body = concat([
        invokeChunk({ generation: 'A', stop_reason: null }),
        encodeJsonException(type, { message: 'No.' }),
      ]);
      const decoded = decode(body);
      expect(decoded.rich.error).toMatchObject({ type, message: 'No.' });
      expect(decoded).toMatchObject({ end: 'failed', problems: [], completion: { choices: [{ text: 'A' }] } });
    },
  );

  test('cut before the end is truncated', () => {
    const whole = concat([
      invokeChunk({ generation: 'A', stop_reason: null }),
      invokeChunk({ generation: 'B', stop_reason: 'stop' }),
    ]);
    for (const length of [0, 5, 100, whole.length - 1]) expect(decode(whole.subarray(0, length)).end).toBe('truncated');
    expect(decode(whole).end).toBe('complete');
    expect(decode(whole, true).end).toBe('truncated');
  });
});
