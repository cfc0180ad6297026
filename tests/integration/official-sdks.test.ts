/**
 * Official SDKs as clients, aimock as the upstream (neither written here): through the proxy they must get exactly what
 * they get without it, and our `native` must be the object that the SDK built.
 */
import Anthropic from '@anthropic-ai/sdk';
import { LLMock } from '@copilotkit/aimock';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

const weatherTool = {
  name: 'get_weather',
  description: 'The weather of a place',
  parameters: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
};

let mock: LLMock;
let stack: Stack;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋 and goodbye.', id: 'fixed-1', created: 1_760_000_000 });
  mock.onMessage('think first', {
    content: 'The answer is 42.',
    reasoning: 'First I multiply six by seven.',
    id: 'fixed-2',
    created: 1_760_000_001,
  });
  mock.onMessage('the weather', {
    toolCalls: [
      { name: 'get_weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
      { name: 'get_weather', arguments: '{"city":"Bern"}', id: 'call_2' },
    ],
    id: 'fixed-3',
    created: 1_760_000_002,
  });
  mock.onMessage('break', { error: { message: 'No capacity left', type: 'server_error' }, status: 503 });
  await mock.start();
  stack = await startStack([
    testUpstream('openai', mock.url, { defaultFormat: 'openai-chat' }),
    testUpstream('anthropic', mock.url, { defaultFormat: 'anthropic-messages', errorShape: 'anthropic' }),
    testUpstream('ollama', mock.url, { defaultFormat: 'ollama-chat', errorShape: 'ollama' }),
  ]);
});

afterAll(async () => {
  await stack?.close();
  await mock?.stop();
});

/** Runs `act` against the mock itself and through the proxy; also gives the proxy's recording of it. */
async function both<Value>(
  upstream: string,
  act: (baseUrl: string) => Promise<Value>,
): Promise<{ direct: Value; proxied: Value; native: unknown; completion: unknown }> {
  const direct = await act(mock.url);
  const before = stack.ended().length;
  const proxied = await act(`${stack.url}/${upstream}`);
  const ended = await stack.waitForEnded(before + 1);
  const last = ended.at(-1);
  expect(last?.end).toBe('complete');
  expect(last?.isVerbatim).toBe(true);
  const rebuilt = await stack.queries.native(last?.id ?? '');
  if (!rebuilt.ok) throw new Error(rebuilt.error.message);
  return {
    direct,
    proxied,
    native: JSON.parse(rebuilt.value.native) as unknown,
    completion: JSON.parse(rebuilt.value.completion) as unknown,
  };
}

/** Plain JSON of an SDK object without what its helpers add (they are not on the wire), and without per-request ids. */
function plain(value: unknown, volatile: readonly string[] = []): unknown {
  const added = new Set(['parsed', 'parsed_arguments', 'parsed_output', '_request_id', 'output_text', ...volatile]);
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (added.has(key) ? undefined : inner))) as unknown;
}

describe('openai', () => {
  const client = (baseUrl: string): OpenAI =>
    new OpenAI({ apiKey: 'sk-test-key-0123456789', baseURL: `${baseUrl}/v1`, maxRetries: 0 });

  test.each(['say hello', 'the weather', 'think first'])(
    'a streamed chat completion is the same with and without the proxy: %s',
    async (content) => {
      const result = await both('openai', (baseUrl) =>
        client(baseUrl)
          .chat.completions.stream({
            model: 'gpt-4o',
            messages: [{ role: 'user', content }],
            stream_options: { include_usage: true },
            tools: [{ type: 'function', function: weatherTool }],
          })
          .finalChatCompletion(),
      );
      expect(plain(result.proxied)).toEqual(plain(result.direct));
      // The helper keeps the last value of a delta field it does not know instead of joining it (reasoning_content).
      expect(plain(result.native, ['reasoning_content'])).toEqual(plain(result.proxied, ['reasoning_content']));
    },
  );

  test('a chat completion in one piece is the same with and without the proxy', async () => {
    const result = await both('openai', (baseUrl) =>
      client(baseUrl).chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'say hello' }] }),
    );
    expect(plain(result.proxied)).toEqual(plain(result.direct));
    expect(plain(result.native)).toEqual(plain(result.proxied));
  });

  test('an error status raises the same error, and the row shows what it said', async () => {
    const ask = (baseUrl: string): Promise<unknown> =>
      client(baseUrl)
        .chat.completions.create({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'break' }] })
        .then(
          () => 'no error',
          (error: unknown) =>
            error instanceof OpenAI.APIError ? { status: error.status, message: error.message } : error,
        );
    const result = await both('openai', ask);
    expect(result.proxied).toEqual(result.direct);
    expect(stack.ended().at(-1)).toMatchObject({
      status: 503,
      providerError: { type: 'server_error', message: 'No capacity left' },
    });
  });
});

