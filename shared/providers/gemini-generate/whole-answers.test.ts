/** How generateContent answers end and what surrounds them: reasons, refusals, usage, wrapper, array, errors, odd input. */
import { describe, expect, it } from 'vitest';
import { dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';

const head = { modelVersion: 'gemini-test', responseId: 'r1' };

function chunk(parts: readonly object[], candidate: object = {}, extra: object = {}): object {
  return { candidates: [{ content: { parts, role: 'model' }, index: 0, ...candidate }], ...head, ...extra };
}

function decode(...chunks: readonly (object | string)[]): DecodedBody {
  return decodeCanned('gemini-generate', dataEvents(...chunks));
}

const stop = chunk([{ text: '' }], { finishReason: 'STOP' });

describe('ends', () => {
  it('a refused prompt ends its choice with the reason', () => {
    const feedback = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT', blockReasonMessage: 'no' } };
    for (const decoded of [decode(feedback), decodeCanned('gemini-generate', feedback)]) {
      expect(decoded.rich.choices).toMatchObject([
        { finishReason: 'content-filter', rawFinishReason: 'PROHIBITED_CONTENT' },
      ]);
      expect([decoded.end, decoded.rich.isEnded]).toEqual(['complete', true]);
      expect(decoded.records[0]?.reading).toBe('blocked PROHIBITED_CONTENT: no');
    }
  });

  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['IMAGE_SAFETY', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['LANGUAGE', 'other'],
    ['SOMETHING_NEW', 'other'],
    [1, 'stop'],
    [2, 'length'],
  ])('finishReason %s', (word, reason) => {
    const decoded = decode(chunk([{ text: 'A' }], { finishReason: word, finishMessage: 'because' }));
    expect(decoded.rich.choices[0]).toMatchObject({ finishReason: reason, rawFinishReason: String(word) });
    expect(decoded.records[0]?.reading).toBe(`A · finish ${word}: because`);
  });

  it('a reason in every chunk ends nothing too early, and the last one counts', () => {
    const decoded = decode(
      chunk([{ text: 'A' }], { finishReason: 'STOP' }),
      chunk([{ text: 'B' }], { finishReason: 'STOP' }),
      chunk([{ text: 'C' }], { finishReason: 'SAFETY' }),
    );
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'ABC', finishReason: 'content-filter' });
    expect(decoded.end).toBe('complete');
  });

  it('the default of the enum is no reason', () => {
    const decoded = decode(chunk([{ text: 'A' }], { finishReason: 'FINISH_REASON_UNSPECIFIED' }), {
      promptFeedback: { blockReason: 'BLOCK_REASON_UNSPECIFIED' },
    });
    expect([decoded.end, decoded.rich.choices[0]?.finishReason]).toEqual(['truncated', null]);
  });

  it('a stream without any reason is truncated, a document without one only says so', () => {
    const cut = decode(chunk([{ text: 'A' }]));
    expect([cut.end, cut.finalDeltas]).toEqual(['truncated', [{ type: 'block-end', choice: 0, block: 'text:0' }]]);
    const whole = decodeCanned('gemini-generate', chunk([{ text: 'A' }]));
    expect([whole.end, whole.problems.map((problem) => problem.kind)]).toEqual(['complete', ['no-finish-reason']]);
  });

  it('[DONE] of a gateway is no event of ours', () => {
    expect(decode(stop, '[DONE]').events).toMatchObject({ total: 2, used: 1, ignored: 1 });
  });
});

describe('usage', () => {
  it('adds tool use to the input and thoughts to the output, and repeats nothing', () => {
    const usageMetadata = {
      promptTokenCount: 100,
      cachedContentTokenCount: 60,
      toolUsePromptTokenCount: 20,
      candidatesTokenCount: 7,
      thoughtsTokenCount: 3,
      totalTokenCount: 130,
    };
    const decoded = decode(
      chunk([{ text: 'A' }], {}, { usageMetadata: { trafficType: 'ON_DEMAND' } }),
      chunk([{ text: 'B' }], {}, { usageMetadata }),
      chunk([{ text: 'C' }], { finishReason: 'STOP' }, { usageMetadata: { ...usageMetadata } }),
      { usageMetadata: { ...usageMetadata, candidatesTokenCount: 8, totalTokenCount: 131 } },
    );
    expect(decoded.completion.usage).toEqual({
      inputTokens: 120,
      outputTokens: 11,
      cacheReadTokens: 60,
      cacheWriteTokens: null,
      reasoningTokens: 3,
      totalTokens: 131,
    });
    const told = decoded.records.map((record) => record.deltas.filter((delta) => delta.type === 'usage').length);
    expect(told).toEqual([0, 1, 0, 1]);
    expect(decoded.records[3]).toMatchObject({ type: 'usageMetadata', reading: '120 in, 11 out' });
  });
});

