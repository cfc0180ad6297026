/** Our native message against `@anthropic-ai/sdk` itself (beta namespace), on streams that no recording holds. */
import { describe, expect, it } from 'vitest';
import { decodeCanned, namedEvents, plainJson } from '../../../tests/support/canned-streams.ts';
import { readWithAnthropic } from '../../../tests/support/sdk-readers.ts';

type Event = { readonly type: string };

const start = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 2, output_tokens: 1 },
  },
};
const stop = { type: 'message_stop' };

function blockOf(index: number, block: object, ...deltas: readonly object[]): readonly Event[] {
  return [
    { type: 'content_block_start', index, content_block: block } as Event,
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta }) as Event),
    { type: 'content_block_stop', index } as Event,
  ];
}

function end(delta: object = { stop_reason: 'end_turn', stop_sequence: null }, extra: object = {}): Event {
  return { type: 'message_delta', delta, usage: { output_tokens: 20 }, ...extra } as Event;
}

function message(...events: readonly Event[]): string {
  return namedEvents(start, ...events, stop);
}

const json = (partial: string): object => ({ type: 'input_json_delta', partial_json: partial });
const text = (piece: string): object => ({ type: 'text_delta', text: piece });

const streams: { readonly [name: string]: string } = {
  'a surrogate pair split over two deltas': message(
    ...blockOf(0, { type: 'text', text: '' }, text('a\ud83d'), text('\ude00b')),
    end(),
  ),
  'text that begins in the start event, with citations': message(
    ...blockOf(
      0,
      { type: 'text', text: 'A', citations: [] },
      {
        type: 'citations_delta',
        citation: { type: 'web_search_result_location', url: 'https://example.org/', cited_text: 'q' },
      },
      text('B'),
    ),
    end(),
  ),
  'thinking, its signature, and redacted thinking': message(
    ...blockOf(
      0,
      { type: 'thinking', thinking: '', signature: '' },
      { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 's1' },
    ),
    ...blockOf(1, { type: 'redacted_thinking', data: 'xyz' }),
    end(),
  ),
  'tools: in pieces, without arguments, with input in the start event': message(
    ...blockOf(0, { type: 'tool_use', id: 't0', name: 'a', input: {} }, json(''), json('{"x"'), json(':[1,2]}')),
    ...blockOf(1, { type: 'tool_use', id: 't1', name: 'b', input: {} }),
    ...blockOf(2, { type: 'tool_use', id: 't2', name: 'c', input: {} }, json('')),
    ...blockOf(3, { type: 'tool_use', id: 't3', name: 'd', input: { y: 1 } }),
    end({ stop_reason: 'tool_use', stop_sequence: null }),
  ),
  'server tools, MCP and their results, an upload, and a block nobody knows': message(
    ...blockOf(0, { type: 'server_tool_use', id: 's0', name: 'web_search', input: {} }, json('{"query":"q"}')),
    ...blockOf(1, {
      type: 'web_search_tool_result',
      tool_use_id: 's0',
      content: [{ type: 'web_search_result', url: 'u' }],
    }),
    ...blockOf(2, { type: 'mcp_tool_use', id: 'm0', name: 'look', server_name: 'x', input: {} }, json('{"a":1}')),
    ...blockOf(3, {
      type: 'mcp_tool_result',
      tool_use_id: 'm0',
      is_error: false,
      content: [{ type: 'text', text: 'ok' }],
    }),
    ...blockOf(4, {
      type: 'bash_code_execution_tool_result',
      tool_use_id: 's1',
      content: { type: 'bash_code_execution_result', stdout: '1' },
    }),
    ...blockOf(5, { type: 'container_upload', file_id: 'f' }),
    ...blockOf(6, { type: 'hologram', depth: 3 }),
    end(),
  ),
  'compaction and fallback': message(
    ...blockOf(0, { type: 'compaction', content: null }, { type: 'compaction_delta', content: 'Before: …' }),
    ...blockOf(1, { type: 'fallback', from: { model: 'claude-test' }, to: { model: 'claude-other' } }),
    ...blockOf(2, { type: 'text', text: '' }, text('A')),
    end(
      { stop_reason: 'stop_sequence', stop_sequence: 'X', stop_details: null, container: { id: 'c' } },
      { context_management: { applied_edits: [] } },
    ),
  ),
  'counts that are null or absent in message_delta keep their value': message(
    ...blockOf(0, { type: 'text', text: '' }, text('A')),
    end(undefined, {
      usage: {
        output_tokens: 7,
        input_tokens: null,
        cache_read_input_tokens: 6,
        server_tool_use: { web_search_requests: 1 },
      },
    }),
  ),
  'deltas that do not fit their block change nothing': message(
    ...blockOf(0, { type: 'text', text: '' }, { type: 'thinking_delta', thinking: 'x' }, json('{}'), text('A')),
    end(),
  ),
  'pings and events nobody knows': message(
    { type: 'ping' },
    ...blockOf(0, { type: 'text', text: '' }, text('A')),
    { type: 'weather_report' },
    end(),
  ),
};

describe('native equals finalMessage()', () => {
  it.each(Object.entries(streams))('%s', async (_name, body) => {
    const sdk = await readWithAnthropic({ body });
    expect(sdk.error).toBeNull();
    expect(plainJson(decodeCanned('anthropic-messages', body).native)).toEqual(sdk.final);
  });
});

describe('where the SDK throws', () => {
  it('a cut tool input shows what is whole of it', () => {
    const [first, ...pieces] = blockOf(0, { type: 'tool_use', id: 't', name: 'a', input: {} }, json('{"x":1,"y":"ab'));
    const { native, end: ending } = decodeCanned(
      'anthropic-messages',
      namedEvents(start, first as Event, pieces[0] as Event),
    );
    expect(ending).toBe('truncated');
    expect(native).toMatchObject({ content: [{ id: 't', input: { x: 1 } }] });
  });

  it('tool input that can be no JSON stays the raw text, in the completion too', () => {
    const body = message(
      ...blockOf(0, { type: 'tool_use', id: 't', name: 'a', input: {} }, json('{"x": oops}')),
      end(),
    );
    const { native, completion } = decodeCanned('anthropic-messages', body);
    expect(native).toMatchObject({ content: [{ input: '{"x": oops}' }] });
    expect(completion.choices[0]?.toolCalls).toEqual([{ id: 't', name: 'a', input: '{"x": oops}' }]);
  });

  it('a second message_start leaves the first message as it was', async () => {
    const again = { ...start, message: { ...start.message, id: 'msg_2' } };
    const body = namedEvents(
      start,
      ...blockOf(0, { type: 'text', text: '' }, text('A')),
      again,
      ...blockOf(0, { type: 'text', text: 'B' }),
      end(),
      stop,
    );
    expect((await readWithAnthropic({ body })).error?.message).toContain('message_start');
    const { native, completion, problems } = decodeCanned('anthropic-messages', body);
    expect(native).toMatchObject({ id: 'msg_1', content: [{ text: 'A' }] });
    expect(completion.choices[0]?.text).toBe('AB');
    expect(problems.map((problem) => problem.kind)).toEqual(['second-message-start']);
  });
});

it('a whole body is its own native object', () => {
  const body = { ...start.message, content: [{ type: 'text', text: 'A' }], stop_reason: 'end_turn' };
  expect(decodeCanned('anthropic-messages', body).native).toEqual(body);
});
