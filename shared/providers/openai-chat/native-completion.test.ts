/** Our native object against the `openai` SDK itself, on streams that no recording holds. */
import { describe, expect, it } from 'vitest';
import { chatChunk, chatDelta, dataEvents, decodeCanned, plainJson } from '../../../tests/support/canned-streams.ts';
import { readWithOpenai } from '../../../tests/support/sdk-readers.ts';

const start = chatDelta({ role: 'assistant' });
const stop = chatDelta({}, 'stop');

function toolDelta(index: number, call: object, choice = 0): object {
  return chatChunk([{ index: choice, delta: { tool_calls: [{ index, ...call }] }, finish_reason: null }]);
}

const streams: { readonly [name: string]: string } = {
  'a surrogate pair split over two deltas is one character again': dataEvents(
    start,
    chatDelta({ content: 'a\ud83d' }),
    chatDelta({ content: '\ude00b' }),
    stop,
    '[DONE]',
  ),
  'a list of logprobs that turns up as null later stays left out': dataEvents(
    chatChunk([{ index: 0, delta: { role: 'assistant' }, logprobs: { content: [] }, finish_reason: null }]),
    chatChunk([{ index: 0, delta: { content: 'x' }, logprobs: { content: [{ token: 'x' }], refusal: null } }]),
    stop,
    '[DONE]',
  ),
  'two choices with tool calls, interleaved': dataEvents(
    chatChunk([
      { index: 0, delta: { role: 'assistant', content: null }, finish_reason: null },
      { index: 1, delta: { role: 'assistant', content: null }, finish_reason: null },
    ]),
    toolDelta(0, { id: 'a0', type: 'function', function: { name: 'look', arguments: '' } }, 1),
    toolDelta(0, { id: 'b0', type: 'function', function: { name: 'find', arguments: '{"x"' } }, 0),
    toolDelta(0, { function: { arguments: '{}' } }, 1),
    toolDelta(1, { id: 'a1', type: 'function', function: { name: 'look', arguments: '{"y":2}' } }, 1),
    toolDelta(0, { function: { arguments: ':1}' } }, 0),
    chatChunk([{ index: 1, delta: {}, finish_reason: 'tool_calls' }]),
    chatChunk([{ index: 0, delta: {}, finish_reason: 'tool_calls' }]),
    chatChunk([], { usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 } }),
    '[DONE]',
  ),
  'audio that ends with its expiry and no finish reason': dataEvents(
    start,
    chatDelta({ audio: { id: 'audio_1', transcript: 'Hel' } }),
    chatDelta({ audio: { data: 'AAAA' } }),
    chatDelta({ audio: { data: 'BBBB', transcript: 'lo' } }),
    chatDelta({ audio: { expires_at: 1_700_003_600 } }),
    '[DONE]',
  ),
  'a legacy function call': dataEvents(
    start,
    chatDelta({ function_call: { name: 'look', arguments: '' } }),
    chatDelta({ function_call: { arguments: '{"a"' } }),
    chatDelta({ function_call: { arguments: ':1}' } }),
    chatDelta({}, 'function_call'),
    '[DONE]',
  ),
  'log probabilities of content and refusal are appended': dataEvents(
    chatChunk([{ index: 0, delta: { role: 'assistant' }, logprobs: null, finish_reason: null }]),
    chatChunk([{ index: 0, delta: { refusal: 'No' }, logprobs: { content: null, refusal: [{ token: 'No' }] } }]),
    chatChunk([{ index: 0, delta: { refusal: '.' }, logprobs: { content: null, refusal: [{ token: '.' }] } }]),
    chatChunk([{ index: 0, delta: { content: 'x' }, logprobs: { content: [{ token: 'x' }], refusal: null } }]),
    stop,
    '[DONE]',
  ),
  'the last value of a field nobody knows, of chunk, choice and message': dataEvents(
    chatChunk([{ index: 0, delta: { role: 'assistant', mood: 'dim', reasoning: 'a' }, native_finish_reason: null }], {
      x: 1,
    }),
    chatChunk([{ index: 0, delta: { content: 'y', mood: 'bright', reasoning: 'b' }, native_finish_reason: 'eos' }], {
      x: 2,
    }),
    stop,
    '[DONE]',
  ),
  'Azure: a filter chunk without an id comes first': dataEvents(
    { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [{ prompt_index: 0 }] },
    start,
    chatChunk([{ index: 0, delta: { content: 'hi' }, content_filter_results: { hate: { filtered: false } } }]),
    stop,
    '[DONE]',
  ),
  'a usage chunk without an id changes nothing': dataEvents(
    start,
    chatDelta({ content: 'hi' }),
    stop,
    { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
    '[DONE]',
  ),
};

describe('native equals finalChatCompletion()', () => {
  it.each(Object.entries(streams))('%s', async (_name, body) => {
    const sdk = await readWithOpenai({ body });
    expect(sdk.error).toBeNull();
    expect(plainJson(decodeCanned('openai-chat', body).native)).toEqual(sdk.final);
  });
});

describe('where the SDK throws', () => {
  it('a cut stream gives the snapshot so far', () => {
    const { native, end } = decodeCanned('openai-chat', dataEvents(start, chatDelta({ content: 'Hal' })));
    expect(end).toBe('truncated');
    expect(native).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ finish_reason: null, message: { role: 'assistant', content: 'Hal' } }],
    });
  });

  it('an error in the stream freezes the snapshot before it', () => {
    const body = dataEvents(
      start,
      chatDelta({ content: 'a' }),
      { error: { message: 'down' } },
      chatDelta({ content: 'b' }),
    );
    expect(decodeCanned('openai-chat', body).native).toMatchObject({ choices: [{ message: { content: 'a' } }] });
  });

  it('a tool call without a type or an index is still whole', () => {
    const call = { id: 'c', function: { name: 'look', arguments: '{"a":' } };
    const body = dataEvents(
      start,
      chatDelta({ tool_calls: [call] }),
      chatDelta({ tool_calls: [{ function: { arguments: '1}' } }] }),
      chatDelta({}, 'tool_calls'),
      '[DONE]',
    );
    expect(decodeCanned('openai-chat', body).native).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { tool_calls: [{ id: 'c', function: { name: 'look', arguments: '{"a":1}' } }] } }],
    });
  });

  it('a call at index 1 with none at index 0 leaves no hole', () => {
    const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } };
    const body = dataEvents(start, toolDelta(1, call), chatDelta({}, 'tool_calls'), '[DONE]');
    expect(decodeCanned('openai-chat', body).native).toMatchObject({ choices: [{ message: { tool_calls: [call] } }] });
  });

  it('nothing at all gives null', () => {
    expect(decodeCanned('openai-chat', ': hello\n\n').native).toBeNull();
  });
});

it('a whole body is its own native object', () => {
  const body = {
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hi' } }],
  };
  expect(decodeCanned('openai-chat', body).native).toEqual(body);
});
