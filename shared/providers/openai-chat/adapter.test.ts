/** Chat Completions events read into deltas and a completion: vendors' fields, errors in a 200, whole bodies, odd input. */
import { describe, expect, it } from 'vitest';
import { chatChunk, chatDelta, dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';
import { seeded } from '../../../tests/support/seeded.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';
import { openaiChatAdapter } from './adapter.ts';

const role = chatDelta({ role: 'assistant', content: '' });

function choiceOf(
  ...deltas: readonly object[]
): ReturnType<typeof decodeCanned>['completion']['choices'][number] | undefined {
  return decodeCanned('openai-chat', dataEvents(role, ...deltas.map((delta) => chatDelta(delta)))).completion
    .choices[0];
}

describe('deltas', () => {
  it('reasoning, text and a tool call are blocks of their own, a later text another', () => {
    const { rich, records, finalDeltas } = decodeCanned(
      'openai-chat',
      dataEvents(
        role,
        chatDelta({ reasoning_content: 'Hm' }),
        chatDelta({ content: 'A' }),
        chatDelta({ content: 'B' }),
        chatDelta({ tool_calls: [{ index: 0, id: 'c', function: { name: 'look', arguments: '{}' } }] }),
        chatDelta({ content: 'C' }),
        chatDelta({}, 'stop'),
        '[DONE]',
      ),
    );
    const blocks = rich.choices[0]?.blocks.map(({ key, kind, text, isOpen }) => ({ key, kind, text, isOpen }));
    expect(blocks).toEqual([
      { key: 'reasoning:0', kind: 'reasoning', text: 'Hm', isOpen: false },
      { key: 'text:1', kind: 'text', text: 'AB', isOpen: false },
      { key: 'tool:0', kind: 'tool-call', text: '{}', isOpen: false },
      { key: 'text:2', kind: 'text', text: 'C', isOpen: false },
    ]);
    expect(records.map((record) => record.type)).toEqual([
      'delta.role',
      'delta.reasoning_content',
      'delta.content',
      'delta.content',
      'delta.tool_calls',
      'delta.content',
      'finish_reason',
      '[DONE]',
    ]);
    expect(records.map((record) => record.reading)[4]).toBe('tool look {}');
    expect(finalDeltas).toEqual([]);
  });

  it('a cut stream closes what is open', () => {
    const { end, finalDeltas, problems } = decodeCanned('openai-chat', dataEvents(role, chatDelta({ content: 'A' })));
    expect(end).toBe('truncated');
    expect(finalDeltas).toEqual([{ type: 'block-end', choice: 0, block: 'text:0' }]);
    expect(problems.map((problem) => problem.kind)).toEqual(['truncated']);
  });

  it('finished choices end a stream that never says [DONE]', () => {
    const { end, rich } = decodeCanned('openai-chat', dataEvents(role, chatDelta({ content: 'A' }, 'length')));
    expect([end, rich.isEnded, rich.choices[0]?.finishReason]).toEqual(['complete', true, 'length']);
  });

  it('a chunk that names one choice after the other marks which it was', () => {
    const both = [0, 1].map((index) => ({ index, delta: { content: `c${index}` } }));
    const { completion, records } = decodeCanned('openai-chat', dataEvents(chatChunk(both)));
    expect(completion.choices.map((choice) => choice.text)).toEqual(['c0', 'c1']);
    expect(records[0]?.reading).toBe('c0[1] c1');
  });
});

describe('reasoning', () => {
  it.each(['reasoning_content', 'reasoning'])('%s', (field) => {
    expect(choiceOf({ [field]: 'a' }, { [field]: 'b' }, { content: 'c' })).toMatchObject({
      reasoning: 'ab',
      text: 'c',
    });
  });

  it('the same words in two fields count once', () => {
    const details = [{ type: 'reasoning.text', text: 'a' }];
    expect(choiceOf({ reasoning: 'a', reasoning_content: 'a', reasoning_details: details })?.reasoning).toBe('a');
  });

  it('reasoning_details alone, with a signature', () => {
    const body = dataEvents(
      role,
      chatDelta({ reasoning_details: [{ type: 'reasoning.text', text: 'a' }] }),
      chatDelta({ reasoning_details: [{ type: 'reasoning.text', text: '', signature: 's1' }] }),
    );
    expect(decodeCanned('openai-chat', body).rich.choices[0]?.blocks).toMatchObject([{ text: 'a', signature: 's1' }]);
  });

  it('parts of a list content: thinking beside text', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
      { type: 'text', text: 'Yes' },
    ];
    expect(choiceOf({ content })).toMatchObject({ reasoning: 'Hm', text: 'Yes' });
  });
});

