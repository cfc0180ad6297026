/**
 * The openai SDK's Responses and legacy completions through the proxy, aimock as the upstream where it can (neither written here): the
 * client gets what it gets without us, `native` is the object that the SDK built, and our own words raise in it.
 */
import type { ServerResponse } from 'node:http';
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { messageEvents, numberedEvents, responseObject } from '../support/canned-responses.ts';
import { dataEvents } from '../support/canned-streams.ts';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

const weatherTool = {
  type: 'function' as const,
  name: 'get_weather',
  description: 'The weather of a place',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
};

let mock: LLMock;
let dying: FakeUpstream;
let legacy: FakeUpstream;
let stack: Stack;

/** Half an answer, then the connection is gone. */
function dieInMidAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const begun = [
    { type: 'response.created', response: responseObject() },
    ...messageEvents(['Half', ' an answer']).slice(0, 3),
  ];
  response.write(numberedEvents(...begun), () => response.socket?.destroy());
}

/** aimock has no legacy completions: this answer is hand-written. */
function answerWithText(response: ServerResponse): void {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1_760_000_000, model: 'davinci-002' };
  const chunk = (text: string, finishReason: string | null = null): object => ({
    ...head,
    choices: [{ text, index: 0, logprobs: null, finish_reason: finishReason }],
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(dataEvents(chunk('Hel'), chunk('lo'), chunk('', 'stop'), '[DONE]'));
}

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋 and goodbye.' });
  mock.onMessage('think first', { content: 'The answer is 42.', reasoning: 'First I multiply six by seven.' });
  mock.onMessage('search', { content: 'Cats purr.', webSearches: ['why do cats purr'] });
  mock.onMessage('the weather', {
    toolCalls: [
      { name: 'get_weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
      { name: 'get_weather', arguments: '{"city":"Bern"}', id: 'call_2' },
    ],
  });
  mock.onMessage('break', { error: { message: 'No capacity left', type: 'server_error' }, status: 503 });
  await mock.start();
  dying = await startFakeUpstream((_request, response) => dieInMidAnswer(response));
  legacy = await startFakeUpstream((_request, response) => answerWithText(response));
  stack = await startStack([
    testUpstream('openai', mock.url, { defaultFormat: 'openai-chat' }),
    testUpstream('legacy', legacy.url),
    testUpstream('off', mock.url, { isEnabled: false, errorShape: 'generic' }),
    testUpstream('raising', dying.url, { deathNotice: 'error-event' }),
    testUpstream('polite', dying.url, { deathNotice: 'completion-notice' }),
  ]);
});

afterAll(async () => {
  await stack?.close();
  await mock?.stop();
  await dying?.close();
  await legacy?.close();
});

function client(upstream: string | null): OpenAI {
  const baseUrl = upstream === null ? mock.url : `${stack.url}/${upstream}`;
  return new OpenAI({ apiKey: 'sk-test-key-0123456789', baseURL: `${baseUrl}/v1`, maxRetries: 0, logLevel: 'off' });
}

/** What became of one call through the proxy. */
async function recorded<Value>(
  act: () => Promise<Value>,
): Promise<{ value: Value; row: ExchangeSummary; native: unknown }> {
  const before = stack.ended().length;
  const value = await act();
  const row = (await stack.waitForEnded(before + 1)).at(-1);
  if (row === undefined) throw new Error('nothing ended');
  const rebuilt = await stack.queries.native(row.id);
  if (!rebuilt.ok) throw new Error(rebuilt.error.message);
  return { value, row, native: JSON.parse(rebuilt.value.native) as unknown };
}

/** Plain JSON without what the SDK's helpers add; `volatile` fields are made anew for each request. */
function plain(value: unknown, volatile: readonly string[] = []): unknown {
  const added = new Set(['parsed', 'parsed_arguments', 'output_parsed', 'output_text', '_request_id', ...volatile]);
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (added.has(key) ? undefined : inner))) as unknown;
}

const madeAnew = ['id', 'created_at', 'call_id'];

