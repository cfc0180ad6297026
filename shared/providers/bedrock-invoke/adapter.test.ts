import { describe, expect, test } from 'vitest';
import { encodeBase64 } from '../../export/base64.ts';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import {
  concat,
  encodeEventMessage,
  encodeJsonEvent,
  encodeJsonException,
} from '../../stream/aws-event-stream-encoder.ts';
import { seededRandom } from '../../stream/test-chunks.ts';

const contentType = 'application/vnd.amazon.eventstream';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const envelope = (chunk: unknown): Uint8Array =>
  encodeJsonEvent('chunk', { bytes: encodeBase64(bytesOf(JSON.stringify(chunk))), p: 'abcdefghijk' });

const decode = (body: Uint8Array, isCut = false): DecodedBody =>
  decodeBody({ format: 'bedrock-invoke', contentType, body, isCut });

const decodeChunks = (...chunks: readonly object[]): DecodedBody => decode(concat(chunks.map(envelope)));

const decodeJson = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): DecodedBody =>
  decodeBody({
    format: 'bedrock-invoke',
    status,
    contentType: 'application/json',
    header: (name) => headers[name] ?? null,
    body: bytesOf(JSON.stringify(body)),
  });

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
    const first = envelope({ generation: 'A', stop_reason: null });
    const last = envelope({ generation: 'B', stop_reason: 'stop' });
    const decoded = decode(
      concat([
        first,
        encodeJsonEvent('chunk', { bytes: '*no base64*' }),
        encodeJsonEvent('chunk', { p: 'abc' }),
        encodeEventMessage([[':event-type', 'chunk']], bytesOf('{"bytes')),
        encodeJsonEvent('chunk', { bytes: encodeBase64(bytesOf('no JSON')) }),
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

  test('of a family that nobody knows is kept as unknown; Bedrock’s end is not missed', () => {
    const decoded = decodeChunks({ strange: 1 }, { generation: 'late', stop_reason: 'stop' });
    expect(decoded.events).toMatchObject({ used: 1, unknown: 1 });
    expect(decoded.completion.choices[0]?.text).toBe('late');
  });

  test.each(['throttlingException', 'modelStreamErrorException', 'modelTimeoutException'])(
    '%s ends the stream',
    (type) => {
      const body = concat([
        envelope({ generation: 'A', stop_reason: null }),
        encodeJsonException(type, { message: 'No.' }),
      ]);
      const decoded = decode(body);
      expect(decoded.rich.error).toMatchObject({ type, message: 'No.' });
      expect(decoded).toMatchObject({ end: 'failed', problems: [], completion: { choices: [{ text: 'A' }] } });
    },
  );

  test('cut before the end is truncated', () => {
    const whole = concat([
      envelope({ generation: 'A', stop_reason: null }),
      envelope({ generation: 'B', stop_reason: 'stop' }),
    ]);
    for (const length of [0, 5, 100, whole.length - 1]) expect(decode(whole.subarray(0, length)).end).toBe('truncated');
    expect(decode(whole).end).toBe('complete');
    expect(decode(whole, true).end).toBe('truncated');
  });
});

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
      const decoded = decodeJson(body, 200, headers);
      expect(essence(decoded)).toEqual(['Hi', reason, 28, outputTokens, 'complete']);
      expect(decoded.native).toEqual(body);
      expect(decoded.problems).toEqual([]);
    },
  );

  test('of vectors, pictures and a ranking is shown as such', () => {
    const vector = decodeJson({ embedding: [0.5, 1, 2], inputTextTokenCount: 4 });
    expect(vector.records[0]?.reading).toContain('1 vector of 3');
    const picture = decodeJson({ images: ['iVBORw0KGgo='], error: null });
    expect(picture.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'image', mediaType: 'image/png' });
    const ranking = decodeJson({ results: [{ index: 1, relevance_score: 0.9 }] });
    expect(ranking.records[0]?.reading).toContain('ranked');
    for (const decoded of [vector, picture, ranking])
      expect(decoded).toMatchObject({ end: 'complete', events: { used: 1 } });
  });

  test('of nobody we know is its own final object', () => {
    const decoded = decodeJson({ strange: [1] }, 200, headers);
    expect(decoded).toMatchObject({ end: 'complete', native: { strange: [1] }, events: { unknown: 1 } });
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 28, outputTokens: 197 });
  });

  test('an error status tells the type of its head', () => {
    const type = { 'x-amzn-errortype': 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/' };
    const decoded = decodeJson({ message: 'The provided model identifier is invalid.' }, 400, type);
    expect(decoded.rich.error).toMatchObject({
      type: 'ValidationException',
      message: 'The provided model identifier is invalid.',
      status: 400,
    });
    expect(decoded.native).toEqual({ message: 'The provided model identifier is invalid.' });
  });
});

test('400 streams with damaged chunks: nothing throws, nothing is lost', () => {
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
  const values = [null, [], {}, '', 'x', -1, 1e21, true, [null], [[]], { a: { b: [] } }];
  for (let round = 0; round < 400; round += 1) {
    const chunks = (streams[round % streams.length] ?? []).map((chunk) => damage(chunk, values, random));
    const decoded = decode(concat(chunks.map(envelope)));
    expect(decoded.events.total).toBe(chunks.length);
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
  }
});

/** A copy in which some values are others. */
function damage(value: unknown, values: readonly unknown[], random: () => number): unknown {
  if (random() < 0.2) return values[Math.floor(random() * values.length)];
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => damage(item, values, random));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, damage(item, values, random)]));
}
