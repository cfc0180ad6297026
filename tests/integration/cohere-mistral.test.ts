/**
 * `cohere-ai` and `@mistralai/mistralai` as clients, and the calls around the conversation with `openai`, against aimock:
 * through the proxy they must get exactly what they get without it, and we must rebuild what they got.
 */
import { LLMock } from '@copilotkit/aimock';
import { Mistral } from '@mistralai/mistralai';
import { CohereClientV2, CohereError } from 'cohere-ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

const weatherParameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const weatherTool = { name: 'get_weather', description: 'The weather of a place', parameters: weatherParameters };
const tools = [{ type: 'function' as const, function: weatherTool }];

const listCalls = ['Bern', 'Basel'].map((city, index) => ({
  id: `call${index}`,
  function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
}));

/** Mistral's list-shaped content and calls as recorded in 2026-08; aimock streams calls as OpenAI does. */
function listStream(): string {
  const chunk = (delta: object, finish_reason: string | null = null, rest: object = {}): string => {
    const head = { id: 'm-1', object: 'chat.completion.chunk', created: 1_760_000_002, model: 'magistral-small' };
    return `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason }], ...rest, p: 'abc' })}\n\n`;
  };
  const think = (text: string): object => ({ type: 'thinking', thinking: [{ type: 'text', text }], closed: true });
  const usage = { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17 };
  const calls = listCalls.map((call, index) => ({ ...call, index }));
  return [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: [think('Let me')] }),
    chunk({ content: [think(' look.')] }),
    chunk({ content: 'Bern' }),
    chunk({ content: ' it is' }),
    chunk({ content: [{ type: 'reference', reference_ids: [0] }] }),
    chunk({ tool_calls: calls }, 'tool_calls', { usage }),
    'data: [DONE]\n\n',
  ].join('');
}

