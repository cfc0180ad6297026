/**
 * The AWS SDK as the client, aimock as Bedrock (neither written here): through the proxy it must get exactly what it gets
 * without it, and our `native` must be the answer that the SDK gives, or would give to the same call without a stream.
 */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { LLMock } from '@copilotkit/aimock';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeJsonEvent } from '../../shared/stream/aws-event-stream-encoder.ts';
import { type FakeUpstream, startFakeUpstream } from '../support/fake-upstream.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

const modelId = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const schema = { type: 'object', properties: { city: { type: 'string' } } };

let mock: LLMock;
let claude: FakeUpstream;
let dying: FakeUpstream;
let stack: Stack;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('say hello', { content: 'Hello there, äöü 👋 and goodbye.' });
  mock.onMessage('think first', { content: 'The answer is 42.', reasoning: 'First I multiply six by seven.' });
  mock.onMessage('the weather', {
    toolCalls: [
      { name: 'get_weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
      { name: 'get_weather', arguments: '{"city":"Bern"}', id: 'call_2' },
    ],
  });
  mock.onMessage('break', { error: { message: 'No capacity left', type: 'server_error' }, status: 503 });
  await mock.start();
  claude = await startFakeUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    for (const event of claudeEvents) {
      const bytes = Buffer.from(JSON.stringify(event)).toString('base64');
      response.write(encodeJsonEvent('chunk', { bytes, p: 'abcdefgh' }));
    }
    response.end();
  });
  dying = await startFakeUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(encodeJsonEvent('messageStart', { role: 'assistant' }));
    const delta = encodeJsonEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Once' } });
    // Without the last chunk: the connection ends, the body does not.
    response.write(delta, () => response.socket?.end());
  });
  stack = await startStack([
    testUpstream('bedrock', mock.url, { errorShape: 'generic' }),
    testUpstream('claude', claude.url, { errorShape: 'generic' }),
    testUpstream('dying', dying.url, { errorShape: 'generic' }),
  ]);
});

afterAll(async () => {
  await stack?.close();
  await claude?.close();
  await dying?.close();
  await mock?.stop();
});

/** aimock's invoke streams have no envelope, so these chunks come from here. */
const claudeEvents = [
  {
    type: 'message_start',
    message: {
      id: 'msg_bdrk_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [],
      usage: { input_tokens: 5, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüße 👋' } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
  { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 5, outputTokenCount: 4 } },
];

/** Signed for its endpoint, as every AWS client is; a real Bedrock would refuse that signature behind another host name. */
function signingClient(endpoint: string): BedrockRuntimeClient {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' };
  return new BedrockRuntimeClient({ ...plainHttp(endpoint), credentials });
}

/** With a Bedrock API key, which no host name is part of. */
function keyClient(endpoint: string): BedrockRuntimeClient {
  const token = { token: 'bedrock-api-key-0123456789' };
  return new BedrockRuntimeClient({ ...plainHttp(endpoint), token, authSchemePreference: ['httpBearerAuth'] });
}

/** The client's own default for this service is HTTP/2, even without TLS. */
function plainHttp(endpoint: string) {
  return { endpoint, region: 'us-east-1', requestHandler: new NodeHttpHandler(), maxAttempts: 1 };
}

type Both<Value> = {
  readonly direct: Value;
  readonly proxied: Value;
  readonly native: unknown;
  readonly completion: unknown;
};

/** Runs `act` against the mock itself and through the proxy; also gives the proxy's recording of it. */
async function both<Value>(
  act: (client: BedrockRuntimeClient) => Promise<Value>,
  clientFor: (endpoint: string) => BedrockRuntimeClient = signingClient,
  [name, url]: readonly [name: string, url: string] = ['bedrock', mock.url],
): Promise<Both<Value>> {
  const direct = await use(clientFor(url), act);
  const before = stack.ended().length;
  const proxied = await use(clientFor(`${stack.url}/${name}`), act);
  const last = (await stack.waitForEnded(before + 1)).at(-1);
  expect(last).toMatchObject({ end: 'complete', isVerbatim: true, captureProblem: null });
  const rebuilt = await stack.queries.native(last?.id ?? '');
  if (!rebuilt.ok) throw new Error(rebuilt.error.message);
  const parse = (text: string): unknown => JSON.parse(text);
  return { direct, proxied, native: parse(rebuilt.value.native), completion: parse(rebuilt.value.completion) };
}

async function use<Value>(
  client: BedrockRuntimeClient,
  act: (client: BedrockRuntimeClient) => Promise<Value>,
): Promise<Value> {
  try {
    return await act(client);
  } finally {
    client.destroy();
  }
}

/** Without what the SDK adds, and without ids that the mock makes anew for each request. */
function plain(value: unknown): unknown {
  const left = new Set(['$metadata', 'id', 'latencyMs']);
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (left.has(key) ? undefined : inner)));
}

const messagesOf = (text: string) => [{ role: 'user' as const, content: [{ text }] }];
const toolConfig = { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: schema } } }] };

async function converseStream(client: BedrockRuntimeClient, text: string): Promise<ConverseStreamOutput[]> {
  const answer = await client.send(new ConverseStreamCommand({ modelId, messages: messagesOf(text), toolConfig }));
  const events: ConverseStreamOutput[] = [];
  for await (const event of answer.stream ?? []) events.push(event);
  return events;
}

