/** Cohere's first chat API: what the recordings do not hold. */
import { expect, test } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { readWithCohereV1 } from '../../../tests/support/cohere-readers.ts';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import { adapterFor, pickAdapter } from '../registry.ts';

function decodeLines(...lines: readonly object[]): DecodedBody {
  const text = lines.map((line) => `${JSON.stringify({ is_finished: false, ...line })}\n`).join('');
  return decodeBody({
    format: 'cohere-v1',
    contentType: 'application/stream+json',
    withLossReport: true,
    body: Buffer.from(text),
  });
}

test('tool calls in pieces are told once, their plan is reasoning', () => {
  const response = {
    generation_id: 'g',
    text: '',
    tool_calls: [{ name: 'look', parameters: { a_b: 1 } }],
    finish_reason: 'COMPLETE',
    meta: { tokens: { input_tokens: 5, output_tokens: 7 } },
  };
  const decoded = decodeLines(
    { event_type: 'stream-start', generation_id: 'g' },
    { event_type: 'tool-calls-chunk', text: 'I will look.' },
    { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, name: 'look' } },
    { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, parameters: '{"a_b":' } },
    { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, parameters: '1}' } },
    { event_type: 'tool-calls-generation', tool_calls: response.tool_calls },
    { event_type: 'stream-end', finish_reason: 'COMPLETE', response },
  );
  expect(decoded.completion.choices[0]).toMatchObject({
    reasoning: 'I will look.',
    toolCalls: [{ id: null, name: 'look', input: { a_b: 1 } }],
    finishReason: 'stop',
  });
  expect(decoded.completion.usage).toMatchObject({ inputTokens: 5, outputTokens: 7, totalTokens: 12 });
  // Names inside the user's own parameters are not touched.
  expect(decoded.native).toMatchObject({ generationId: 'g', toolCalls: [{ name: 'look', parameters: { a_b: 1 } }] });
});

test('tool calls that come whole', () => {
  const calls = [
    { name: 'a', parameters: {} },
    { name: 'b', parameters: { x: 1 } },
  ];
  const decoded = decodeLines({ event_type: 'tool-calls-generation', tool_calls: calls });
  expect(decoded.completion.choices[0]?.toolCalls.map(({ name, input }) => [name, input])).toEqual([
    ['a', {}],
    ['b', { x: 1 }],
  ]);
});

test('citations get title and address from the documents of the search', () => {
  const decoded = decodeLines(
    { event_type: 'search-queries-generation', search_queries: [{ text: 'newton', generation_id: 'q' }] },
    { event_type: 'search-results', documents: [{ id: 'd1', title: 'Newton', url: 'https://n.example' }] },
    { event_type: 'text-generation', text: 'In 1643.' },
    { event_type: 'citation-generation', citations: [{ start: 3, end: 7, text: '1643', document_ids: ['d1'] }] },
  );
  const [search, text] = decoded.rich.choices[0]?.blocks ?? [];
  expect(search?.name).toBe('search: newton');
  expect(text?.citations).toMatchObject([{ title: 'Newton', url: 'https://n.example', quote: '1643' }]);
});

test('a stream that breaks off keeps what came', () => {
  const decoded = decodeLines(
    { event_type: 'stream-start', generation_id: 'g' },
    { event_type: 'text-generation', text: 'Hel' },
  );
  expect(decoded.end).toBe('truncated');
  expect(decoded.native).toEqual({ generationId: 'g', text: 'Hel' });
});

test('a stream that ends with an error, and an event nobody knows', () => {
  const decoded = decodeLines(
    { event_type: 'mystery', x: 1 },
    { event_type: 'stream-end', finish_reason: 'ERROR', response: { text: '', message: 'Model overloaded' } },
  );
  expect(decoded.events).toMatchObject({ unknown: 1, used: 1 });
  expect(decoded.rich.error).toMatchObject({ type: 'ERROR', message: 'Model overloaded' });
  expect(decoded.end).toBe('failed');
});

test('a status of 404 tells its message', () => {
  const decoded = decodeCanned('cohere-v1', { id: 'x', message: "model 'command-r' was removed" }, 404);
  expect(decoded.rich.error).toMatchObject({ message: "model 'command-r' was removed", status: 404 });
});

test('the request is a conversation', () => {
  const body = {
    message: 'And in Bern?',
    preamble: 'Be short.',
    chat_history: [
      { role: 'USER', message: 'Weather?' },
      { role: 'CHATBOT', message: 'Where?' },
    ],
    temperature: 0,
  };
  const facts = {
    method: 'POST',
    path: '/v1/chat',
    query: '',
    header: () => null,
    defaultFormat: 'cohere-v2',
  } as const;
  expect(pickAdapter(facts).format).toBe('cohere-v1');
  const reading = adapterFor('cohere-v1').readRequest(body, facts);
  expect(reading?.messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(reading?.parameters).toEqual([{ name: 'temperature', value: 0 }]);
});

test('the last event is held against what the stream said', () => {
  const stream = (text: string): DecodedBody =>
    decodeLines(
      { event_type: 'stream-start', generation_id: 'g' },
      { event_type: 'text-generation', text: 'Hello' },
      {
        event_type: 'stream-end',
        finish_reason: 'COMPLETE',
        response: { generation_id: 'g', text, finish_reason: 'COMPLETE' },
      },
    );
  expect(stream('Hello').loss?.terminal).toEqual({ against: 'stream-end', differences: [] });
  expect(stream('Hello!').loss).toMatchObject({
    dropped: [],
    terminal: { differences: [{ path: 'text', rebuilt: '"Hello"', terminal: '"Hello!"' }] },
  });
});

test("the final object is the SDK's, names inside the user's own data untouched", async () => {
  const body = {
    generation_id: 'g',
    response_id: 'r',
    text: 'Hi',
    is_search_required: null,
    chat_history: [{ role: 'CHATBOT', message: 'Hi', tool_calls: [{ name: 'look', parameters: { tool_calls: 1 } }] }],
    search_results: [
      { connector: { id: 'web' }, document_ids: ['d'], search_query: { text: 'q', generation_id: 'g2' } },
    ],
    meta: { api_version: { version: '1', is_deprecated: true }, billed_units: { input_tokens: 1 }, warnings: ['w'] },
  };
  expect(decodeCanned('cohere-v1', body).native).toEqual(await readWithCohereV1(body));
});
