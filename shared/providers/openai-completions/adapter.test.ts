import { describe, expect, it, test } from 'vitest';
import { dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';
import { readCompletionsWithOpenai } from '../../../tests/support/sdk-readers.ts';
import type { ProviderError } from '../../model/delta.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { openaiCompletionsAdapter } from './adapter.ts';

function decode(body: string | object, status = 200): DecodedBody {
  return decodeCanned('openai-completions', body, status);
}

/** A chunk around one choice. */
function chunk(choice: object, extra: object = {}): object {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1_700_000_000, model: 'davinci' };
  return { ...head, choices: [{ index: 0, logprobs: null, finish_reason: null, ...choice }], ...extra };
}

function text(piece: string, changes: object = {}): object {
  return chunk({ text: piece, ...changes });
}

function kinds(decoded: DecodedBody): readonly string[] {
  return decoded.problems.map((problem) => problem.kind);
}

test.each([
  ['POST', '/v1/completions', true],
  ['POST', '/completions', true],
  ['POST', '/openai/deployments/davinci/completions', true],
  ['POST', '/v1/chat/completions', false],
  ['POST', '/v1/fim/completions', false],
  ['GET', '/v1/completions', false],
])('%s %s is a text completion: %s', (method, path, isMine) => {
  const facts = { method, path, query: '', header: () => null, defaultFormat: 'unknown' } as const;
  expect(openaiCompletionsAdapter.match(facts) > 0).toBe(isMine);
});

describe('a stream', () => {
  const usage = {
    prompt_tokens: 5,
    completion_tokens: 2,
    total_tokens: 7,
    prompt_tokens_details: { cached_tokens: 3 },
  };
  const body = dataEvents(
    text('Hel', { logprobs: { tokens: ['Hel'], token_logprobs: [-0.1], top_logprobs: null, text_offset: [0] } }),
    text('lo', { logprobs: { tokens: ['lo'], token_logprobs: [-0.2], top_logprobs: null, text_offset: [3] } }),
    text('', { finish_reason: 'stop', stop_reason: null }),
    { ...chunk({}), choices: [], usage },
    '[DONE]',
  );

  it('becomes text, finish reason and usage', () => {
    const decoded = decode(body);
    expect(decoded.completion).toMatchObject({
      id: 'cmpl-1',
      model: 'davinci',
      choices: [{ index: 0, text: 'Hello', finishReason: 'stop' }],
      usage: { inputTokens: 5, outputTokens: 2, cacheReadTokens: 3, totalTokens: 7 },
    });
    expect(decoded.events).toEqual({ total: 5, used: 4, ignored: 1, unknown: 0, malformed: 0 });
    expect([decoded.end, decoded.problems]).toEqual(['complete', []]);
  });

  it('has as its native object what a request without stream would get', () => {
    expect(decode(body).native).toEqual({
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1_700_000_000,
      model: 'davinci',
      choices: [
        {
          index: 0,
          text: 'Hello',
          finish_reason: 'stop',
          stop_reason: null,
          logprobs: { tokens: ['Hel', 'lo'], token_logprobs: [-0.1, -0.2], top_logprobs: null, text_offset: [0, 3] },
        },
      ],
      usage,
    });
  });

  it('of several choices keeps them apart, however they are interleaved', () => {
    const decoded = decode(
      dataEvents(
        text('B', { index: 1 }),
        text('A', { index: 0 }),
        text('b', { index: 1, finish_reason: 'length' }),
        text('a', { index: 0, finish_reason: 'content_filter' }),
        '[DONE]',
      ),
    );
    expect(decoded.completion.choices.map(({ index, text, finishReason }) => [index, text, finishReason])).toEqual([
      [0, 'Aa', 'content-filter'],
      [1, 'Bb', 'length'],
    ]);
    expect(decoded.native).toMatchObject({ choices: [{ text: 'Aa' }, { text: 'Bb' }] });
  });

  it('keeps the usage that came before a chunk that says null', () => {
    expect(
      decode(dataEvents(text('a', {}), { ...text('b'), usage }, { ...text('c'), usage: null })).native,
    ).toMatchObject({ usage });
  });

  it('without an end is truncated, without a finish reason it is told', () => {
    expect(kinds(decode(dataEvents(text('a'))))).toEqual(['truncated']);
    expect(kinds(decode(dataEvents(text('a'), '[DONE]')))).toEqual(['no-finish-reason']);
    expect(kinds(decode(''))).toEqual(['truncated']);
  });

  it("of Writer's bare chunks is text that ends with the body", () => {
    const decoded = decode(dataEvents({ value: 'Hel' }, { value: 'lo' }));
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hello', finishReason: null });
    expect([decoded.end, decoded.problems]).toEqual(['complete', []]);
  });

  it('with an error in it tells the error', () => {
    const decoded = decode(dataEvents(text('a'), { error: { message: 'No', type: 'server_error' } }));
    expect(decoded.rich.error).toMatchObject({ type: 'server_error', message: 'No' });
    expect(decoded.end).toBe('failed');
  });

  it('keeps an event that is no JSON, and one that is no completion', () => {
    const decoded = decode(
      `data: {"id"\n\n${dataEvents({ object: 'new.thing', x: 1 }, text('a', { finish_reason: 'stop' }), '[DONE]')}`,
    );
    expect(decoded.events).toEqual({ total: 4, used: 1, ignored: 1, unknown: 1, malformed: 1 });
    expect(decoded.completion.choices[0]?.text).toBe('a');
  });
});

