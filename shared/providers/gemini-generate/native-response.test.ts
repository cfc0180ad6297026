/** One response out of all chunks: what is joined, what stays apart, which value of a field counts. */
import { expect, it } from 'vitest';
import { dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';

function native(...chunks: readonly object[]): unknown {
  return decodeCanned('gemini-generate', dataEvents(...chunks)).native;
}

function partsOf(...parts: readonly object[]): unknown {
  const chunks = parts.map((part) => ({ candidates: [{ content: { role: 'model', parts: [part] } }] }));
  const response = native(...chunks) as {
    readonly candidates: readonly { readonly content: { readonly parts: unknown } }[];
  };
  return response.candidates[0]?.content.parts;
}

it('text of the same kind is joined, everything else ends the run', () => {
  const call = { functionCall: { name: 'f', args: {} } };
  expect(
    partsOf({ text: 'a', thought: true }, { text: 'b', thought: true }, { text: 'c' }, { text: 'd' }, call, {
      text: 'e',
    }),
  ).toEqual([{ text: 'ab', thought: true }, { text: 'cd' }, call, { text: 'e' }]);
});

it('a part with a signature is never joined: it must go back as it came', () => {
  expect(
    partsOf({ text: 'a' }, { text: 'b', thoughtSignature: 'S' }, { text: 'c' }, { text: '', thoughtSignature: 'T' }),
  ).toEqual([{ text: 'a' }, { text: 'b', thoughtSignature: 'S' }, { text: 'c' }, { text: '', thoughtSignature: 'T' }]);
});

it('empty text is left out, unless it is all that came', () => {
  const call = { functionCall: { name: 'f', args: {} } };
  expect(partsOf({ text: '' }, call, { text: '' })).toEqual([call]);
  expect(partsOf({ text: '' }, { text: 'a' })).toEqual([{ text: 'a' }]);
  expect(partsOf({ text: '' })).toEqual([{ text: '' }]);
});

it('the last value of each field counts, and an empty object takes nothing away', () => {
  expect(
    native(
      {
        candidates: [{ content: { parts: [{ text: 'a' }] }, groundingMetadata: { webSearchQueries: ['q'] } }],
        createTime: 't',
      },
      {
        candidates: [{ content: { parts: [{ text: 'b' }] }, groundingMetadata: {}, finishReason: 'STOP' }],
        usageMetadata: { totalTokenCount: 1 },
      },
      { usageMetadata: { totalTokenCount: 2 }, responseId: 'r' },
    ),
  ).toEqual({
    candidates: [
      { content: { parts: [{ text: 'ab' }] }, finishReason: 'STOP', groundingMetadata: { webSearchQueries: ['q'] } },
    ],
    createTime: 't',
    usageMetadata: { totalTokenCount: 2 },
    responseId: 'r',
  });
});

it('an empty last content takes neither role nor parts away', () => {
  expect(
    native(
      { candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] } }] },
      { candidates: [{ content: {}, finishReason: 'STOP' }] },
      { candidates: [{ content: { role: 'model' } }] },
    ),
  ).toEqual({ candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] }, finishReason: 'STOP' }] });
});

it('log probabilities of all chunks follow each other, citations are told once', () => {
  const chunk = (token: string, sources: readonly object[]): object => ({
    candidates: [
      {
        logprobsResult: { chosenCandidates: [{ token }] },
        citationMetadata: { citationSources: sources },
        finishReason: 'STOP',
      },
    ],
  });
  expect(native(chunk('a', [{ uri: '1' }]), chunk('b', [{ uri: '1' }, { uri: '2' }]))).toEqual({
    candidates: [
      {
        finishReason: 'STOP',
        logprobsResult: { chosenCandidates: [{ token: 'a' }, { token: 'b' }] },
        citationMetadata: { citationSources: [{ uri: '1' }, { uri: '2' }] },
      },
    ],
  });
});

it('a refused prompt has no candidates, nothing has no object', () => {
  expect(native({ promptFeedback: { blockReason: 'SAFETY' } })).toEqual({ promptFeedback: { blockReason: 'SAFETY' } });
  expect(native({ foo: 1 })).toBeNull();
});

it('a hostile path pollutes no prototype', () => {
  const partialArgs = [
    { jsonPath: '$.__proto__.polluted', stringValue: 'x' },
    { jsonPath: "$['constructor'].polluted", stringValue: 'x' },
    { jsonPath: '$.a[9999999]', numberValue: 1 },
  ];
  partsOf({ functionCall: { name: 'f', partialArgs } });
  expect(({} as { readonly polluted?: string }).polluted).toBeUndefined();
  expect((Object as { readonly polluted?: string }).polluted).toBeUndefined();
});
