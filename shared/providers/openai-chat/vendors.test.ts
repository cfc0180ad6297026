/** What single vendors add to the format: sources beside the choices, parts of content, timings. */
import { describe, expect, it } from 'vitest';
import { chatChunk, chatDelta, dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';

function citationsOf(decoded: DecodedBody): unknown {
  const blocks = decoded.rich.choices[0]?.blocks ?? [];
  return blocks.flatMap((block) => block.citations.map(({ title, url, quote }) => [block.key, title, url, quote]));
}

describe('sources beside the choices', () => {
  const results = [
    { title: 'One', url: 'https://one.example', date: '2026-01-02', snippet: 'first' },
    { title: 'Two', url: 'https://two.example', date: null },
  ];
  const sources = { citations: results.map((result) => result.url), search_results: results };

  it('Perplexity repeats its list in every chunk: each source is told once, on the text', () => {
    const chunk = (content: string): object =>
      chatChunk([{ index: 0, delta: { content }, message: { content }, finish_reason: null }], sources);
    const decoded = decodeCanned(
      'openai-chat',
      dataEvents(chunk(''), chunk('Hello'), chunk(' you'), chatDelta({}, 'stop')),
    );
    expect(citationsOf(decoded)).toEqual([
      ['text:0', 'One', 'https://one.example', 'first'],
      ['text:0', 'Two', 'https://two.example', null],
    ]);
    expect(decoded.records.map((record) => record.reading).slice(1, 3)).toEqual(['Hello · 2 sources', ' you']);
  });

  it('a list that grows tells only what is new', () => {
    const chunk = (content: string, count: number): object =>
      chatChunk([{ index: 0, delta: { content }, finish_reason: null }], { search_results: results.slice(0, count) });
    const decoded = decodeCanned('openai-chat', dataEvents(chunk('a', 1), chunk('b', 2)));
    expect(decoded.records.map((record) => record.deltas.filter((delta) => delta.type === 'citation').length)).toEqual([
      1, 1,
    ]);
  });

  it('xAI lists bare addresses in its last chunk', () => {
    const last = chatChunk([{ index: 0, delta: {}, finish_reason: 'stop' }], { citations: ['https://x.example'] });
    const decoded = decodeCanned('openai-chat', dataEvents(chatDelta({ content: 'Hi' }), last));
    expect(citationsOf(decoded)).toEqual([['text:0', null, 'https://x.example', null]]);
  });

  it('a whole body has them too', () => {
    const message = { role: 'assistant', content: 'Hi' };
    const body = { ...chatChunk([{ index: 0, message, finish_reason: 'stop' }]), ...sources };
    expect(citationsOf(decodeCanned('openai-chat', body))).toHaveLength(2);
  });

  it.each([[{ citations: 'none' }], [{ citations: [null, 7, {}] }], [{ search_results: { a: 1 } }]])(
    'whatever shape the list has, nothing throws: %j',
    (extra) => {
      const decoded = decodeCanned(
        'openai-chat',
        dataEvents(chatChunk([{ index: 0, delta: { content: 'x' } }], extra)),
      );
      expect(decoded.completion.choices[0]?.text).toBe('x');
      expect(decoded.problems.map((problem) => problem.kind)).toEqual(['truncated']);
    },
  );
});

describe('parts of list-shaped content', () => {
  it('a reference is a citation of the text before it, and the text goes on', () => {
    const decoded = decodeCanned(
      'openai-chat',
      dataEvents(
        chatDelta({ content: [{ type: 'text', text: 'Paris' }] }),
        chatDelta({ content: [{ type: 'reference', reference_ids: [0, 'b'] }] }),
        chatDelta({ content: [{ type: 'text', text: ' it is.' }] }),
      ),
    );
    expect(decoded.completion.choices[0]?.text).toBe('Paris it is.');
    expect(citationsOf(decoded)).toEqual([['text:0', 'reference 0, b', null, null]]);
  });

  it('an image and a part nobody knows are blocks of their own', () => {
    const image = { type: 'image_url', image_url: 'data:image/png;base64,AAAA' };
    const strange = { type: 'hologram', depth: 3 };
    const decoded = decodeCanned('openai-chat', dataEvents(chatDelta({ content: [image, strange] }, 'stop')));
    expect(decoded.rich.choices[0]?.blocks.map(({ kind, name, text, native }) => [kind, name, text, native])).toEqual([
      ['image', null, 'AAAA', image],
      ['other', 'hologram', '', strange],
    ]);
  });
});

describe('llama.cpp timings', () => {
  const timings = {
    cache_n: 90,
    prompt_n: 10,
    prompt_ms: 20.1,
    predicted_n: 7,
    predicted_ms: 30,
    predicted_per_second: 233.333,
  };

  it('stand in for usage: the cached part of the prompt is added', () => {
    const decoded = decodeCanned('openai-chat', dataEvents(chatDelta({ content: 'x' }), chatChunk([], { timings })));
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 100, outputTokens: 7, cacheReadTokens: 90 });
    expect(decoded.records[1]?.reading).toBe('100 in, 7 out, 233.3 tokens/s');
  });

  it('usage beside them wins', () => {
    const usage = { prompt_tokens: 101, completion_tokens: 8, total_tokens: 109 };
    const decoded = decodeCanned('openai-chat', dataEvents(chatChunk([], { timings, usage })));
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 101, outputTokens: 8, totalTokens: 109 });
  });
});

