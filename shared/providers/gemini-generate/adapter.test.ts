/** generateContent events read into deltas and a completion: which requests, parts of every kind, streamed arguments, sources. */
import { describe, expect, it } from 'vitest';
import { dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { geminiGenerateAdapter } from './adapter.ts';

const head = { modelVersion: 'gemini-test', responseId: 'r1' };

function chunk(parts: readonly object[], candidate: object = {}, extra: object = {}): object {
  return { candidates: [{ content: { parts, role: 'model' }, index: 0, ...candidate }], ...head, ...extra };
}

function decode(...chunks: readonly (object | string)[]): DecodedBody {
  return decodeCanned('gemini-generate', dataEvents(...chunks));
}

function blocksOf(decoded: DecodedBody): readonly object[] {
  const blocks = decoded.rich.choices[0]?.blocks ?? [];
  return blocks.map(({ key, kind, text, isOpen }) => ({ key, kind, text, isOpen }));
}

const stop = chunk([{ text: '' }], { finishReason: 'STOP' });

describe('match', () => {
  const matches = (path: string, method = 'POST'): boolean =>
    geminiGenerateAdapter.match({ method, path, query: '', header: () => null, defaultFormat: 'unknown' }) > 0;

  it.each([
    '/v1beta/models/gemini-3-flash:streamGenerateContent',
    '/v1/models/gemini-3-flash:generateContent',
    '/v1beta/tunedModels/mine:generateContent',
    '/v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro:streamGenerateContent',
    '/v1beta1/projects/p/locations/global/endpoints/123:generateContent',
    '/v1internal:streamGenerateContent',
    '/v1beta/models/gemini-3-flash%3AstreamGenerateContent',
  ])('%s', (path) => expect(matches(path)).toBe(true));

  it.each([
    '/v1beta/models/gemini-3-flash:countTokens',
    '/v1beta/models/gemini-3-flash:batchGenerateContent',
    '/v1/projects/p/locations/l/publishers/anthropic/models/claude:streamRawPredict',
    '/v1beta/openai/chat/completions',
  ])('not %s', (path) => expect(matches(path)).toBe(false));

  it('not by GET', () => expect(matches('/v1beta/models/x:generateContent', 'GET')).toBe(false));
});

describe('parts', () => {
  it('thoughts, text, a call and later text are blocks of their own', () => {
    const decoded = decode(
      chunk([{ text: 'Hm', thought: true }]),
      chunk([{ text: 'A' }]),
      chunk([{ text: 'B' }]),
      chunk([{ functionCall: { id: 'c1', name: 'look', args: { a: [1] } }, thoughtSignature: 'SIG' }]),
      chunk([{ text: 'C' }], { finishReason: 'STOP' }),
    );
    expect(blocksOf(decoded)).toEqual([
      { key: 'reasoning:0', kind: 'reasoning', text: 'Hm', isOpen: false },
      { key: 'text:1', kind: 'text', text: 'AB', isOpen: false },
      { key: 'tool-call:2', kind: 'tool-call', text: '{"a":[1]}', isOpen: false },
      { key: 'text:3', kind: 'text', text: 'C', isOpen: false },
    ]);
    expect(decoded.rich.choices[0]?.blocks[2]).toMatchObject({ name: 'look', toolCallId: 'c1', signature: 'SIG' });
    expect(decoded.records.map((record) => [record.type, record.reading])).toEqual([
      ['thought', 'Hm'],
      ['text', 'A'],
      ['text', 'B'],
      ['functionCall', 'look {"a":[1]}'],
      ['text', 'C · finish STOP'],
    ]);
    expect(decoded.completion).toMatchObject({
      id: 'r1',
      model: 'gemini-test',
      choices: [{ text: 'ABC', reasoning: 'Hm', finishReason: 'tool-calls' }],
    });
    expect([decoded.end, decoded.problems]).toEqual(['complete', []]);
  });

  it('several calls without ids, and one without arguments, stay apart', () => {
    const decoded = decode(
      chunk([{ functionCall: { name: 'f', args: { x: 1 } } }, { functionCall: { name: 'f', args: { x: 2 } } }]),
      chunk([{ functionCall: { name: 'g' } }], { finishReason: 'STOP' }),
    );
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([
      { id: null, name: 'f', input: { x: 1 } },
      { id: null, name: 'f', input: { x: 2 } },
      { id: null, name: 'g', input: {} },
    ]);
  });

  it('a signature on empty text belongs to the text before it', () => {
    const decoded = decode(
      chunk([{ text: 'A' }]),
      chunk([{ text: '', thoughtSignature: 'SIG' }], { finishReason: 'STOP' }),
    );
    expect(decoded.rich.choices[0]?.blocks).toMatchObject([{ kind: 'text', text: 'A', signature: 'SIG' }]);
    expect(decoded.records[1]?.type).toBe('thoughtSignature');
  });

  it('code that Google runs is a call of its own kind, its result stays as it was', () => {
    const result = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '4\n', id: 'e1' } };
    const decoded = decode(
      chunk([{ executableCode: { language: 'PYTHON', code: 'print(2+2)', id: 'e1' } }, result]),
      chunk([{ text: '4' }], { finishReason: 'STOP' }),
    );
    expect(decoded.rich.choices[0]?.blocks).toMatchObject([
      { kind: 'tool-call', name: 'code_execution', toolCallId: 'e1', isProviderExecuted: true },
      { kind: 'tool-result', name: 'code_execution', toolCallId: 'e1', native: result },
      { kind: 'text', text: '4' },
    ]);
    expect(decoded.completion.choices[0]).toMatchObject({
      finishReason: 'stop',
      toolCalls: [{ id: 'e1', name: 'code_execution', input: { language: 'PYTHON', code: 'print(2+2)' } }],
    });
    expect(decoded.records[0]?.reading).toBe('print(2+2) · OUTCOME_OK 4\n');
  });

  it('tools that Google runs beside functions are calls and results with their ids', () => {
    const decoded = decode(
      chunk([
        { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['x'] }, id: 't1' }, thoughtSignature: 'S' },
      ]),
      chunk([{ toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { a: 1 }, id: 't1' } }], {
        finishReason: 'STOP',
      }),
    );
    expect(decoded.rich.choices[0]?.blocks).toMatchObject([
      { kind: 'tool-call', name: 'GOOGLE_SEARCH_WEB', toolCallId: 't1', isProviderExecuted: true, signature: 'S' },
      { kind: 'tool-result', name: 'GOOGLE_SEARCH_WEB', toolCallId: 't1' },
    ]);
    expect(decoded.completion.choices[0]?.finishReason).toBe('stop');
  });

  it('an image comes whole, speech in pieces is one recording until its padding', () => {
    const audio = (data: string): object => ({ inlineData: { mimeType: 'audio/L16;rate=24000', data } });
    const decoded = decode(
      chunk([{ inlineData: { mimeType: 'image/png', data: 'iVBO' } }]),
      chunk([audio('AAAA')]),
      chunk([audio('BBB=')]),
      chunk([audio('CCCC')]),
      chunk([{ fileData: { mimeType: 'image/jpeg', fileUri: 'gs://b/a.jpg' } }], { finishReason: 'STOP' }),
    );
    expect(blocksOf(decoded)).toEqual([
      { key: 'image:0', kind: 'image', text: 'iVBO', isOpen: false },
      { key: 'audio:1', kind: 'audio', text: 'AAAABBB=', isOpen: false },
      { key: 'audio:2', kind: 'audio', text: 'CCCC', isOpen: false },
      { key: 'image:3', kind: 'image', text: '', isOpen: false },
    ]);
    expect(decoded.rich.choices[0]?.blocks[1]?.mediaType).toBe('audio/L16;rate=24000');
  });

  it('what was said in the audio beside it is known, and no text of the answer', () => {
    const part = { audioTranscription: { text: 'Hello' } };
    const decoded = decode(chunk([part, { text: 'A' }]), stop);
    expect(decoded.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'other', native: part });
    expect(decoded.completion.choices[0]?.text).toBe('A');
    expect(decoded.events.unknown).toBe(0);
  });

  it('a part of a new kind is kept as it is and counted as unknown', () => {
    const part = { hologram: { depth: 3 }, thoughtSignature: 'S' };
    const decoded = decode(chunk([part, { text: 'A' }]), stop);
    expect(decoded.rich.choices[0]?.blocks).toMatchObject([
      { kind: 'other', name: 'hologram', native: part },
      { kind: 'text', text: 'A' },
    ]);
    expect(decoded.events).toMatchObject({ used: 1, unknown: 1 });
  });

  it('candidates are choices, interleaved or side by side, their index left out where it is 0', () => {
    const both = {
      candidates: [{ content: { parts: [{ text: 'a' }] } }, { index: 1, content: { parts: [{ text: 'b' }] } }],
    };
    const decoded = decode(both, {
      candidates: [
        { index: 1, content: { parts: [{ text: 'B' }] }, finishReason: 'MAX_TOKENS' },
        { index: 0, content: { parts: [{ text: 'A' }] }, finishReason: 'STOP' },
      ],
    });
    expect(decoded.completion.choices).toMatchObject([
      { index: 0, text: 'aA', finishReason: 'stop' },
      { index: 1, text: 'bB', finishReason: 'length' },
    ]);
    expect(decoded.records[0]?.reading).toBe('a[1] b');
    expect(decoded.native).toMatchObject({
      candidates: [{ content: { parts: [{ text: 'aA' }] } }, { index: 1, content: { parts: [{ text: 'bB' }] } }],
    });
  });
});

