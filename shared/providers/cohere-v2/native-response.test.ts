/** Our final object, and our own words, against `cohere-ai` itself, on answers that no recording holds. */
import { describe, expect, it, test } from 'vitest';
import { decodeCanned, namedEvents, plainJson } from '../../../tests/support/canned-streams.ts';
import { readWithCohere, streamWithCohere } from '../../../tests/support/cohere-readers.ts';
import { adapterFor } from '../registry.ts';

const usage = { billed_units: { input_tokens: 1, output_tokens: 2, search_units: 3 }, tokens: null, cached_tokens: 4 };

const bodies: { readonly [name: string]: object } = {
  'fields that the SDK does not know keep their names, null ones are missing': {
    id: 'x',
    finish_reason: 'COMPLETE',
    new_field: { some_name: 1 },
    message: {
      role: 'assistant',
      tool_plan: null,
      content: [{ type: 'text', text: 'Hi', extra_field: 1 }],
      own_field: 2,
    },
    usage,
    logprobs: [{ text: 'Hi', token_ids: [1], logprobs: [-0.1] }],
  },
  'names inside tool outputs and documents are the user’s': {
    id: 'x',
    finish_reason: 'TOOL_CALL',
    message: {
      role: 'assistant',
      tool_plan: 'Look.',
      tool_calls: [{ id: 't', type: 'function', function: { name: 'a_b', arguments: '{"c_d":1}' } }],
      citations: [
        {
          start: 0,
          end: 2,
          text: 'Hi',
          content_index: 0,
          sources: [
            { type: 'tool', id: 't:0', tool_output: { cached_tokens: 1, tool_plan: 'mine' } },
            { type: 'document', id: 'd', document: { tool_calls: 'mine', title: 'D' } },
          ],
        },
      ],
    },
  },
  'a body without usage': { id: 'x', finish_reason: 'MAX_TOKENS', message: { role: 'assistant', content: [] } },
};

describe('a whole body', () => {
  it.each(Object.entries(bodies))('%s', async (_name, body) => {
    expect(plainJson(decodeCanned('cohere-v2', body).native)).toEqual(await readWithCohere(body));
  });
});

it('a stream gives the object of the same answer in one piece', async () => {
  const call = { id: 't0', type: 'function', function: { name: 'look', arguments: '{"a":1}' } };
  const citation = { start: 0, end: 2, text: 'Hi', sources: [], type: 'TEXT_CONTENT', content_index: 1 };
  const end = { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 5, output_tokens: 6 } } };
  const content = (
    index: number,
    part: object,
    type: string,
  ): { readonly type: string; readonly [name: string]: unknown } => ({
    type,
    index,
    delta: { message: { content: part } },
  });
  const stream = namedEvents(
    { type: 'message-start', ...{ id: 'm', delta: { message: { role: 'assistant', content: [], tool_plan: '' } } } },
    { type: 'tool-plan-delta', ...{ delta: { message: { tool_plan: 'I ' } } } },
    { type: 'tool-plan-delta', ...{ delta: { message: { tool_plan: 'look.' } } } },
    {
      type: 'tool-call-start',
      ...{ index: 0, delta: { message: { tool_calls: { ...call, function: { name: 'look', arguments: '' } } } } },
    },
    {
      type: 'tool-call-delta',
      ...{ index: 0, delta: { message: { tool_calls: { function: { arguments: '{"a"' } } } } },
    },
    {
      type: 'tool-call-delta',
      ...{ index: 0, delta: { message: { tool_calls: { function: { arguments: ':1}' } } } } },
    },
    { type: 'tool-call-end', ...{ index: 0 } },
    content(0, { type: 'thinking', thinking: '' }, 'content-start'),
    content(0, { thinking: 'Hm' }, 'content-delta'),
    { type: 'content-end', ...{ index: 0 } },
    content(1, { type: 'text', text: '' }, 'content-start'),
    content(1, { text: 'Hi \ud83d' }, 'content-delta'),
    content(1, { text: '\ude00' }, 'content-delta'),
    { type: 'citation-start', ...{ index: 0, delta: { message: { citations: citation } } } },
    { type: 'citation-end', ...{ index: 0 } },
    { type: 'content-end', ...{ index: 1 } },
    { type: 'message-end', ...{ delta: end } },
  );
  const message = {
    role: 'assistant',
    tool_plan: 'I look.',
    tool_calls: [call],
    content: [
      { type: 'thinking', thinking: 'Hm' },
      { type: 'text', text: 'Hi 😀' },
    ],
    citations: [citation],
  };
  const decoded = decodeCanned('cohere-v2', stream);
  expect(plainJson(decoded.native)).toEqual(await readWithCohere({ id: 'm', message, ...end }));
  expect(decoded.problems).toEqual([]);
  expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hi 😀', reasoning: 'I look.Hm', finishReason: 'stop' });
});

test("our own words are read by Cohere's SDK and by us", async () => {
  const { errors } = adapterFor('cohere-v2');
  const error = { type: 'upstream-closed', message: 'Gone.', status: null, requestId: null, retryAfterSeconds: null };
  const begun = namedEvents(
    { type: 'message-start', ...{ id: 'm' } },
    { type: 'content-delta', ...{ index: 0, delta: { message: { content: { text: 'Hel' } } } } },
  );
  const failed = begun + errors.errorEvent(error, 'sse');
  expect(decodeCanned('cohere-v2', failed).rich.error?.message).toBe('Gone.');
  expect(await streamWithCohere(failed)).toEqual({ said: 'Hel', end: { finishReason: 'ERROR', error: 'Gone.' } });
  const noticed = begun + errors.completionNotice(' (cut off)', 'sse', null);
  expect(decodeCanned('cohere-v2', noticed).completion.choices[0]).toMatchObject({
    text: 'Hel (cut off)',
    finishReason: 'stop',
  });
  expect(await streamWithCohere(noticed)).toEqual({ said: 'Hel (cut off)', end: { finishReason: 'COMPLETE' } });
  expect(JSON.parse(errors.errorBody(error))).toEqual({ message: 'Gone.' });
  expect(errors.errorEvent(error, 'json')).toBeNull();
});
