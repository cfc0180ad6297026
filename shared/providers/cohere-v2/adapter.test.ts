/** Cohere's events in, deltas out: what the recordings do not hold. */
import { describe, expect, it, test } from 'vitest';
import { decodeCanned, namedEvents } from '../../../tests/support/canned-streams.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { adapterFor, pickAdapter } from '../registry.ts';

type Event = { readonly type: string; readonly [name: string]: unknown };

const start: Event = { type: 'message-start', id: 'm', delta: { message: { role: 'assistant' } } };
const end: Event = {
  type: 'message-end',
  delta: { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 5, output_tokens: 6 } } },
};

function content(index: number, part: object, type = 'content-delta'): Event {
  return { type, index, delta: { message: { content: part } } };
}

function decode(...events: readonly Event[]): DecodedBody {
  return decodeCanned('cohere-v2', namedEvents(...events));
}

function blocksOf(decoded: DecodedBody): unknown {
  return (decoded.rich.choices[0]?.blocks ?? []).map(({ kind, text, isOpen }) => [kind, text, isOpen]);
}

describe('text and thinking', () => {
  it('deltas without a start event open their block by the field they bring', () => {
    const decoded = decode(start, content(0, { thinking: 'Hm' }), content(1, { text: 'Hi' }), end);
    expect(blocksOf(decoded)).toEqual([
      ['reasoning', 'Hm', false],
      ['text', 'Hi', false],
    ]);
  });

  it('a kind of content that nobody knows is kept as it is', () => {
    const decoded = decode(start, content(0, { type: 'hologram', depth: 3 }, 'content-start'), end);
    expect(decoded.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'other', native: { type: 'hologram', depth: 3 } });
    expect(decoded.native).toMatchObject({ message: { content: [{ type: 'hologram', depth: 3, text: '' }] } });
  });

  it('a cut stream closes what is open and says that message-end is missing', () => {
    const decoded = decode(start, content(0, { text: 'Hel' }));
    expect(blocksOf(decoded)).toEqual([['text', 'Hel', false]]);
    expect(decoded.end).toBe('truncated');
    expect(decoded.native).toEqual({
      id: 'm',
      message: { role: 'assistant', content: [{ type: 'text', text: 'Hel' }] },
    });
  });
});

describe('tool calls', () => {
  const call = (index: number, type: string, detail: object): Event => ({
    type,
    index,
    delta: { message: { tool_calls: detail } },
  });

  it('two calls in turns, the first without arguments', () => {
    const decoded = decode(
      start,
      call(0, 'tool-call-start', { id: 'a', type: 'function', function: { name: 'now', arguments: '' } }),
      { type: 'tool-call-end', index: 0 },
      call(1, 'tool-call-start', { id: 'b', type: 'function', function: { name: 'look', arguments: '' } }),
      call(1, 'tool-call-delta', { function: { arguments: '{"x":1}' } }),
      { type: 'tool-call-end', index: 1 },
      { type: 'message-end', delta: { finish_reason: 'TOOL_CALL', usage: {} } },
    );
    expect(decoded.completion.choices[0]).toMatchObject({
      toolCalls: [
        { id: 'a', name: 'now', input: {} },
        { id: 'b', name: 'look', input: { x: 1 } },
      ],
      finishReason: 'tool-calls',
    });
    expect(decoded.native).toMatchObject({ message: { toolCalls: [{ function: { arguments: '' } }, {}] } });
  });

  it('pieces of a call that never started are kept', () => {
    const decoded = decode(start, call(3, 'tool-call-delta', { function: { arguments: '{}' } }), end);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([{ id: null, name: '', input: {} }]);
  });
});

describe('citations', () => {
  const cite = (citation: object): Event => ({
    type: 'citation-start',
    index: 0,
    delta: { message: { citations: citation } },
  });
  const source = { type: 'document', id: 'doc:0', document: { title: 'Facts', url: 'https://f.example' } };

  it('stand on the part of the message that they name', () => {
    const decoded = decode(
      start,
      content(0, { thinking: 'Hm' }),
      content(1, { text: 'Hi' }),
      cite({ text: 'Hm', content_index: 0, type: 'THINKING_CONTENT', sources: [source] }),
      cite({ text: 'Hi', content_index: 1, sources: [source, { type: 'tool', id: 't:0', tool_output: { n: 1 } }] }),
      end,
    );
    const blocks = decoded.rich.choices[0]?.blocks ?? [];
    expect(blocks.map((block) => block.citations.map(({ title, url, quote }) => [title, url, quote]))).toEqual([
      [['Facts', 'https://f.example', 'Hm']],
      [['Facts, t:0', 'https://f.example', 'Hi']],
    ]);
  });
});