describe('streamed arguments', () => {
  const piece = (functionCall: object, extra: object = {}): object => chunk([{ functionCall, ...extra }]);
  const pieces = [
    piece({ id: 'c1', name: 'write', willContinue: true }, { thoughtSignature: 'SIG' }),
    piece({ partialArgs: [{ jsonPath: '$.text', stringValue: 'He', willContinue: true }], willContinue: true }),
    piece({ partialArgs: [{ jsonPath: '$.text', stringValue: 'y' }], willContinue: true }),
    piece({ partialArgs: [{ jsonPath: '$.n', numberValue: 2 }], willContinue: true }),
  ];

  it('form one JSON text piece by piece and one whole call at the end', () => {
    const decoded = decode(...pieces, piece({}), stop);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([
      { id: 'c1', name: 'write', input: { text: 'Hey', n: 2 } },
    ]);
    expect(decoded.records.map((record) => record.reading).slice(0, 4)).toEqual([
      'write',
      '{"text":"He',
      'y"',
      ',"n":2',
    ]);
    expect(decoded.native).toMatchObject({
      candidates: [
        {
          content: {
            parts: [
              { functionCall: { id: 'c1', name: 'write', args: { text: 'Hey', n: 2 } }, thoughtSignature: 'SIG' },
            ],
          },
        },
      ],
    });
  });

  it('are whole too where the last piece never came, but the finish did; cut, they stay as they are', () => {
    expect(decode(...pieces, stop).completion.choices[0]?.toolCalls[0]?.input).toEqual({ text: 'Hey', n: 2 });
    expect(decode(...pieces).completion.choices[0]?.toolCalls[0]?.input).toBe('{"text":"Hey","n":2');
  });

  it('of a second call begin anew', () => {
    const second = piece({ name: 'write', partialArgs: [{ jsonPath: '$.x', boolValue: true }], willContinue: true });
    const decoded = decode(...pieces, second, piece({}), stop);
    expect(decoded.completion.choices[0]?.toolCalls.map((call) => call.input)).toEqual([
      { text: 'Hey', n: 2 },
      { x: true },
    ]);
    expect(decoded.native).toMatchObject({
      candidates: [{ content: { parts: [{}, { functionCall: { args: { x: true } } }] } }],
    });
  });

  it('with a path that goes back are said to', () => {
    const back = piece({ partialArgs: [{ jsonPath: 'text', stringValue: 'x' }], willContinue: true });
    expect(decode(...pieces, back, stop).problems).toMatchObject([{ kind: 'partial-args', eventIndex: 4 }]);
  });
});

