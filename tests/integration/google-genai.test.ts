/**
 * Google's official SDK as client, aimock as the upstream (neither written here): through the proxy it must get exactly
 * what it gets without it. The SDK joins no chunks, so `native` is held against the same answer asked for without streaming.
 */
import { LLMock } from '@copilotkit/aimock';
import { ApiError, type GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeUpstream } from '../support/fake-upstream.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

const weatherTool = {
  name: 'get_weather',
  description: 'The weather of a place',
  parametersJsonSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const model = 'gemini-2.5-flash';

let mock: LLMock;
let stack: Stack;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  const usage = { promptTokenCount: 9, candidatesTokenCount: 7, totalTokenCount: 16 };
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋 and goodbye.', usage });
  mock.onMessage('think first', { content: 'The answer is 42.', reasoning: 'First I multiply six by seven.', usage });
  mock.onMessage('the weather', {
    toolCalls: [
      { name: 'get_weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
      { name: 'get_weather', arguments: '{"city":"Bern"}', id: 'call_2' },
    ],
    usage,
  });
  mock.onMessage('break', { error: { message: 'No capacity left', type: 'server_error' }, status: 503 });
  await mock.start();
  stack = await startStack([
    testUpstream('gemini', mock.url, { defaultFormat: 'gemini-generate', errorShape: 'gemini' }),
  ]);
});

afterAll(async () => {
  await stack?.close();
  await mock?.stop();
});

function client(baseUrl: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'test-key-0123456789', httpOptions: { baseUrl, retryOptions: { attempts: 1 } } });
}

type Recording = { readonly native: unknown; readonly completion: unknown; readonly format: string };

/** Runs `act` against the mock itself and through the proxy; also gives the proxy's recording of it. */
async function both<Value>(
  act: (sdk: GoogleGenAI) => Promise<Value>,
): Promise<{ readonly direct: Value; readonly proxied: Value; readonly recording: Recording }> {
  const direct = await act(client(mock.url));
  const before = stack.ended().length;
  const proxied = await act(client(`${stack.url}/gemini`));
  const last = (await stack.waitForEnded(before + 1)).at(-1);
  expect(last).toMatchObject({ end: 'complete', isVerbatim: true });
  const rebuilt = await stack.queries.native(last?.id ?? '');
  if (!rebuilt.ok) throw new Error(rebuilt.error.message);
  const native = JSON.parse(rebuilt.value.native) as unknown;
  const completion = JSON.parse(rebuilt.value.completion) as unknown;
  return { direct, proxied, recording: { native, completion, format: last?.format ?? '' } };
}

/** Plain JSON of what the SDK gave, without the HTTP response that it hangs on, and without ids made per request. */
function plain(value: unknown): unknown {
  const left = new Set([
    'sdkHttpResponse',
    'id',
    'interaction_id',
    'event_id',
    'created',
    'updated',
    'call_id',
    'continuation_ids',
  ]);
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (left.has(key) ? undefined : inner))) as unknown;
}

async function gather<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const gathered: Item[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

async function raised(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    return error instanceof ApiError ? { status: error.status, message: error.message } : error;
  }
}

describe('generateContent', () => {
  const config = { tools: [{ functionDeclarations: [weatherTool] }] };
  const whole = (sdk: GoogleGenAI, contents: string): Promise<GenerateContentResponse> =>
    sdk.models.generateContent({ model, contents, config });

  test.each(['say hello', 'the weather', 'think first'])(
    'a stream is the same, and native is the whole answer: %s',
    async (contents) => {
      const { direct, proxied, recording } = await both(async (sdk) =>
        gather(await sdk.models.generateContentStream({ model, contents, config })),
      );
      expect(direct.length).toBeGreaterThan(contents === 'the weather' ? 0 : 2);
      expect(plain(proxied)).toEqual(plain(direct));
      expect(recording.format).toBe('gemini-generate');
      expect(plain(recording.native)).toEqual(plain(await whole(client(mock.url), contents)));
    },
  );

  test.each(['say hello', 'the weather', 'think first'])('an answer in one piece is the same: %s', async (contents) => {
    const { direct, proxied, recording } = await both((sdk) => whole(sdk, contents));
    expect(plain(proxied)).toEqual(plain(direct));
    expect(plain(recording.native)).toEqual(plain(proxied));
  });

  test('the completion has the thoughts, the calls and the usage', async () => {
    const thought = await both(async (sdk) =>
      gather(await sdk.models.generateContentStream({ model, contents: 'think first' })),
    );
    expect(thought.recording.completion).toMatchObject({
      choices: [{ text: 'The answer is 42.', reasoning: 'First I multiply six by seven.', finishReason: 'stop' }],
      usage: { inputTokens: 9, outputTokens: 7, totalTokens: 16 },
    });
    const called = await both(async (sdk) =>
      gather(await sdk.models.generateContentStream({ model, contents: 'the weather', config })),
    );
    expect(called.recording.completion).toMatchObject({
      choices: [
        {
          toolCalls: [
            { id: 'call_1', name: 'get_weather', input: { city: 'Zürich' } },
            { id: 'call_2', name: 'get_weather', input: { city: 'Bern' } },
          ],
        },
      ],
    });
  });

  test.each(['generateContentStream', 'generateContent'] as const)(
    'an error status raises the same ApiError: %s',
    async (method) => {
      const { direct, proxied } = await both((sdk) => raised(() => sdk.models[method]({ model, contents: 'break' })));
      expect(proxied).toEqual(direct);
      expect(proxied).toMatchObject({ status: 503 });
      expect(stack.ended().at(-1)).toMatchObject({
        status: 503,
        providerError: { message: 'No capacity left', status: 503 },
      });
    },
  );
});