describe('media and sources', () => {
  it('audio is base64 data, its transcript is text', () => {
    const choice = decodeCanned(
      'openai-chat',
      dataEvents(role, chatDelta({ audio: { id: 'a', transcript: 'Hi' } }), chatDelta({ audio: { data: 'AAAA' } })),
    ).rich.choices[0];
    expect(choice?.blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['audio', 'AAAA'],
      ['text', 'Hi'],
    ]);
  });

  it('an image in a data URL is a block with its media type', () => {
    const images = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }];
    const blocks = decodeCanned('openai-chat', dataEvents(role, chatDelta({ images }))).rich.choices[0]?.blocks;
    expect(blocks).toMatchObject([{ kind: 'image', mediaType: 'image/png', text: 'iVBO' }]);
  });

  it('url citations belong to the text before them', () => {
    const annotations = [{ type: 'url_citation', url_citation: { title: 'T', url: 'https://example.org/' } }];
    const body = dataEvents(role, chatDelta({ content: 'A' }), chatDelta({ annotations }));
    const citations = decodeCanned('openai-chat', body).rich.choices[0]?.blocks[0]?.citations;
    expect(citations).toMatchObject([{ title: 'T', url: 'https://example.org/' }]);
  });
});

describe('usage', () => {
  const usageOf = (...chunks: readonly object[]) => decodeCanned('openai-chat', dataEvents(...chunks)).completion.usage;

  it('cached and reasoning tokens are parts of the totals', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 3 },
    };
    expect(usageOf(chatChunk([], { usage }))).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      cacheReadTokens: 8,
      cacheWriteTokens: null,
      reasoningTokens: 3,
      totalTokens: 15,
    });
  });

  it('running counts in every chunk replace each other', () => {
    const at = (count: number) =>
      chatChunk([{ index: 0, delta: { content: 'a' } }], { usage: { prompt_tokens: 2, completion_tokens: count } });
    expect(usageOf(at(1), at(2), at(3))).toMatchObject({ inputTokens: 2, outputTokens: 3, totalTokens: 5 });
  });

  it('counts inside x_groq or inside the choice', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2 };
    expect(usageOf(chatChunk([], { x_groq: { usage } }))).toMatchObject({ totalTokens: 3 });
    expect(usageOf(chatChunk([{ index: 0, delta: {}, usage }]))).toMatchObject({ totalTokens: 3 });
    expect(usageOf(chatChunk([], { usage: { prompt_tokens: 4, prompt_cache_hit_tokens: 3 } }))).toMatchObject({
      cacheReadTokens: 3,
    });
  });
});

describe('errors', () => {
  const errorOf = (body: string | object, status = 200) => decodeCanned('openai-chat', body, status).rich.error;

  it('an error object in a 200 stream, with what came before it kept', () => {
    const error = { message: 'Boom', type: 'server_error', code: 'x' };
    const { rich, end, completion } = decodeCanned(
      'openai-chat',
      dataEvents(role, chatDelta({ content: 'A' }), { error }),
    );
    expect(rich.error).toMatchObject({ type: 'x', message: 'Boom', status: null });
    expect([end, completion.choices[0]?.text]).toEqual(['failed', 'A']);
  });

  it.each([
    ['an event named error with a flat object', 'event: error\ndata: {"message":"Boom","type":"t"}\n\n'],
    ['vLLM: an object called error', 'data: {"object":"error","message":"Boom","type":"t","code":400}\n\n'],
    ['a numeric code that is a status', 'data: {"error":{"message":"Boom","type":"t","code":400}}\n\n'],
  ])('%s', (_name, body) => {
    expect(errorOf(body)).toMatchObject({ message: 'Boom', type: 't' });
  });

  it('Groq: text inside x_groq', () => {
    expect(errorOf(dataEvents(chatChunk([], { x_groq: { error: 'Boom' } })))).toMatchObject({ message: 'Boom' });
  });

  it.each([
    ['OpenAI', { error: { message: 'Boom', type: 'requests', code: 'rate_limit_exceeded' } }, 'rate_limit_exceeded'],
    ['code only', { error: { message: 'Boom', code: 'c' } }, 'c'],
    ['a string', { error: 'Boom' }, null],
    [
      'a list around it',
      [{ error: { code: 429, message: 'Boom', status: 'RESOURCE_EXHAUSTED' } }],
      'RESOURCE_EXHAUSTED',
    ],
    ['flat', { object: 'error', message: 'Boom', type: 't' }, 't'],
    ['FastAPI detail', { detail: [{ loc: ['body'], msg: 'Boom', type: 'missing' }] }, null],
    ['FastAPI text', { detail: 'Boom' }, null],
  ])('error body: %s', (_name, body, type) => {
    expect(errorOf(body, 429)).toMatchObject({ message: 'Boom', type, status: 429 });
  });

  it('the HTML page of a gateway is quoted', () => {
    const body = new TextEncoder().encode('<html>502 Bad Gateway</html>');
    const { rich } = decodeBody({ format: 'openai-chat', status: 502, framing: 'json', body });
    expect(rich.error).toMatchObject({ message: '<html>502 Bad Gateway</html>', status: 502 });
  });

  it('request id and waiting time come from the head', () => {
    const headers: { readonly [name: string]: string } = {
      'x-request-id': 'req_1',
      'retry-after': 'Sun, 06 Nov 1994 08:50:07 GMT',
      date: 'Sun, 06 Nov 1994 08:49:37 GMT',
    };
    const body = new TextEncoder().encode('{"error":{"message":"slow down"}}');
    const header = (name: string) => headers[name] ?? null;
    const { rich } = decodeBody({ format: 'openai-chat', status: 429, contentType: 'application/json', header, body });
    expect(rich.error).toMatchObject({ requestId: 'req_1', retryAfterSeconds: 30 });
  });
});