describe('sources', () => {
  it('search, pages read, recitations and files are citations, each told once', () => {
    const groundingMetadata = {
      groundingChunks: [
        { web: { uri: 'https://a.example', title: 'A' } },
        { retrievedContext: { text: 'Paris is…', title: 'doc.txt' } },
        { maps: { uri: 'https://maps.example/1', title: 'Pizza', text: 'open' } },
      ],
    };
    const decoded = decode(
      chunk([{ text: 'x' }], { groundingMetadata }),
      chunk([{ text: 'y' }], {
        groundingMetadata,
        urlContextMetadata: {
          urlMetadata: [{ retrievedUrl: 'https://b.example' }, { retrievedUrl: 'https://a.example' }],
        },
        citationMetadata: { citationSources: [{ uri: 'https://c.example', license: 'MIT' }] },
        finishReason: 'STOP',
      }),
    );
    const citations = decoded.rich.choices[0]?.blocks[0]?.citations ?? [];
    expect(citations.map(({ title, url, quote }) => [title, url, quote])).toEqual([
      ['A', 'https://a.example', null],
      ['doc.txt', null, 'Paris is…'],
      ['Pizza', 'https://maps.example/1', 'open'],
      [null, 'https://b.example', null],
      [null, 'https://c.example', null],
    ]);
    expect(citations[4]?.native).toEqual({ uri: 'https://c.example', license: 'MIT' });
  });
});
