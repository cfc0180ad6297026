/** Messages events read into deltas and a completion: blocks, usage, errors, whole bodies, odd input. */
import { describe, expect, it } from 'vitest';
import { decodeCanned, namedEvents } from '../../../tests/support/canned-streams.ts';
import { seeded } from '../../../tests/support/seeded.ts';
import { anthropicMessagesAdapter } from './adapter.ts';

type Event = { readonly type: string; readonly [name: string]: unknown };

const start: Event = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    model: 'claude-test',
    content: [],
    usage: { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 2, output_tokens: 1 },
  },
};
const begin = (index: number, block: object): Event => ({ type: 'content_block_start', index, content_block: block });
const delta = (index: number, type: string, fields: object): Event => ({
  type: 'content_block_delta',
  index,
  delta: { type, ...fields },
});
const close = (index: number): Event => ({ type: 'content_block_stop', index });
const end: Event = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 20 } };
const stop: Event = { type: 'message_stop' };

const decode = (...events: readonly Event[]) => decodeCanned('anthropic-messages', namedEvents(...events));

it('a message with thinking, text and a tool, event by event', () => {
  const { rich, records, completion } = decode(
    start,
    begin(0, { type: 'thinking', thinking: '' }),
    delta(0, 'thinking_delta', { thinking: 'Hm' }),
    delta(0, 'signature_delta', { signature: 'sig' }),
    close(0),
    { type: 'ping' },
    begin(1, { type: 'text', text: '' }),
    delta(1, 'text_delta', { text: ' Hi ' }),
    close(1),
    begin(2, { type: 'tool_use', id: 't', name: 'Edit', input: {} }),
    delta(2, 'input_json_delta', { partial_json: '{"a":1}' }),
    close(2),
    { ...end, delta: { stop_reason: 'tool_use' } },
    stop,
  );
  expect(rich.choices[0]?.blocks.map(({ key, kind, text, isOpen }) => [key, kind, text, isOpen])).toEqual([
    ['0', 'reasoning', 'Hm', false],
    ['1', 'text', ' Hi ', false],
    ['2', 'tool-call', '{"a":1}', false],
  ]);
  expect(rich.choices[0]?.blocks[0]?.signature).toBe('sig');
  expect(completion).toMatchObject({
    id: 'msg_1',
    model: 'claude-test',
    choices: [{ toolCalls: [{ id: 't', name: 'Edit', input: { a: 1 } }], finishReason: 'tool-calls' }],
  });
  expect(records.map(({ type, reading, outcome }) => [type, reading, outcome])).toEqual([
    ['message_start', 'claude-test, 17 in', 'used'],
    ['content_block_start', 'thinking', 'used'],
    ['thinking_delta', 'Hm', 'used'],
    ['signature_delta', 'signature, 3 characters', 'used'],
    ['content_block_stop', 'thinking', 'used'],
    ['ping', '', 'ignored'],
    ['content_block_start', 'text', 'used'],
    ['text_delta', ' Hi ', 'used'],
    ['content_block_stop', 'text', 'used'],
    ['content_block_start', 'tool Edit', 'used'],
    ['input_json_delta', '{"a":1}', 'used'],
    ['content_block_stop', 'tool_use', 'used'],
    ['message_delta', 'stop tool_use, 20 out', 'used'],
    ['message_stop', '', 'used'],
  ]);
});

describe('usage', () => {
  it('cached input is added to input_tokens; later totals replace', () => {
    expect(decode(start, end, stop).completion.usage).toEqual({
      inputTokens: 17,
      outputTokens: 20,
      cacheReadTokens: 5,
      cacheWriteTokens: 2,
      reasoningTokens: null,
      totalTokens: 37,
    });
  });

  it('a message_delta that repeats only input_tokens keeps the cached parts', () => {
    const again = {
      ...end,
      usage: { input_tokens: 11, output_tokens: 3, output_tokens_details: { thinking_tokens: 2 } },
    };
    expect(decode(start, again, stop).completion.usage).toMatchObject({
      inputTokens: 18,
      outputTokens: 3,
      reasoningTokens: 2,
      totalTokens: 21,
    });
  });
});

