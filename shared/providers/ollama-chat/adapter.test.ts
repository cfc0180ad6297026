import { Ollama } from 'ollama';
import { describe, expect, test } from 'vitest';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import { ollamaChatAdapter } from './adapter.ts';

const lines = (...chunks: readonly object[]): string => chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('');

function decode(text: string): DecodedBody {
  const body = new TextEncoder().encode(text);
  return decodeBody({ format: 'ollama-chat', contentType: 'application/x-ndjson', body });
}

const head = { model: 'qwen3', created_at: '2026-01-01T00:00:00Z' };
const said = (message: object): object => ({
  ...head,
  message: { role: 'assistant', content: '', ...message },
  done: false,
});
const done = {
  ...head,
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 9,
  eval_count: 4,
};
const weather = { id: 'call_1', function: { index: 0, name: 'weather', arguments: { city: 'Oslo' } } };
const time = { function: { name: 'time' } };

/** What the official client hears in a body: chunks, or what it throws. */
async function hear(body: string): Promise<{ readonly content: string; readonly error: string | null }> {
  const client = new Ollama({ host: 'http://127.0.0.1:1', fetch: async () => new Response(body) });
  let content = '';
  try {
    for await (const chunk of await client.chat({ model: 'm', messages: [], stream: true }))
      content += chunk.message.content;
    return { content, error: null };
  } catch (error) {
    return { content, error: (error as Error).message };
  }
}

describe('a stream', () => {
  test('thinking, words and whole tool calls become blocks in order', () => {
    const { rich, completion, native } = decode(
      lines(
        said({ thinking: 'Hm' }),
        said({ thinking: 'm.' }),
        said({ content: 'Let me ' }),
        said({ content: 'see.' }),
        said({ tool_calls: [weather, time] }),
        said({ thinking: 'Done?' }),
        done,
      ),
    );
    expect(rich.choices[0]?.blocks.map((block) => [block.kind, block.text, block.name, block.isOpen])).toEqual([
      ['reasoning', 'Hmm.', null, false],
      ['text', 'Let me see.', null, false],
      ['tool-call', '{"city":"Oslo"}', 'weather', false],
      ['tool-call', '{}', 'time', false],
      ['reasoning', 'Done?', null, false],
    ]);
    expect(completion.choices[0]).toMatchObject({
      toolCalls: [
        { id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
        { id: null, name: 'time', input: {} },
      ],
      finishReason: 'tool-calls',
    });
    expect(native).toEqual({
      ...done,
      message: { role: 'assistant', content: 'Let me see.', thinking: 'Hmm.Done?', tool_calls: [weather, time] },
    });
  });

  test('counts are usage; a prompt that was cached has none', () => {
    expect(decode(lines(said({ content: 'x' }), done)).completion.usage).toMatchObject({
      inputTokens: 9,
      outputTokens: 4,
      totalTokens: 13,
    });
    const cached = { ...done, prompt_eval_count: undefined };
    expect(decode(lines(said({ content: 'x' }), cached)).completion.usage).toMatchObject({
      inputTokens: null,
      totalTokens: null,
    });
  });

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    [undefined, 'stop'],
  ])('done_reason %s is %s', (reason, expected) => {
    expect(decode(lines({ ...done, done_reason: reason })).completion.choices[0]?.finishReason).toBe(expected);
  });

  test('an error in the middle is told, and what came before stays', () => {
    const { rich, records, end } = decode(lines(said({ content: 'Hal' }), { error: 'llama runner crashed' }));
    expect(rich).toMatchObject({
      error: { message: 'llama runner crashed' },
      choices: [{ blocks: [{ text: 'Hal' }] }],
    });
    expect(records.map((record) => record.type)).toEqual(['content', 'error']);
    expect(end).toBe('failed');
  });

  test('a line that is no JSON is marked and the rest is read', () => {
    const { events, completion, problems } = decode(
      `${lines(said({ content: 'a' }))}{"broken"}\n${lines(said({ content: 'b' }), done)}`,
    );
    expect(events).toMatchObject({ total: 4, used: 3, malformed: 1 });
    expect(completion.choices[0]?.text).toBe('ab');
    expect(problems).toMatchObject([{ eventIndex: 1 }]);
  });

  test('without done: true it was cut; fields nobody knows stay', () => {
    const { end, native, problems } = decode(lines({ ...said({ content: 'a' }), shard: 7 }));
    expect(end).toBe('truncated');
    expect(problems.map((problem) => problem.kind)).toEqual(['truncated']);
    expect(native).toMatchObject({ shard: 7, done: false, message: { content: 'a' } });
  });

  test('log probabilities are joined', () => {
    const probability = (token: string): object => ({ token, logprob: -1 });
    const first = { ...said({ content: 'a' }), logprobs: [probability('a')] };
    const second = { ...said({ content: 'b' }), logprobs: [probability('b')] };
    expect(decode(lines(first, second, done)).native).toMatchObject({ logprobs: [probability('a'), probability('b')] });
  });
});