describe('Code Assist', () => {
  it('is read through its wrapper, which native keeps', () => {
    const wrapped = (inner: object): object => ({ response: inner, traceId: 't1' });
    const { modelVersion } = head;
    const decoded = decode(
      wrapped({ candidates: [{ content: { role: 'model', parts: [{ text: 'A' }] } }], modelVersion }),
      wrapped({
        candidates: [{ content: { role: 'model', parts: [{ text: 'B' }] }, finishReason: 'STOP' }],
        modelVersion,
      }),
    );
    expect(decoded.completion).toMatchObject({ id: 't1', model: 'gemini-test', choices: [{ text: 'AB' }] });
    expect(decoded.native).toEqual({
      traceId: 't1',
      response: {
        candidates: [{ content: { role: 'model', parts: [{ text: 'AB' }] }, finishReason: 'STOP' }],
        modelVersion,
      },
    });
  });
});

describe('the JSON array of a stream without alt=sse', () => {
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  const options = { format: 'gemini-generate', contentType: 'application/json; charset=UTF-8' } as const;

  it('reads as the same events would, and is chosen by its first byte', () => {
    const chunks = [chunk([{ text: 'A' }]), chunk([{ text: 'B' }]), stop];
    const array = decodeBody({
      ...options,
      body: bytesOf(`[${chunks.map((one) => JSON.stringify(one, null, 2)).join('\n,\r\n')}]`),
    });
    const { completion, native, events } = decode(...chunks);
    expect(array.framing).toBe('json-array');
    expect({ completion: array.completion, native: array.native, events: array.events }).toEqual({
      completion,
      native,
      events,
    });
  });

  it('may hold an error, alone with its status or after good elements', () => {
    const error = { error: { code: 429, message: 'Slow down', status: 'RESOURCE_EXHAUSTED' } };
    const alone = decodeBody({ ...options, status: 429, body: bytesOf(JSON.stringify([error], null, 2)) });
    expect(alone.rich.error).toMatchObject({ type: 'RESOURCE_EXHAUSTED', message: 'Slow down', status: 429 });
    const late = decodeBody({ ...options, body: bytesOf(JSON.stringify([chunk([{ text: 'A' }]), error])) });
    expect(late.rich.error).toMatchObject({ status: 429 });
    expect([late.end, late.completion.choices[0]?.text]).toEqual(['failed', 'A']);
    expect(late.native).toMatchObject({ candidates: [{ content: { parts: [{ text: 'A' }] } }] });
  });
});

describe('errors and odd input', () => {
  const error = {
    error: {
      code: 503,
      message: 'Overloaded',
      status: 'UNAVAILABLE',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '30s' }],
    },
  };

  it('an error in mid-stream is told, and native stays what it was', () => {
    const decoded = decode(chunk([{ text: 'A' }]), error, chunk([{ text: 'B' }]));
    expect(decoded.rich.error).toMatchObject({
      type: 'UNAVAILABLE',
      message: 'Overloaded',
      status: 503,
      retryAfterSeconds: 30,
    });
    expect(decoded.records[1]).toMatchObject({ type: 'error', reading: 'UNAVAILABLE: Overloaded' });
    expect(decoded.native).toMatchObject({ candidates: [{ content: { parts: [{ text: 'A' }] } }] });
    expect(decoded.end).toBe('failed');
  });

  it('an error page of a gateway is an error in words', () => {
    const body = new TextEncoder().encode('<html>502</html>');
    const decoded = decodeBody({ format: 'gemini-generate', status: 502, contentType: 'text/html', body });
    expect(decoded.rich.error).toMatchObject({ message: '<html>502</html>', status: 502 });
  });

  it.each([
    '[]',
    'null',
    '7',
    '"x"',
    '{"candidates":',
    '{"candidates":{}}',
    '{"candidates":[null,{"content":7}]}',
    '{"foo":1}',
  ])('reads on after %s', (text) => {
    const decoded = decodeCanned('gemini-generate', `data: ${text}\n\n${dataEvents(chunk([{ text: 'A' }]), stop)}`);
    expect(decoded.completion.choices[0]?.text).toBe('A');
    expect(decoded.events.total).toBe(3);
  });

  it('odd shapes inside a chunk never throw', () => {
    const odd = chunk(
      [null, 7, {}, { text: 7 }, { functionCall: [] }, { functionCall: { args: 'x' } }, { inlineData: {} }] as object[],
      {
        groundingMetadata: [1],
        citationMetadata: { citations: [null, 1] },
        finishReason: {},
        safetyRatings: 'x',
        index: -4,
      },
      { usageMetadata: [], promptFeedback: { blockReason: 0 } },
    );
    const decoded = decode(odd, stop);
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
    expect(decoded.native).not.toBeNull();
  });
});