describe('a body in one piece', () => {
  it('is its own native object and says what a stream would', () => {
    const body = text('Hello', { finish_reason: 'length' });
    const decoded = decode(body);
    expect(decoded.native).toEqual(body);
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hello', finishReason: 'length' });
    expect(decoded.end).toBe('complete');
  });

  it('of an error status is an error', () => {
    const { rich } = decode({ error: { message: 'No such model', type: 'invalid_request_error', code: null } }, 404);
    expect(rich.error).toMatchObject({ status: 404, message: 'No such model', type: 'invalid_request_error' });
  });
});

describe('readRequest', () => {
  const read = (body: unknown): unknown =>
    openaiCompletionsAdapter
      .readRequest(body, {} as never)
      ?.messages.map((message) => [message.path, message.parts[0]]);

  it('takes a prompt, a list of them, and tokens', () => {
    expect(read({ prompt: 'a' })).toEqual([['prompt', { kind: 'text', text: 'a' }]]);
    expect(read({ prompt: ['a', 'b'] })).toEqual([
      ['prompt[0]', { kind: 'text', text: 'a' }],
      ['prompt[1]', { kind: 'text', text: 'b' }],
    ]);
    expect(read({ prompt: [1, 2] })).toEqual([['prompt', { kind: 'other', label: '2 tokens', native: [1, 2] }]]);
    expect(read({ prompt: [[1], [2]] })).toHaveLength(2);
    expect(read({ messages: [] })).toBeUndefined();
  });

  it('leaves the suffix among the parameters', () => {
    const reading = openaiCompletionsAdapter.readRequest(
      { model: 'm', prompt: 'a', suffix: 'z', stream: true },
      {} as never,
    );
    expect(reading).toMatchObject({ model: 'm', isStreaming: true, parameters: [{ name: 'suffix', value: 'z' }] });
  });
});

describe('our own words against the openai SDK', () => {
  const { errors } = openaiCompletionsAdapter;
  const error: ProviderError = {
    type: 'upstream_closed',
    message: 'Gone.',
    status: null,
    requestId: null,
    retryAfterSeconds: null,
  };
  const begun = dataEvents(text('Hal'));

  it('an error raises', async () => {
    const outcome = await readCompletionsWithOpenai({ body: begun + errors.errorEvent(error, 'sse') });
    expect(outcome.error).toMatchObject({ type: 'upstream_closed', message: 'Gone.' });
  });

  it('a notice is two more chunks of the same completion', async () => {
    const seen = { id: 'cmpl-1', model: 'davinci', createdAt: 5, isStarted: true, openBlock: null, nextBlockIndex: 0 };
    const body = begun + errors.completionNotice('[cut]', 'sse', seen);
    const { final } = await readCompletionsWithOpenai({ body });
    expect(final).toMatchObject([
      { id: 'cmpl-1' },
      { id: 'cmpl-1', created: 5, model: 'davinci', choices: [{ text: '[cut]' }] },
      { choices: [{ text: '', finish_reason: 'stop' }] },
    ]);
    expect(decode(body).end).toBe('complete');
    expect(errors.completionNotice('x', 'json', null)).toBeNull();
  });
});
