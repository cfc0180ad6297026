/**
 * OpenAI Responses over WebSocket: the official client against aimock, by base URL. Each turn must be an exchange that reads
 * like one over HTTP, the connection must list both directions, and the client must get what it gets from aimock straight.
 */
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';

let mock: LLMock;
let stack: Stack;

beforeAll(async () => {
  mock = new LLMock({ port: 0, chunkSize: 5 });
  mock.onMessage('say hello', { content: 'Hello over the socket, äöü 👋.' });
  mock.onMessage('weather', { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }] });
  await mock.start();
  stack = await startStack([testUpstream('openai', mock.url, { defaultFormat: 'openai-chat' })]);
});

afterAll(async () => {
  await stack?.close();
  await mock?.stop();
});

const asks = [
  { type: 'response.create', model: 'gpt-5-codex', input: 'say hello' },
  { type: 'response.create', model: 'gpt-5-codex', input: 'weather please', previous_response_id: 'FIRST' },
  { type: 'response.create', model: 'gpt-5-codex', input: 'nobody knows this' },
] as const;

/** Everything the server said, turn by turn, ids and times left out. */
async function talk(baseURL: string): Promise<unknown[]> {
  const socket = new ResponsesWS(new OpenAI({ apiKey: 'sk-test-0000000000abcd', baseURL }));
  const heard: unknown[] = [];
  let firstId = '';
  for (const ask of asks) {
    await new Promise<void>((resolve, reject) => {
      const onEvent = (event: { readonly type: string; readonly response?: { readonly id: string } }): void => {
        heard.push(comparable(event));
        if (event.response) firstId ||= event.response.id;
        if (event.type !== 'response.completed' && event.type !== 'error') return;
        socket.off('event', onEvent as never);
        resolve();
      };
      socket.on('event', onEvent as never);
      socket.on('error', (error) => (heard.length > 0 ? resolve() : reject(error)));
      const previous = 'previous_response_id' in ask ? { previous_response_id: firstId } : {};
      socket.send({ ...ask, ...previous } as never);
    });
  }
  socket.close();
  return heard;
}

function comparable(event: unknown): unknown {
  const text = JSON.stringify(event).replaceAll(/"(resp|msg|fc|call|item)[_-][^"]*"/g, '"id"');
  return text.replaceAll(/"created_at":\d+/g, '"created_at":0');
}

test('the official client hears what it hears from aimock straight; each turn is an exchange', async () => {
  const direct = await talk(`${mock.url}/v1`);
  const through = await talk(`${stack.url}/openai/v1`);
  expect(through).toEqual(direct);

  const ended = await stack.waitForEnded(4);
  const turns = ended.filter(({ turnOf }) => turnOf !== undefined).toSorted((a, b) => a.startedAt - b.startedAt);
  const connection = ended.find(({ turnOf }) => turnOf === undefined) as ExchangeSummary;
  expect(connection).toMatchObject({
    isWebSocket: true,
    end: 'complete',
    status: 101,
    isVerbatim: true,
    format: 'openai-responses',
  });
  expect(connection.row.text).toBe('3 turns over a WebSocket');
  expect(turns.map(({ turnOf }) => [turnOf?.connectionId, turnOf?.number])).toEqual(
    [1, 2, 3].map((number) => [connection.id, number]),
  );
  expect(turns.map(({ end, row, providerError }) => [end, row.kind, row.label, row.text, providerError?.type])).toEqual(
    [
      ['complete', 'text', null, 'Hello over the socket, äöü 👋.', undefined],
      ['complete', 'tool-call', 'get_weather', 'Paris', undefined],
      ['complete', 'error', 'no_fixture_match', 'No fixture matched', 'no_fixture_match'],
    ],
  );
  expect(turns[1]?.turnOf?.previous).toMatchObject({ exchangeId: turns[0]?.id });
});

test('a turn replays from the store as it was read live, request and answer', async () => {
  const ended = await stack.waitForEnded(4);
  const turn = ended.find(({ turnOf }) => turnOf?.number === 1) as ExchangeSummary;
  await stack.capture.flush();
  const snapshot = await stack.queries.snapshot(turn.id);
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  expect(snapshot.value.eventCount).toBe(turn.eventCount);
  expect(snapshot.value.problems).toEqual([]);
  const request = await stack.queries.request(turn.id);
  expect(request.ok && request.value.reading?.messages.map(({ role, parts }) => [role, parts])).toEqual([
    ['user', [{ kind: 'text', text: 'say hello' }]],
  ]);
  const native = await stack.queries.native(turn.id);
  expect(native.ok && JSON.parse(native.value.native)).toMatchObject({ object: 'response', status: 'completed' });
});

test('the connection lists the messages of both directions in their order', async () => {
  const ended = await stack.waitForEnded(4);
  const connection = ended.find(({ turnOf }) => turnOf === undefined) as ExchangeSummary;
  const events = await stack.queries.events(connection.id, 0, 1000);
  expect(events.length).toBe(connection.eventCount);
  expect(events[0]).toMatchObject({ origin: 'client', type: 'response.create', reading: 'say hello', byteStart: 0 });
  expect(events[1]).toMatchObject({ origin: 'upstream', type: 'created', byteStart: 0 });
  expect(events.filter(({ origin }) => origin === 'client').map(({ type }) => type)).toEqual([
    'response.create',
    'response.create',
    'response.create',
    'close',
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'close', reading: '1000 normal closure: OK' });
  expect(events.map(({ receivedAt }) => receivedAt)).toEqual(
    events.map(({ receivedAt }) => receivedAt).toSorted((a, b) => a - b),
  );
});