describe('errors and ends', () => {
  it('message-end tells the error of a stream', () => {
    const decoded = decode(start, content(0, { text: 'Hi' }), {
      type: 'message-end',
      delta: { finish_reason: 'ERROR', error: 'overloaded' },
    });
    expect(decoded.rich.error).toMatchObject({ type: 'ERROR', message: 'overloaded' });
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hi', finishReason: 'error' });
    expect(decoded.end).toBe('failed');
  });

  it('a bare message in a stream is an error', () => {
    const decoded = decodeCanned('cohere-v2', `${namedEvents(start)}data: {"id":"x","message":"too many tokens"}\n\n`);
    expect(decoded.rich.error?.message).toBe('too many tokens');
  });

  it('an unknown event is counted, debug and [DONE] are ignored on purpose', () => {
    const stream = namedEvents(start, { type: 'debug', prompt: 'secret' } as Event, { type: 'sparkle' }, end);
    const decoded = decodeCanned('cohere-v2', `${stream}data: [DONE]\n\n`);
    expect(decoded.events).toEqual({ total: 5, used: 2, ignored: 2, unknown: 1, malformed: 0 });
  });

  it('what the server owes is named: finish reason, usage, one start', () => {
    const decoded = decode(start, start, { type: 'message-end', delta: {} });
    expect(decoded.problems.map(({ kind, eventIndex }) => [kind, eventIndex])).toEqual([
      ['second-message-start', 1],
      ['no-finish-reason', 2],
      ['no-usage', 2],
    ]);
  });

  it('billed units stand in where there are no tokens', () => {
    const usage = { billed_units: { input_tokens: 3, output_tokens: 4 } };
    const decoded = decode(start, { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage } });
    expect(decoded.completion.usage).toMatchObject({
      inputTokens: 3,
      outputTokens: 4,
      totalTokens: 7,
      cacheReadTokens: null,
    });
  });

  it.each([
    [{ type: 'content-delta' }],
    [{ type: 'content-start', index: -1, delta: { message: { content: 7 } } }],
    [{ type: 'tool-call-start', index: 1e9, delta: { message: { tool_calls: [] } } }],
    [{ type: 'citation-start', delta: { message: { citations: { sources: [null, 1], content_index: 'x' } } } }],
    [{ type: 'message-end', delta: { finish_reason: 7, usage: { tokens: [] } } }],
    [{ type: 'tool-plan-delta', delta: null }],
    [{ type: 7 }],
  ])('whatever shape a field has, nothing throws: %j', (event) => {
    const decoded = decode(start, event as Event);
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
  });
});

test('the request is a conversation', () => {
  const facts = {
    method: 'POST',
    path: '/v2/chat',
    query: '',
    header: () => null,
    defaultFormat: 'cohere-v2',
  } as const;
  expect(pickAdapter(facts).format).toBe('cohere-v2');
  const body = {
    model: 'command-a',
    stream: true,
    messages: [
      { role: 'system', content: 'Be short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        tool_plan: 'Look.',
        tool_calls: [{ id: 't', function: { name: 'look', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 't', content: [{ type: 'document', document: { data: '{"r":2}' } }] },
    ],
    tools: [{ type: 'function', function: { name: 'look', description: 'Looks', parameters: { type: 'object' } } }],
    temperature: 0.3,
  };
  const reading = adapterFor('cohere-v2').readRequest(body, facts);
  expect(reading).toMatchObject({
    model: 'command-a',
    isStreaming: true,
    tools: [{ name: 'look' }],
    parameters: [{ name: 'temperature' }],
  });
  expect(reading?.messages.map((message) => message.parts)).toEqual([
    [{ kind: 'text', text: 'Be short.' }],
    [
      { kind: 'text', text: 'See' },
      { kind: 'image', mediaType: 'image/png', data: 'AAAA', url: null, name: null },
    ],
    [
      { kind: 'reasoning', text: 'Look.' },
      { kind: 'tool-call', id: 't', name: 'look', input: { a: 1 } },
    ],
    [{ kind: 'tool-result', toolCallId: 't', name: null, text: '{"r":2}', isError: false }],
  ]);
});

test('what only the final object needs can be forgotten at any time: the deltas stay the same', () => {
  const adapter = adapterFor('cohere-v2');
  const call = { id: 'a', function: { name: 'look', arguments: '' } };
  const events = [
    start,
    { type: 'tool-plan-delta', delta: { message: { tool_plan: 'Look.' } } },
    { type: 'tool-call-start', index: 0, delta: { message: { tool_calls: call } } },
    { type: 'tool-call-delta', index: 0, delta: { message: { tool_calls: { function: { arguments: '{}' } } } } },
    { type: 'tool-call-end', index: 0 },
    content(0, { text: 'Hi' }),
    content(0, { text: ' you' }),
    end,
  ];
  const deltas = (change: (state: unknown) => unknown): unknown => {
    let state = adapter.begin({ body: null }, { status: 200, mediaType: null, header: () => null });
    return events.map((body, index) => {
      const place = { byteStart: 0, byteEnd: 0, chunkStart: 0, chunkEnd: 0, startedAt: 0, receivedAt: 0, flags: [] };
      const event = {
        index,
        framing: 'sse',
        name: null,
        data: JSON.stringify(body),
        lastEventId: null,
        retryMs: null,
      } as const;
      const step = adapter.step(state, { ...event, ...place });
      state = change(step.state);
      return step.deltas;
    });
  };
  expect(deltas((state) => adapter.forget?.(state))).toEqual(deltas((state) => state));
});