describe('interactions', () => {
  test.each(['say hello', 'the weather'])('a stream is the same, event by event: %s', async (input) => {
    const { direct, proxied, recording } = await both(async (sdk) =>
      gather(await sdk.interactions.create({ model, input, stream: true })),
    );
    expect(direct.length).toBeGreaterThan(3);
    expect(plain(proxied)).toEqual(plain(direct));
    expect(recording.format).toBe('gemini-interactions');
    const whole = await client(mock.url).interactions.create({ model, input, stream: false });
    expect(plain(recording.native)).toMatchObject({ status: whole.status, steps: plain(whole.steps) });
    expect(recording.completion).toMatchObject({
      choices: [
        input === 'say hello'
          ? { text: 'Hello there, äöü 👋 and goodbye.', finishReason: 'stop' }
          : { toolCalls: [{ input: { city: 'Zürich' } }, { input: { city: 'Bern' } }], finishReason: 'tool-calls' },
      ],
    });
  });

  test('an interaction in one piece is the same', async () => {
    const { direct, proxied, recording } = await both((sdk) =>
      sdk.interactions.create({ model, input: 'say hello', stream: false }),
    );
    expect(plain(proxied)).toEqual(plain(direct));
    expect(proxied.steps).toHaveLength(1);
    expect(plain(recording.native)).toMatchObject({ status: 'completed', steps: plain(proxied.steps) });
    expect(recording.completion).toMatchObject({ choices: [{ text: 'Hello there, äöü 👋 and goodbye.' }] });
  });
});

describe('what the mock cannot do', () => {
  const chunk = (text: string, extra: object = {}): string =>
    JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...extra }] });

  /** Asks an upstream of our own through the proxy, set up as told. */
  async function ask<Value>(
    handler: Parameters<typeof startFakeUpstream>[0],
    changes: Parameters<typeof testUpstream>[2],
    act: (baseUrl: string) => Promise<Value>,
  ): Promise<Value> {
    const upstream = await startFakeUpstream(handler);
    stack.setUpstreams([testUpstream('own', upstream.url, { defaultFormat: 'gemini-generate', ...changes })]);
    try {
      return await act(`${stack.url}/own`);
    } finally {
      await upstream.close();
    }
  }

  test('a JSON array, as without alt=sse, passes element by element and is recorded as one answer', async () => {
    let goOn = (): void => undefined;
    const before = stack.ended().length;
    const text = await ask(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
        response.write(`[${chunk('Hel')}`);
        goOn = () => response.end(`\n,\n${chunk('lo', { finishReason: 'STOP' })}\n]`);
      },
      {},
      async (baseUrl) => {
        const url = `${baseUrl}/v1beta/models/${model}:streamGenerateContent`;
        const response = await fetch(url, { method: 'POST', body: '{"contents":[]}' });
        const reader = response.body?.getReader();
        const first = Buffer.from((await reader?.read())?.value ?? []).toString();
        goOn();
        const second = Buffer.from((await reader?.read())?.value ?? []).toString();
        await reader?.read();
        return [first, second];
      },
    );
    expect(text).toEqual([`[${chunk('Hel')}`, `\n,\n${chunk('lo', { finishReason: 'STOP' })}\n]`]);
    const last = (await stack.waitForEnded(before + 1)).at(-1);
    expect(last).toMatchObject({ format: 'gemini-generate', end: 'complete', eventCount: 2 });
    const rebuilt = await stack.queries.native(last?.id ?? '');
    expect(rebuilt.ok && JSON.parse(rebuilt.value.completion)).toMatchObject({ choices: [{ text: 'Hello' }] });
  });

  test.each(['error-event', 'completion-notice'] as const)(
    'an upstream that dies between two events is told to the SDK: %s',
    async (deathNotice) => {
      const outcome = await ask(
        (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write(`data: ${chunk('Hel')}\n\n`, () => response.socket?.resetAndDestroy());
        },
        { deathNotice },
        (baseUrl) =>
          raised(async () => {
            const stream = await client(baseUrl).models.generateContentStream({ model, contents: 'hi' });
            const texts: (string | undefined)[] = [];
            for await (const part of stream) texts.push(part.text);
            return texts;
          }),
      );
      if (deathNotice === 'error-event')
        expect(outcome).toMatchObject({ status: 502, message: expect.stringContaining('Wirelens') });
      else expect(outcome).toEqual(['Hel', expect.stringContaining('Wirelens')]);
    },
  );
});