let mock: LLMock;
let lists: FakeUpstream;
let stack: Stack;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18, input_tokens: 11, output_tokens: 7 };
  mock.onMessage('say hello', {
    content: 'Hello there, äöü 👋 and goodbye.',
    id: 'fixed-1',
    created: 1_760_000_000,
    usage,
  });
  mock.onMessage('the weather', {
    toolCalls: [
      { name: 'get_weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
      { name: 'get_weather', arguments: '{"city":"Bern"}', id: 'call_2' },
    ],
    id: 'fixed-2',
    created: 1_760_000_001,
    usage,
  });
  mock.onMessage('break', { error: { message: 'No capacity left', type: 'server_error' }, status: 422 });
  mock.onEmbedding('a text', { embedding: [0.25, -0.5, 0.75] });
  mock.onImage('a cat', { image: { b64Json: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA' } });
  mock.onSpeech('say it', { audio: Buffer.from('not really music').toString('base64') });
  mock.onModerate('bad words', { flagged: true, categories: { violence: true, hate: false } });
  mock.onRerank('capital', [
    { index: 1, relevance_score: 0.98 },
    { index: 0, relevance_score: 0.1 },
  ]);
  await mock.start();
  lists = await startFakeUpstream((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(listStream());
  });
  stack = await startStack([
    testUpstream('cohere', mock.url, { defaultFormat: 'cohere-v2', errorShape: 'cohere' }),
    testUpstream('mistral', mock.url, { defaultFormat: 'mistral-chat', errorShape: 'mistral' }),
    testUpstream('lists', lists.url, { defaultFormat: 'mistral-chat', errorShape: 'mistral' }),
    testUpstream('openai', mock.url, { defaultFormat: 'openai-chat' }),
  ]);
});

afterAll(async () => {
  await stack?.close();
  await lists?.close();
  await mock?.stop();
});

type Both<Value> = {
  readonly direct: Value;
  readonly proxied: Value;
  readonly summary: ExchangeSummary;
  readonly native: unknown;
};

/** Runs `act` against the mock itself and through the proxy; also gives the proxy's recording of it. */
async function both<Value>(
  upstream: string,
  act: (baseUrl: string) => Promise<Value>,
  directUrl = mock.url,
): Promise<Both<Value>> {
  const direct = await act(directUrl);
  const before = stack.ended().length;
  const proxied = await act(`${stack.url}/${upstream}`);
  const summary = (await stack.waitForEnded(before + 1)).at(-1);
  if (summary === undefined) throw new Error('no exchange');
  expect(summary).toMatchObject({ end: 'complete', isVerbatim: true, captureProblem: null });
  const rebuilt = await stack.queries.native(summary.id);
  if (!rebuilt.ok) throw new Error(rebuilt.error.message);
  return { direct, proxied, summary, native: JSON.parse(rebuilt.value.native) as unknown };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

async function eventsOf<Event>(stream: AsyncIterable<Event>): Promise<readonly Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

describe('cohere-ai', () => {
  const client = (baseUrl: string): CohereClientV2 =>
    new CohereClientV2({ token: 'co-test-0123456789', environment: baseUrl });
  const request = (content: string) => ({ model: 'command-a', messages: [{ role: 'user' as const, content }], tools });

  test.each(['say hello', 'the weather'])(
    'an answer in one piece is the same, and the final object too: %s',
    async (content) => {
      const result = await both('cohere', (baseUrl) => client(baseUrl).chat(request(content)));
      expect(plain(result.proxied)).toEqual(plain(result.direct));
      expect(result.native).toEqual(plain(result.proxied));
      expect(result.summary.format).toBe('cohere-v2');
    },
  );

  test('a stream has the same events, and its final object says what they say', async () => {
    const ask = async (baseUrl: string) => eventsOf(await client(baseUrl).chatStream(request('say hello')));
    const { direct, proxied, native, summary } = await both('cohere', ask);
    expect(plain(proxied)).toEqual(plain(direct));
    const text = proxied
      .map((event) => (event.type === 'content-delta' ? (event.delta?.message?.content?.text ?? '') : ''))
      .join('');
    expect(text).toBe('Hello there, äöü 👋 and goodbye.');
    const end = proxied.find((event) => event.type === 'message-end');
    expect(native).toMatchObject({
      message: { role: 'assistant', content: [{ type: 'text', text }] },
      finishReason: end?.delta?.finishReason,
      usage: plain(end?.delta?.usage),
    });
    expect(summary).toMatchObject({ row: { kind: 'text', text }, usage: { inputTokens: 11, outputTokens: 7 } });
    expect(summary.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
  });

  test('streamed tool calls are rebuilt', async () => {
    const ask = async (baseUrl: string) => eventsOf(await client(baseUrl).chatStream(request('the weather')));
    const { direct, proxied, native } = await both('cohere', ask);
    expect(plain(proxied)).toEqual(plain(direct));
    const starts = proxied.flatMap((event) =>
      event.type === 'tool-call-start' ? [event.delta?.message?.toolCalls] : [],
    );
    expect(starts).toHaveLength(2);
    expect(native).toMatchObject({
      finishReason: 'TOOL_CALL',
      message: {
        toolCalls: ['Zürich', 'Bern'].map((city, index) => ({
          id: starts[index]?.id,
          type: 'function',
          function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
        })),
      },
    });
  });

  test('an error status raises the same error', async () => {
    const ask = (baseUrl: string): Promise<unknown> =>
      client(baseUrl)
        .chat(request('break'))
        .then(
          () => 'no error',
          (error: unknown) => (error instanceof CohereError ? { status: error.statusCode, body: error.body } : error),
        );
    const result = await both('cohere', ask);
    expect(result.proxied).toEqual(result.direct);
    expect(result.summary).toMatchObject({ status: 422, providerError: { message: 'No capacity left' } });
  });

  test('reranking names the best document in the row', async () => {
    const documents = ['Bern is old.', 'Bern is the capital.'];
    const result = await both('cohere', (baseUrl) =>
      client(baseUrl).rerank({ model: 'rerank-v3.5', query: 'capital', documents }),
    );
    expect((result.proxied as { results: unknown }).results).toEqual((result.direct as { results: unknown }).results);
    expect(result.summary).toMatchObject({
      format: 'rerank',
      row: { text: expect.stringMatching(/^2 documents ranked, best is 1 at 0.98/) },
    });
  });
});

describe('@mistralai/mistralai', () => {
  const client = (baseUrl: string): Mistral =>
    new Mistral({ apiKey: 'mistral-test-0123456789', serverURL: baseUrl, retryConfig: { strategy: 'none' } });
  const request = (content: string) => ({
    model: 'mistral-small',
    messages: [{ role: 'user' as const, content }],
    tools,
  });

  test.each(['say hello', 'the weather'])(
    'an answer in one piece is the same, and the final object too: %s',
    async (content) => {
      const result = await both('mistral', (baseUrl) => client(baseUrl).chat.complete(request(content)));
      expect(plain(result.proxied)).toEqual(plain(result.direct));
      expect(result.native).toEqual(plain(result.proxied));
      expect(result.summary.format).toBe('mistral-chat');
    },
  );

  test('a stream has the same events, its final object is that of one piece', async () => {
    const ask = async (baseUrl: string) => eventsOf(await client(baseUrl).chat.stream(request('say hello')));
    const { direct, proxied, native, summary } = await both('mistral', ask);
    expect(plain(proxied)).toEqual(plain(direct));
    const { usage: _notStreamed, ...whole } = await client(mock.url).chat.complete(request('say hello'));
    expect(withoutNull(native)).toEqual(withoutNull(whole));
    expect(summary.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
  });

  test('thinking, references and whole tool calls, as Mistral streams them', async () => {
    const ask = async (baseUrl: string) => eventsOf(await client(baseUrl).chat.stream(request('think and look')));
    const { direct, proxied, native, summary } = await both('lists', ask, lists.url);
    expect(plain(proxied)).toEqual(plain(direct));
    expect(native).toEqual({
      id: 'm-1',
      object: 'chat.completion',
      created: 1_760_000_002,
      model: 'magistral-small',
      usage: { promptTokens: 9, completionTokens: 8, totalTokens: 17 },
      choices: [
        {
          index: 0,
          finishReason: 'tool_calls',
          message: {
            role: 'assistant',
            prefix: false,
            content: [
              { type: 'thinking', thinking: [{ type: 'text', text: 'Let me look.' }], closed: true },
              { type: 'text', text: 'Bern it is' },
              { type: 'reference', referenceIds: [0] },
            ],
            toolCalls: listCalls.map((call, index) => ({ ...call, type: 'function', index })),
          },
        },
      ],
    });
    expect(summary).toMatchObject({ format: 'mistral-chat', row: { kind: 'tool-call' }, usage: { totalTokens: 17 } });
  });

  test('an error status raises the same error', async () => {
    const ask = (baseUrl: string): Promise<unknown> =>
      client(baseUrl)
        .chat.complete(request('break'))
        .then(
          () => 'no error',
          (error: { statusCode?: number; body?: string }) => ({ status: error.statusCode, body: error.body }),
        );
    const result = await both('mistral', ask);
    expect(result.proxied).toEqual(result.direct);
    expect(result.summary).toMatchObject({ status: 422, providerError: { message: 'No capacity left' } });
  });
});

/** Mistral's whole answers say null where its streams say nothing. */
function withoutNull(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => (item === null ? undefined : item))) as unknown;
}

describe('calls around the conversation with openai', () => {
  const client = (baseUrl: string): OpenAI =>
    new OpenAI({ apiKey: 'sk-test-key-0123456789', baseURL: `${baseUrl}/v1`, maxRetries: 0 });

  test('embeddings', async () => {
    const result = await both('openai', (baseUrl) =>
      client(baseUrl).embeddings.create({ model: 'text-embedding-3-small', input: 'a text', encoding_format: 'float' }),
    );
    expect(plain(result.proxied)).toEqual(plain(result.direct));
    expect(result.native).toEqual(plain(result.proxied));
    expect(result.summary).toMatchObject({
      format: 'embeddings',
      row: { text: expect.stringMatching(/^1 vector of 3/) },
    });
  });

  test('images', async () => {
    const result = await both('openai', (baseUrl) =>
      client(baseUrl).images.generate({ model: 'gpt-image-1', prompt: 'a cat', size: '1024x1024' }),
    );
    expect((result.proxied as { data?: unknown }).data).toEqual((result.direct as { data?: unknown }).data);
    expect(result.summary).toMatchObject({ format: 'images', row: { text: '1 image 1x1' } });
  });

  test('speech', async () => {
    const say = async (baseUrl: string): Promise<string> => {
      const response = await client(baseUrl).audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'say it' });
      return Buffer.from(await response.arrayBuffer()).toString();
    };
    const result = await both('openai', say);
    expect(result.proxied).toBe(result.direct);
    expect(result.summary).toMatchObject({ format: 'audio', framing: 'none', row: { text: 'speech as audio/mpeg' } });
  });

  test('moderations', async () => {
    const result = await both('openai', (baseUrl) => client(baseUrl).moderations.create({ input: 'bad words' }));
    expect((result.proxied as { results: unknown }).results).toEqual((result.direct as { results: unknown }).results);
    expect(result.summary).toMatchObject({ format: 'moderations', row: { text: 'flagged: violence' } });
  });

  test('models', async () => {
    const result = await both('openai', (baseUrl) => eventsOf(client(baseUrl).models.list()));
    expect(plain(result.proxied)).toEqual(plain(result.direct));
    const count = result.proxied.length;
    expect(result.summary).toMatchObject({ format: 'models', row: { text: `listed ${count} models` } });
  });
});

test('nothing in the product complained', () => {
  expect(stack.faults()).toEqual([]);
});