describe('the log', () => {
  test('names events by the field that they fill', () => {
    const { records } = decode(
      lines(said({ thinking: 'Hm' }), said({ content: ' a' }), said({}), said({ tool_calls: [weather] }), done),
    );
    expect(records.map(({ type, reading, outcome }) => [type, reading, outcome])).toEqual([
      ['thinking', 'Hm', 'used'],
      ['content', ' a', 'used'],
      ['content', '', 'ignored'],
      ['tool_calls', 'weather({"city":"Oslo"})', 'used'],
      ['done', 'stop', 'used'],
    ]);
  });
});

describe('our own words', () => {
  const error = { type: null, message: 'upstream went away', status: 502, requestId: null, retryAfterSeconds: null };
  const { errors } = ollamaChatAdapter;

  test('the official client raises our error event', async () => {
    const event = errors.errorEvent(error, 'ndjson');
    expect(await hear(`${lines(said({ content: 'Hal' }))}${event}`)).toEqual({
      content: 'Hal',
      error: 'upstream went away',
    });
  });

  test('the official client takes our notice as words and as the end', async () => {
    const notice = errors.completionNotice(' [cut]', 'ndjson', null);
    expect(await hear(`${lines(said({ content: 'Hal' }))}${notice}`)).toEqual({ content: 'Hal [cut]', error: null });
  });

  test('the official client reads our error body', async () => {
    const body = errors.errorBody(error);
    const headers = { 'content-type': 'application/json' };
    const client = new Ollama({
      host: 'http://127.0.0.1:1',
      fetch: async () => new Response(body, { status: 502, headers }),
    });
    await expect(client.chat({ model: 'm', messages: [] })).rejects.toThrow('upstream went away');
  });

  test('a whole body cannot carry an event', () => {
    expect(errors.errorEvent(error, 'json')).toBeNull();
    expect(errors.completionNotice('x', 'json', null)).toBeNull();
  });
});

describe('a request', () => {
  const facts = { method: 'POST', path: '/api/chat', query: '', header: () => null, defaultFormat: 'unknown' } as const;
  const read = (body: unknown) => ollamaChatAdapter.readRequest(body, facts);

  test('is a conversation with images, calls, results and tools', () => {
    const reading = read({
      model: 'qwen3',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is this?', images: ['aGk='] },
        { role: 'assistant', content: '', thinking: 'Hm', tool_calls: [weather] },
        { role: 'tool', content: '7 degrees', tool_name: 'weather' },
      ],
      tools: [{ type: 'function', function: { name: 'weather', description: 'Now', parameters: { type: 'object' } } }],
      options: { temperature: 0 },
      think: true,
    });
    expect(reading).toMatchObject({ model: 'qwen3', isStreaming: true });
    expect(reading?.messages.map((message) => [message.role, message.parts])).toEqual([
      ['system', [{ kind: 'text', text: 'Be brief.' }]],
      [
        'user',
        [
          { kind: 'text', text: 'What is this?' },
          { kind: 'image', mediaType: null, data: 'aGk=', url: null, name: null },
        ],
      ],
      [
        'assistant',
        [
          { kind: 'reasoning', text: 'Hm' },
          { kind: 'tool-call', id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
        ],
      ],
      ['tool', [{ kind: 'tool-result', toolCallId: null, name: 'weather', text: '7 degrees', isError: false }]],
    ]);
    expect(reading?.tools).toEqual([
      { name: 'weather', description: 'Now', schema: { type: 'object' }, path: 'tools[0]' },
    ]);
    expect(reading?.parameters).toEqual([
      { name: 'options', value: { temperature: 0 } },
      { name: 'think', value: true },
    ]);
  });

  test('streams unless it says otherwise, and anything else is none', () => {
    expect(read({ messages: [], stream: false })?.isStreaming).toBe(false);
    expect([null, 'x', [], {}, { messages: 'x' }].map(read)).toEqual([null, null, null, null, null]);
    expect(read({ messages: [null, 3, { content: 7, images: [1], tool_calls: 'x' }] })?.messages).toHaveLength(3);
  });
});