describe('responses', () => {
  const ask = (openai: OpenAI, input: string): Promise<unknown> =>
    openai.responses.stream({ model: 'gpt-5', input, tools: [weatherTool] }).finalResponse();

  test.each(['say hello', 'the weather', 'think first', 'search'])(
    'a stream is the same with and without the proxy, and rebuilt as the SDK does: %s',
    async (input) => {
      const direct = await ask(client(null), input);
      const { value, row, native } = await recorded(() => ask(client('openai'), input));
      expect(plain(value, madeAnew)).toEqual(plain(direct, madeAnew));
      expect(plain(native)).toEqual(plain(value));
      expect(row).toMatchObject({ format: 'openai-responses', end: 'complete', isVerbatim: true, model: 'gpt-5' });
      expect(row.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
    },
  );

  test('an answer in one piece is the same', async () => {
    const create = (openai: OpenAI): Promise<unknown> =>
      openai.responses.create({ model: 'gpt-5', input: 'say hello' });
    const direct = await create(client(null));
    const { value, row, native } = await recorded(() => create(client('openai')));
    expect(plain(value, madeAnew)).toEqual(plain(direct, madeAnew));
    expect(plain(native)).toEqual(plain(value));
    expect(row).toMatchObject({ format: 'openai-responses', end: 'complete', isStreaming: false });
  });

  test('an error status raises the same error, and the row shows what it said', async () => {
    const fail = (openai: OpenAI): Promise<unknown> =>
      openai.responses.create({ model: 'gpt-5', stream: true, input: 'break' }).then(
        () => 'no error',
        (error: unknown) =>
          error instanceof OpenAI.APIError ? { status: error.status, message: error.message } : error,
      );
    const direct = await fail(client(null));
    const { value, row } = await recorded(() => fail(client('openai')));
    expect(value).toEqual(direct);
    expect(row).toMatchObject({ status: 503, providerError: { message: 'No capacity left' } });
  });
});

describe('what Wirelens says itself in this format', () => {
  const stream = (upstream: string): Promise<unknown> =>
    client(upstream)
      .responses.stream({ model: 'gpt-5', input: 'say hello' })
      .finalResponse()
      .then(plain, (error: unknown) => error);

  test('a switched-off upstream is an error of the SDK', async () => {
    const { value, row } = await recorded(() => stream('off'));
    expect(value).toBeInstanceOf(OpenAI.InternalServerError);
    expect(row.failure?.kind).toBe('upstream-disabled');
  });

  test('an upstream that dies in mid-stream raises in the SDK', async () => {
    const { value, row } = await recorded(() => stream('raising'));
    expect(value).toBeInstanceOf(OpenAI.APIError);
    expect(String(value)).toContain('[Wirelens] The answer was cut off');
    expect(row.end).toBe('truncated');
    expect(row.injectedBytes).toBeGreaterThan(0);
  });

  test('or ends politely: the SDK gets what had been said and the notice', async () => {
    const politely = async (): Promise<unknown> => {
      const { value, row } = await recorded(() => stream('polite'));
      expect(row.end).toBe('truncated');
      return value;
    };
    // On a busy machine capture may say too late what was said, and the notice is all that comes.
    await expect.poll(politely).toMatchObject({
      id: 'resp_1',
      status: 'completed',
      output: [{ content: [{ text: 'Half' }] }, { content: [{ text: expect.stringContaining('[Wirelens]') }] }],
    });
  });
});

describe('legacy completions', () => {
  test('a stream arrives in the SDK and is rebuilt as one object', async () => {
    const { value, row, native } = await recorded(async () => {
      const texts: string[] = [];
      const request = { model: 'davinci-002', prompt: 'Say hello', stream: true } as const;
      for await (const chunk of await client('legacy').completions.create(request))
        texts.push(chunk.choices[0]?.text ?? '');
      return texts;
    });
    expect(value).toEqual(['Hel', 'lo', '']);
    expect(native).toMatchObject({ object: 'text_completion', choices: [{ text: 'Hello', finish_reason: 'stop' }] });
    expect(row).toMatchObject({ format: 'openai-completions', end: 'complete', isVerbatim: true });
  });
});