describe('odd input', () => {
  it('data that is no JSON is flagged, the rest is read', () => {
    const body = `data: {"choices":[{"del\n\n${dataEvents(chatDelta({ content: 'A' }, 'stop'), '[DONE]')}`;
    const { events, completion, problems } = decodeCanned('openai-chat', body);
    expect(events).toMatchObject({ malformed: 1, used: 1, ignored: 1 });
    expect(completion.choices[0]?.text).toBe('A');
    expect(problems.map((problem) => [problem.kind, problem.eventIndex])).toEqual([['malformed-json', 0]]);
  });

  it('an object that is no chunk is counted as unknown and named by its type', () => {
    const { events, records } = decodeCanned('openai-chat', dataEvents({ type: 'queue.update', position: 3 }));
    expect([events.unknown, records[0]?.type]).toEqual([1, 'queue.update']);
  });

  it('text and reasoning in turns, a thousand times, stay a bounded number of blocks and lose nothing', () => {
    const turns = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? { content: 'a' } : { reasoning: 'b' }));
    const { rich, completion } = decodeCanned('openai-chat', dataEvents(...turns.map((turn) => chatDelta(turn))));
    expect(rich.choices[0]?.blocks.length).toBeLessThan(260);
    expect(completion.choices[0]).toMatchObject({ text: 'a'.repeat(500), reasoning: 'b'.repeat(500) });
  });

  it('whatever shape a field has, nothing throws', () => {
    const random = seeded(7);
    const junk = [null, 0, -1, 1e9, '', 'x', [], [null], {}, { a: [] }, true] as const;
    const names = [
      'content',
      'role',
      'tool_calls',
      'function_call',
      'audio',
      'refusal',
      'reasoning',
      'reasoning_details',
      'images',
      'annotations',
    ];
    const tops = ['id', 'model', 'choices', 'usage', 'error', 'object', 'created'];
    for (let round = 0; round < 400; round += 1) {
      const delta = Object.fromEntries(names.map((name) => [name, random.pick(junk)]));
      const tool = {
        index: random.pick(junk),
        id: random.pick(junk),
        function: random.pick([...junk, { name: random.pick(junk), arguments: random.pick(junk) }]),
      };
      const choice = {
        index: random.pick(junk),
        delta: random.pick([delta, { ...delta, tool_calls: [tool] }, null, 3]),
        finish_reason: random.pick(junk),
        logprobs: random.pick(junk),
      };
      const chunk = {
        ...chatChunk([choice]),
        ...(random.next() < 0.3 ? { [random.pick(tops)]: random.pick(junk) } : {}),
      };
      const { problems } = decodeCanned('openai-chat', dataEvents(chunk, chatDelta(delta), chunk));
      expect(problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
      expect(decodeCanned('openai-chat', chunk).problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual(
        [],
      );
    }
  });
});

it('a whole body makes the deltas of a stream and ends by itself', () => {
  const message = {
    role: 'assistant',
    content: 'Hi',
    refusal: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } }],
  };
  const body = {
    id: 'x',
    object: 'chat.completion',
    model: 'm',
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  };
  const { completion, end, rich } = decodeCanned('openai-chat', body);
  expect([end, rich.isEnded]).toEqual(['complete', true]);
  expect(completion).toMatchObject({ id: 'x', model: 'm', usage: { totalTokens: 3 } });
  expect(completion.choices[0]).toMatchObject({
    text: 'Hi',
    toolCalls: [{ id: 'c', name: 'look', input: {} }],
    finishReason: 'tool-calls',
  });
});

it('claims POSTs to .../chat/completions and nothing else', () => {
  const match = (method: string, path: string) =>
    openaiChatAdapter.match({ method, path, query: '', header: () => null, defaultFormat: 'unknown' });
  expect(match('POST', '/v1/chat/completions')).toBeGreaterThan(0);
  expect(match('POST', '/openai/deployments/gpt/chat/completions')).toBeGreaterThan(0);
  expect(match('GET', '/v1/chat/completions')).toBe(0);
  expect(match('POST', '/v1/chat/completions/x')).toBe(0);
});
