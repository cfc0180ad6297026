/** A Bedrock stream that dies on the way, with the official client: what Wirelens adds is what that client raises on. */
import type { Socket } from 'node:net';
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, describe, expect, test } from 'vitest';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';
import { createAwsEventStreamDecoder } from '../../shared/stream/aws-event-stream-decoder.ts';
import { concat, encodeJsonEvent } from '../../shared/stream/aws-event-stream-encoder.ts';
import { readUntil, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { type LoneProxy, startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { createRecordingSink } from '../../tests/support/recording-sink.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const head =
  'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\nTransfer-Encoding: chunked\r\n\r\n';
const start = concat([
  encodeJsonEvent('messageStart', { role: 'assistant' }),
  encodeJsonEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Once' } }),
]);
const chunk = encodeJsonEvent('chunk', { bytes: Buffer.from('{"outputText":"Once","index":0}').toString('base64') });

type Served = { readonly proxy: LoneProxy; readonly client: BedrockRuntimeClient; readonly die: () => void };

/** An upstream that sends `body` and then waits to be killed; a client of the SDK behind the proxy. */
async function serve(
  body: Uint8Array,
  changes: Parameters<typeof upstreamAt>[2] = {},
  seen: StreamSoFar | null = null,
): Promise<Served> {
  const sockets: Socket[] = [];
  const upstream = await startRawUpstream(async (socket) => {
    sockets.push(socket);
    await readUntil(socket, '}');
    socket.write(Buffer.concat([Buffer.from(`${head}${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]));
  });
  open.push(upstream.close);
  const sink = { ...createRecordingSink(), streamSoFar: async () => seen };
  const proxy = await startProxy([upstreamAt('bedrock', upstream.url, changes)], {}, sink);
  open.push(proxy.close);
  const client = new BedrockRuntimeClient({
    endpoint: `${proxy.url}/bedrock`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    // The client's own default for this service is HTTP/2, even without TLS.
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
  open.push(() => client.destroy());
  return { proxy, client, die: () => sockets[0]?.resetAndDestroy() };
}

const converse = (): ConverseStreamCommand =>
  new ConverseStreamCommand({ modelId: 'a.model-v1:0', messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });

/** All events up to the end or the error; `onText` once the first text has come. */
async function readAll(
  stream: AsyncIterable<unknown> | undefined,
  onText: () => void,
): Promise<{ events: unknown[]; error: unknown }> {
  const events: unknown[] = [];
  try {
    for await (const event of stream ?? []) {
      events.push(event);
      if (JSON.stringify(event).includes('Delta') || JSON.stringify(event).includes('chunk')) onText();
    }
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

describe('a Bedrock stream whose upstream dies', () => {
  test('between two messages: the client raises the exception that says why, after all that had come', async () => {
    const { proxy, client, die } = await serve(start);
    const answer = await client.send(converse());
    const { events, error } = await readAll(answer.stream, die);
    expect(events).toEqual([
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Once' } } },
    ]);
    expect(error).toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringContaining('[Wirelens] The answer was cut off'),
    });
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.end).toMatchObject({ end: 'truncated', failure: { kind: 'connection-reset' } });
    expect(exchange?.injected).toHaveLength(1);
    expect(proxy.faults).toEqual([]);
  });

  test('in an invoke stream: the same', async () => {
    const { client, die } = await serve(chunk);
    const command = new InvokeModelWithResponseStreamCommand({
      modelId: 'amazon.titan-text-lite-v1',
      body: '{"inputText":"Hi"}',
    });
    const answer = await client.send(command);
    const { events, error } = await readAll(answer.body, die);
    expect(events).toHaveLength(1);
    expect(error).toMatchObject({ name: 'ServiceUnavailableException' });
  });

  test('inside a message: nothing is added and the connection is cut, so that no client takes it for whole', async () => {
    const next = encodeJsonEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: ' upon' } });
    const { proxy, client, die } = await serve(concat([start, next.subarray(0, next.length - 20)]));
    const answer = await client.send(converse());
    const { events, error } = await readAll(answer.stream, die);
    expect(events).toHaveLength(2);
    expect(error).toBeInstanceOf(Error);
    const [exchange] = await proxy.sink.waitForEnds(1);
    expect(exchange?.injected).toEqual([]);
    expect(exchange?.end).toMatchObject({ end: 'truncated' });
  });

  test('completion-notice: the open block ends, the message is said in one of its own, and the client is content', async () => {
    const seen = {
      id: null,
      model: null,
      createdAt: null,
      isStarted: true,
      openBlock: { index: 0, kind: 'text' },
      nextBlockIndex: 1,
    };
    const { proxy, client, die } = await serve(start, { deathNotice: 'completion-notice' }, seen);
    const answer = await client.send(converse());
    const { events, error } = await readAll(answer.stream, die);
    expect(error).toBeNull();
    expect(events.slice(2)).toEqual([
      { contentBlockStop: { contentBlockIndex: 0 } },
      {
        contentBlockDelta: {
          contentBlockIndex: 1,
          delta: { text: expect.stringContaining('[Wirelens] The answer was cut off') },
        },
      },
      { contentBlockStop: { contentBlockIndex: 1 } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 }, metrics: { latencyMs: 0 } } },
    ]);
    const [exchange] = await proxy.sink.waitForEnds(1);
    const decoder = createAwsEventStreamDecoder();
    const bytes = new Uint8Array(Buffer.concat(exchange?.injected ?? []));
    const injected = [...decoder.feed({ index: 0, receivedAt: 0, bytes }), ...decoder.end()];
    expect(injected.flatMap((event) => event.flags)).toEqual([]);
  });

  test('disconnect: as it happened', async () => {
    const { client, die } = await serve(start, { deathNotice: 'disconnect' });
    const answer = await client.send(converse());
    const { error } = await readAll(answer.stream, die);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).not.toBe('ServiceUnavailableException');
  });
});

test('a switched-off upstream: the client raises with our words', async () => {
  const { client } = await serve(start, { isEnabled: false });
  await expect(client.send(converse())).rejects.toMatchObject({
    message: expect.stringContaining('switched off'),
    $metadata: { httpStatusCode: 503 },
  });
});