describe('Converse', () => {
  test.each(['say hello', 'the weather', 'think first'])(
    'a stream is the same with and without the proxy, and is rebuilt to the answer without a stream: %s',
    async (text) => {
      const streamed = await both((client) => converseStream(client, text));
      expect(plain(streamed.proxied)).toEqual(plain(streamed.direct));
      const whole = await both((client) =>
        client.send(new ConverseCommand({ modelId, messages: messagesOf(text), toolConfig })),
      );
      expect(plain(whole.proxied)).toEqual(plain(whole.direct));
      expect(plain(whole.native)).toEqual(plain(whole.proxied));
      expect(plain(streamed.native)).toEqual(plain(whole.proxied));
      expect(plain(streamed.completion)).toEqual(plain(whole.completion));
      expect(stack.ended().at(-1)).toMatchObject({ format: 'bedrock-converse', model: modelId });
    },
  );

  test('a Bedrock API key works like a signature, and is stored as a fingerprint', async () => {
    const result = await both((client) => converseStream(client, 'say hello'), keyClient);
    expect(plain(result.proxied)).toEqual(plain(result.direct));
    const detail = await stack.queries.snapshot(stack.ended().at(-1)?.id ?? '');
    expect(JSON.stringify(detail)).not.toContain('bedrock-api-key-0123456789');
    expect(JSON.stringify(detail)).toContain('Bearer');
  });

  test('an error status raises the same error, and the row shows what it said', async () => {
    const ask = (client: BedrockRuntimeClient): Promise<unknown> =>
      converseStream(client, 'break').then(
        () => 'no error',
        (error: Error & { $metadata?: { httpStatusCode?: number } }) => [
          error.name,
          error.message,
          error.$metadata?.httpStatusCode,
        ],
      );
    const result = await both(ask);
    expect(result.proxied).toEqual(result.direct);
    expect(stack.ended().at(-1)).toMatchObject({ status: 503, providerError: { message: 'No capacity left' } });
  });
});

describe('InvokeModel', () => {
  const body = (text: string): string =>
    JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [{ role: 'user', content: text }],
      tools: [{ name: 'get_weather', input_schema: schema }],
    });

  test('the whole message of Claude is the same with and without the proxy', async () => {
    const whole = await both(async (client) => {
      const answer = await client.send(new InvokeModelCommand({ modelId, body: body('the weather') }));
      return JSON.parse(Buffer.from(answer.body ?? []).toString()) as unknown;
    });
    expect(plain(whole.proxied)).toEqual(plain(whole.direct));
    expect(plain(whole.native)).toEqual(plain(whole.proxied));
    expect(stack.ended().at(-1)).toMatchObject({ format: 'bedrock-invoke', row: { kind: 'tool-call' } });
  });

  test('a stream of Claude reaches the client chunk by chunk and is rebuilt to the message', async () => {
    const streamed = await both(
      async (client) => {
        const answer = await client.send(
          new InvokeModelWithResponseStreamCommand({ modelId, body: body('say hello') }),
        );
        const chunks: unknown[] = [];
        for await (const event of answer.body ?? [])
          chunks.push(JSON.parse(Buffer.from(event.chunk?.bytes ?? []).toString()));
        return chunks;
      },
      signingClient,
      ['claude', claude.url],
    );
    expect(streamed.direct).toEqual(claudeEvents);
    expect(streamed.proxied).toEqual(claudeEvents);
    expect(streamed.native).toEqual({
      id: 'msg_bdrk_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text: 'Grüße 👋' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 5, output_tokens: 4 },
    });
    expect(stack.ended().at(-1)).toMatchObject({
      format: 'bedrock-invoke',
      model: 'claude-sonnet-4-5',
      usage: { inputTokens: 5, outputTokens: 4 },
      eventTally: { total: 5, used: 5, malformed: 0 },
    });
  });

  test('aimock leaves the envelope of a stream out: read all the same, and told', async () => {
    const before = stack.ended().length;
    await use(signingClient(`${stack.url}/bedrock`), async (client) => {
      const answer = await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body: body('say hello') }));
      for await (const event of answer.body ?? []) expect(event.chunk?.bytes).toBeUndefined();
    });
    const last = (await stack.waitForEnded(before + 1)).at(-1);
    const snapshot = await stack.queries.snapshot(last?.id ?? '');
    if (!snapshot.ok) throw new Error(snapshot.error.message);
    expect(snapshot.value.problems.map((problem) => problem.kind)).toContain('chunk-without-bytes');
    expect(last?.row.text).toContain('Hello there, äöü 👋');
  });
});

test('a stream that dies on the way: the client raises, and the record says what came and what we wrote', async () => {
  const before = stack.ended().length;
  await expect(
    use(signingClient(`${stack.url}/dying`), (client) => converseStream(client, 'say hello')),
  ).rejects.toMatchObject({ name: 'ServiceUnavailableException', message: expect.stringContaining('[Wirelens]') });
  const last = (await stack.waitForEnded(before + 1)).at(-1);
  expect(last).toMatchObject({ end: 'truncated', format: 'bedrock-converse', row: { text: 'Once' } });
  const snapshot = await stack.queries.snapshot(last?.id ?? '');
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  expect(snapshot.value.events.map(({ type, origin, flags }) => [type, origin, flags])).toEqual([
    ['messageStart', 'upstream', []],
    ['delta.text', 'upstream', []],
    ['serviceUnavailableException', 'wirelens', []],
  ]);
  const rebuilt = await stack.queries.native(last?.id ?? '');
  expect(rebuilt.ok && JSON.parse(rebuilt.value.native)).toEqual({
    output: { message: { role: 'assistant', content: [{ text: 'Once' }] } },
  });
});

test('capture had no trouble with any of it', () => expect(stack.faults()).toEqual([]));