describe('blocks that come whole', () => {
  it('a result of a server tool keeps its wire form and names its call', () => {
    const result = { type: 'web_search_tool_result', tool_use_id: 's', content: [{ url: 'u' }, { url: 'v' }] };
    const { rich, records } = decode(start, begin(0, result), close(0), end, stop);
    expect(rich.choices[0]?.blocks).toMatchObject([
      {
        kind: 'tool-result',
        name: 'web_search_tool_result',
        toolCallId: 's',
        isProviderExecuted: true,
        native: result,
      },
    ]);
    expect(records[1]?.reading).toBe('web_search_tool_result, 2 items');
  });

  it('a tool the provider runs is marked, one of the client is not', () => {
    const { rich } = decode(
      start,
      begin(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      begin(1, { type: 'tool_use', id: 't', name: 'Edit', input: {} }),
    );
    expect(rich.choices[0]?.blocks.map((block) => block.isProviderExecuted)).toEqual([true, false]);
  });

  it('a block nobody knows is kept and counted', () => {
    const { rich, events } = decode(start, begin(0, { type: 'hologram', depth: 3 }), close(0), end, stop);
    expect(rich.choices[0]?.blocks).toMatchObject([{ kind: 'other', name: 'hologram', native: { depth: 3 } }]);
    expect(events.unknown).toBe(1);
  });

  it('a compaction shows its final content', () => {
    const { rich } = decode(
      start,
      begin(0, { type: 'compaction', content: null }),
      delta(0, 'compaction_delta', { content: 'S' }),
    );
    expect(rich.choices[0]?.blocks).toMatchObject([{ kind: 'other', native: { type: 'compaction', content: 'S' } }]);
  });

  it('a tool without arguments has an empty object as input', () => {
    const { completion } = decode(
      start,
      begin(0, { type: 'tool_use', id: 't', name: 'a', input: {} }),
      close(0),
      end,
      stop,
    );
    expect(completion.choices[0]?.toolCalls).toEqual([{ id: 't', name: 'a', input: {} }]);
  });
});

it('citations stand on their text block', () => {
  const citation = { type: 'web_search_result_location', title: 'T', url: 'https://example.org/', cited_text: 'q' };
  const { rich } = decode(start, begin(0, { type: 'text', text: '' }), delta(0, 'citations_delta', { citation }));
  expect(rich.choices[0]?.blocks[0]?.citations).toEqual([
    { title: 'T', url: 'https://example.org/', quote: 'q', native: citation },
  ]);
});

describe('errors', () => {
  it('an error event keeps what came and says which status it stands for', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const { rich, end: ending } = decode(start, begin(0, { type: 'text', text: 'Hal' }), { type: 'error', error });
    expect(rich.error).toMatchObject({ type: 'overloaded_error', message: 'Overloaded', status: 529 });
    expect([ending, rich.choices[0]?.blocks[0]?.text]).toEqual(['failed', 'Hal']);
  });

  it('an error body with its request id', () => {
    const body = { type: 'error', error: { type: 'not_found_error', message: 'model: x' }, request_id: 'req_9' };
    const { rich, native } = decodeCanned('anthropic-messages', body, 404);
    expect(rich.error).toMatchObject({ type: 'not_found_error', message: 'model: x', status: 404, requestId: 'req_9' });
    expect(native).toEqual(body);
  });

  it('a stream without message_stop is truncated', () => {
    const { end: ending, finalDeltas } = decode(start, begin(0, { type: 'text', text: 'Hal' }));
    expect(ending).toBe('truncated');
    expect(finalDeltas).toEqual([{ type: 'block-end', choice: 0, block: '0' }]);
  });
});

describe('odd input', () => {
  it('events without SSE names are read by their type', () => {
    const body = [start, begin(0, { type: 'text', text: 'A' }), close(0), end, stop];
    const text = body.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    expect(decodeCanned('anthropic-messages', text).completion.choices[0]?.text).toBe('A');
  });

  it('a delta for a block that never started opens one', () => {
    expect(decode(start, delta(4, 'text_delta', { text: 'A' }), end, stop).completion.choices[0]?.text).toBe('A');
  });

  it('broken JSON is flagged, the rest is read', () => {
    const body = `${namedEvents(start)}event: content_block_delta\ndata: {"type":"cont\n\n${namedEvents(begin(0, { type: 'text', text: 'A' }), end, stop)}`;
    const { events, completion } = decodeCanned('anthropic-messages', body);
    expect(events).toMatchObject({ malformed: 1, used: 4 });
    expect(completion.choices[0]?.text).toBe('A');
  });

  it('whatever shape a field has, nothing throws', () => {
    const random = seeded(11);
    const junk = [null, 0, -1, 1e9, '', 'x', [], [null], {}, { a: [] }, true] as const;
    const types = [
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
      'error',
      'ping',
      'x',
    ];
    const inner = [
      'text',
      'thinking',
      'tool_use',
      'compaction',
      'fallback',
      'text_delta',
      'input_json_delta',
      'citations_delta',
      'compaction_delta',
      'signature_delta',
    ];
    const object = (): object => ({
      type: random.pick([...inner, ...junk]),
      text: random.pick(junk),
      content: random.pick(junk),
      input: random.pick(junk),
      citation: random.pick(junk),
      usage: random.pick(junk),
      to: random.pick(junk),
    });
    for (let round = 0; round < 300; round += 1) {
      const events = Array.from({ length: 12 }, () => {
        const names = ['message', 'content_block', 'delta', 'usage', 'index', 'error'];
        return {
          type: random.pick(types),
          ...Object.fromEntries(names.map((name) => [name, random.pick([...junk, object(), object()])])),
        };
      });
      for (const decoded of [decode(...events), decodeCanned('anthropic-messages', { ...events[0] })]) {
        expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
      }
    }
  });
});

it('a whole body makes the deltas of a stream and ends by itself', () => {
  const body = {
    id: 'msg_1',
    type: 'message',
    model: 'claude-test',
    content: [
      { type: 'thinking', thinking: 'Hm', signature: 's' },
      { type: 'text', text: 'Hi' },
      { type: 'tool_use', id: 't', name: 'a', input: { x: 1 } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  const { completion, end: ending } = decodeCanned('anthropic-messages', body);
  expect(ending).toBe('complete');
  expect(completion.choices).toEqual([
    {
      index: 0,
      text: 'Hi',
      reasoning: 'Hm',
      refusal: null,
      toolCalls: [{ id: 't', name: 'a', input: { x: 1 } }],
      finishReason: 'tool-calls',
    },
  ]);
});

it('claims POST /v1/messages, not its neighbours', () => {
  const match = (method: string, path: string) =>
    anthropicMessagesAdapter.match({ method, path, query: '', header: () => null, defaultFormat: 'unknown' });
  expect(match('POST', '/v1/messages')).toBeGreaterThan(0);
  expect(match('POST', '/v1/messages/count_tokens')).toBe(0);
  expect(match('POST', '/v1/messages/batches')).toBe(0);
  expect(match('GET', '/v1/messages')).toBe(0);
});