it('OpenRouter: comments are ignored, encrypted reasoning is the signature of its run', () => {
  const details = [
    { type: 'reasoning.encrypted', data: 'SEALED', format: 'openai-responses-v1', index: 0, id: 'rs_1' },
  ];
  const decoded = decodeCanned(
    'openai-chat',
    `: OPENROUTER PROCESSING\n\n${dataEvents(
      chatDelta({ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.summary', summary: 'Hm', index: 0 }] }),
      chatDelta({ reasoning: null, reasoning_details: details }),
      chatDelta({ content: 'Yes' }, 'stop'),
      '[DONE]',
    )}`,
  );
  expect(decoded.events).toMatchObject({ ignored: 2, used: 3, unknown: 0 });
  const [reasoning, text] = decoded.rich.choices[0]?.blocks ?? [];
  expect([reasoning?.text, reasoning?.signature, text?.text]).toEqual(['Hm', 'SEALED', 'Yes']);
});

describe('a failure told inside an ordinary chunk', () => {
  const error = { code: 502, message: 'Provider returned error' };

  it('OpenRouter tells it in the choice; the SDK reads on, and so do we', () => {
    const failed = chatChunk([{ index: 0, delta: { content: '' }, finish_reason: 'error', error }]);
    const decoded = decodeCanned(
      'openai-chat',
      dataEvents(chatDelta({ role: 'assistant', content: 'Hal' }), failed, '[DONE]'),
    );
    expect(decoded.end).toBe('failed');
    expect(decoded.rich.error).toMatchObject({ message: 'Provider returned error', status: 502 });
    expect(decoded.native).toMatchObject({
      choices: [{ finish_reason: 'error', error, message: { role: 'assistant', content: 'Hal' } }],
    });
  });

  it('a whole body has it too', () => {
    const choice = { index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'error', error };
    expect(decodeCanned('openai-chat', chatChunk([choice])).rich.error).toMatchObject({ status: 502 });
  });
});

describe('reasoning as a part of the content', () => {
  const reasoning = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.', signature: 'S' }] };

  it('Databricks: in a stream and in a body', () => {
    const text = { type: 'text', text: 'Yes.' };
    const stream = dataEvents(chatDelta({ content: [reasoning] }), chatDelta({ content: [text] }, 'stop'), '[DONE]');
    const message = { role: 'assistant', content: [reasoning, text] };
    for (const body of [stream, chatChunk([{ index: 0, message, finish_reason: 'stop' }])]) {
      expect(decodeCanned('openai-chat', body).completion.choices[0]).toMatchObject({ reasoning: 'Hm.', text: 'Yes.' });
    }
  });
});
