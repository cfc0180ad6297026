/** Our final object, and our own words, against `@mistralai/mistralai` itself, on answers that no recording holds. */
import { describe, expect, it, test } from 'vitest';
import { chatDelta, dataEvents, decodeCanned, plainJson } from '../../../tests/support/canned-streams.ts';
import { readWithMistral, streamWithMistral } from '../../../tests/support/mistral-readers.ts';
import { adapterFor } from '../registry.ts';

const head = { id: 'm', created: 1_760_000_000, model: 'magistral' };
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, prompt_audio_seconds: null, own_count: 4 };

function whole(message: object, rest: object = {}): object {
  return {
    ...head,
    object: 'chat.completion',
    usage,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    ...rest,
  };
}

const bodies: { readonly [name: string]: object } = {
  'fields that the SDK does not know are dropped, but those of usage are kept': whole(
    { role: 'assistant', content: 'Hi', own_field: 1, tool_calls: null },
    { p: 'padding', own_field: 2 },
  ),
  'role and prefix have defaults': whole({ content: null, prefix: true }),
  'calls have defaults, and arguments may be an object': whole({
    role: 'assistant',
    content: '',
    tool_calls: [
      { function: { name: 'a', arguments: { some_key: 1 } } },
      { id: 'b', type: 'function', index: 1, function: { name: 'b', arguments: '{}' } },
    ],
  }),
  'several messages of an agent': {
    ...whole({ role: 'assistant', content: 'Hi' }),
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        messages: [
          { role: 'assistant', content: null, tool_calls: [{ id: 'a', function: { name: 'look', arguments: '{}' } }] },
          { role: 'tool', content: 'sun', tool_call_id: 'a', own_field: 1 },
        ],
      },
    ],
  },
  'chunks of content: known ones renamed, others wrapped': whole({
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], closed: true, signature: null },
      { type: 'text', text: 'Bern', own_field: 1 },
      { type: 'reference', reference_ids: [0, 'b'] },
      { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
      { type: 'document_url', document_url: 'https://x.example/d.pdf', document_name: 'D' },
      { type: 'file', file_id: 'f' },
      { type: 'hologram', some_depth: 3 },
    ],
  }),
};

describe('a whole body', () => {
  it.each(Object.entries(bodies))('%s', async (_name, body) => {
    expect(plainJson(decodeCanned('mistral-chat', body).native)).toEqual(await readWithMistral(body));
  });
});

describe('a stream gives the object of the same answer in one piece', () => {
  const chunk = (delta: object, finishReason: string | null = null, rest: object = {}): object => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...rest,
    p: 'abcdef',
  });
  const think = (text: string): object => ({ type: 'thinking', thinking: [{ type: 'text', text }], closed: true });

  it.each<[string, readonly object[], object]>([
    [
      'text',
      [
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'Hi \ud83d' }),
        chunk({ content: '\ude00' }, 'stop', { usage }),
      ],
      { role: 'assistant', content: 'Hi 😀' },
    ],
    [
      'thinking, then text as strings',
      [
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: [think('I ')] }),
        chunk({ content: [think('see')] }),
        chunk({ content: 'A' }),
        chunk({ content: 'B' }, 'stop', { usage }),
      ],
      { role: 'assistant', content: [think('I see'), { type: 'text', text: 'AB' }] },
    ],
    [
      'text that a reference interrupts',
      [
        chunk({ role: 'assistant', content: 'Be' }),
        chunk({ content: [{ type: 'text', text: 'rn' }] }),
        chunk({ content: [{ type: 'reference', reference_ids: [1] }] }),
        chunk({ content: [{ type: 'text', text: '.' }] }, 'stop', { usage }),
      ],
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Bern' },
          { type: 'reference', reference_ids: [1] },
          { type: 'text', text: '.' },
        ],
      },
    ],
  ])('%s', async (_name, chunks, message) => {
    const decoded = decodeCanned('mistral-chat', dataEvents(...chunks, '[DONE]'));
    expect(plainJson(decoded.native)).toEqual(await readWithMistral(whole(message)));
    expect(decoded.problems).toEqual([]);
  });

  it('a cut stream is the same object without what is missing', () => {
    const decoded = decodeCanned('mistral-chat', dataEvents(chunk({ role: 'assistant', content: 'Hel' })));
    expect(decoded.native).toEqual({
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, finishReason: null, message: { role: 'assistant', prefix: false, content: 'Hel' } }],
    });
    expect(decoded.end).toBe('truncated');
  });

  it('ten thousand pieces of thinking are joined once', () => {
    const chunks = Array.from({ length: 10_000 }, () => chunk({ content: [think('x')] }));
    const decoded = decodeCanned('mistral-chat', dataEvents(...chunks, chunk({}, 'stop'), '[DONE]'));
    expect(decoded.native).toMatchObject({
      choices: [{ message: { content: [{ thinking: [{ text: 'x'.repeat(10_000) }] }] } }],
    });
    expect(decoded.completion.choices[0]?.reasoning).toHaveLength(10_000);
  });
});

test("our own words are what Mistral's SDK raises on, or takes for the end", async () => {
  const { errors } = adapterFor('mistral-chat');
  const error = { type: 'upstream-closed', message: 'Gone.', status: null, requestId: null, retryAfterSeconds: null };
  const begun = dataEvents(chatDelta({ role: 'assistant', content: 'Hel' }));
  const failed = begun + errors.errorEvent(error, 'sse');
  expect(decodeCanned('mistral-chat', failed).rich.error?.message).toBe('Gone.');
  await expect(streamWithMistral(failed)).rejects.toThrow();
  const noticed = begun + errors.completionNotice(' (cut off)', 'sse', null);
  await expect(streamWithMistral(noticed)).resolves.toBe('Hel (cut off)');
  expect(JSON.parse(errors.errorBody(error))).toMatchObject({
    object: 'error',
    message: 'Gone.',
    type: 'upstream-closed',
  });
});