describe('anthropic', () => {
  const client = (baseUrl: string): Anthropic =>
    new Anthropic({ apiKey: 'sk-ant-test-0123456789', baseURL: baseUrl, maxRetries: 0 });
  const tools = [
    { name: weatherTool.name, description: weatherTool.description, input_schema: weatherTool.parameters },
  ];

  test.each(['say hello', 'the weather', 'think first'])(
    'a streamed message is the same with and without the proxy: %s',
    async (content) => {
      const result = await both('anthropic', (baseUrl) =>
        client(baseUrl)
          .messages.stream({
            model: 'claude-sonnet-4-5',
            max_tokens: 1000,
            messages: [{ role: 'user', content }],
            tools,
          })
          .finalMessage(),
      );
      expect(plain(result.proxied)).toEqual(plain(result.direct));
      expect(plain(result.native)).toEqual(plain(result.proxied));
    },
  );

  test('a message in one piece is the same with and without the proxy', async () => {
    const result = await both('anthropic', (baseUrl) =>
      client(baseUrl).messages.create({
        model: 'claude-sonnet-4-5',
        max_tokens: 1000,
        messages: [{ role: 'user', content: 'say hello' }],
      }),
    );
    expect(plain(result.proxied)).toEqual(plain(result.direct));
    expect(plain(result.native)).toEqual(plain(result.proxied));
  });

  test('an error status raises the same error', async () => {
    const result = await both('anthropic', (baseUrl) =>
      client(baseUrl)
        .messages.create({
          model: 'claude-sonnet-4-5',
          max_tokens: 1000,
          stream: true,
          messages: [{ role: 'user', content: 'break' }],
        })
        .then(
          () => 'no error' as unknown,
          (error: unknown) =>
            error instanceof Anthropic.APIError ? { status: error.status, type: error.constructor.name } : error,
        ),
    );
    expect(result.proxied).toEqual(result.direct);
    expect(stack.ended().at(-1)?.providerError?.message).toContain('No capacity left');
  });
});

describe('ollama', () => {
  const client = (baseUrl: string): Ollama => new Ollama({ host: baseUrl });
  const timings = ['created_at', 'total_duration', 'load_duration', 'prompt_eval_duration', 'eval_duration'];

  test.each(['say hello', 'the weather'])(
    'a streamed chat is the same with and without the proxy: %s',
    async (content) => {
      const result = await both('ollama', async (baseUrl) => {
        const parts = [];
        const stream = await client(baseUrl).chat({
          model: 'llama3.2',
          messages: [{ role: 'user', content }],
          stream: true,
        });
        for await (const part of stream) parts.push(part);
        return parts;
      });
      expect(plain(result.proxied, timings)).toEqual(plain(result.direct, timings));
      const text = result.proxied.map((part) => part.message.content).join('');
      expect((result.native as { message: { content: string } }).message.content).toBe(text);
    },
  );

  test('a chat in one piece is the same with and without the proxy', async () => {
    const result = await both('ollama', (baseUrl) =>
      client(baseUrl).chat({ model: 'llama3.2', messages: [{ role: 'user', content: 'say hello' }], stream: false }),
    );
    expect(plain(result.proxied, timings)).toEqual(plain(result.direct, timings));
    expect(plain(result.native)).toEqual(plain(result.proxied));
  });
});
