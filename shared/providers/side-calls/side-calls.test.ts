/** What the calls around the conversation say of each vendor's answer: the row's words and the counts. */
import { describe, expect, it, test } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { rowOf } from '../../../tests/support/row-of.ts';
import type { WireFormat } from '../../model/wire-format.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';
import { adapterFor } from '../registry.ts';

describe('embeddings', () => {
  const float = (vector: readonly number[]): string => Buffer.from(Float32Array.from(vector).buffer).toString('base64');

  it.each<[string, object, string]>([
    [
      'OpenAI',
      { data: [{ embedding: [1, 2, 3] }, { embedding: [4, 5, 6] }], usage: { prompt_tokens: 12, total_tokens: 12 } },
      '2 vectors of 3, 12 tokens',
    ],
    [
      'OpenAI, base64',
      { data: [{ embedding: float(Array(1536).fill(0.5)) }], usage: { prompt_tokens: 1, total_tokens: 1 } },
      '1 vector of 1,536, 1 token',
    ],
    ['Ollama', { model: 'm', embeddings: [[1, 2]], prompt_eval_count: 8 }, '1 vector of 2, 8 tokens'],
    ['Ollama, older', { embedding: [1, 2, 3, 4] }, '1 vector of 4'],
    ['Gemini', { embedding: { values: [1, 2] }, usageMetadata: { promptTokenCount: 3 } }, '1 vector of 2, 3 tokens'],
    ['Gemini, several', { embeddings: [{ values: [1, 2] }, { values: [3, 4] }] }, '2 vectors of 2'],
    [
      'Vertex',
      { predictions: [{ embeddings: { values: [1, 2, 3], statistics: { token_count: 5 } } }] },
      '1 vector of 3',
    ],
    ['Cohere v1', { embeddings: [[1, 2]], meta: { billed_units: { input_tokens: 2 } } }, '1 vector of 2, 2 tokens'],
    [
      'Cohere v2',
      { embeddings: { float: [[1, 2]] }, meta: { billed_units: { input_tokens: 2 } } },
      '1 vector of 2, 2 tokens',
    ],
    ['llama.cpp', [{ index: 0, embedding: [[1, 2, 3]] }], '1 vector of 3'],
  ])('%s', (_vendor, body, words) => {
    const decoded = decodeCanned('embeddings', body);
    expect(rowOf(decoded)).toBe(words);
    expect(decoded.records[0]).toMatchObject({ reading: words, outcome: 'used' });
    expect(decoded.native).toEqual(body);
  });

  it('shows size and first numbers, also of base64', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => index / 2);
    const decoded = decodeCanned('embeddings', { data: [{ embedding: float(numbers) }] });
    expect(decoded.rich.choices[0]?.blocks[0]?.native).toEqual({
      vectors: 1,
      dimensions: 100,
      preview: ['0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, …'],
    });
  });
});

test('rerank names the best document', () => {
  const results = [
    { index: 3, relevance_score: 0.999_12 },
    { index: 0, relevance_score: 0.2 },
  ];
  const decoded = decodeCanned('rerank', { id: 'x', results, meta: { billed_units: { search_units: 1 } } });
  expect(rowOf(decoded)).toBe('2 documents ranked, best is 3 at 0.999, 1 search unit');
});

describe('moderations', () => {
  it.each<[object, string]>([
    [
      { results: [{ flagged: true, categories: { violence: true, hate: false, 'self-harm': true } }] },
      'flagged: violence, self-harm',
    ],
    [
      {
        results: [{ flagged: false, categories: { violence: false }, category_scores: { violence: 0.123, hate: 0.9 } }],
      },
      'not flagged, highest hate 0.9',
    ],
    [{ results: [{ categories: { pii: true } }, { categories: { pii: false } }] }, '1 of 2 inputs flagged: pii'],
  ])('%j', (body, words) => {
    expect(rowOf(decodeCanned('moderations', body))).toBe(words);
  });
});

describe('models', () => {
  it.each<[string, object, string]>([
    ['OpenAI', { object: 'list', data: [{ id: 'a' }, { id: 'b' }] }, 'listed 2 models'],
    ['Together: a bare list', [{ id: 'a' }], 'listed 1 model'],
    ['Gemini', { models: [{ name: 'models/x', inputTokenLimit: 1 }] }, 'listed 1 model'],
    ['Ollama', { models: [] }, 'listed 0 models'],
    ['Ollama, in memory', { models: [{ name: 'x', expires_at: 'later', size_vram: 1 }] }, 'loaded 1 model'],
    ['one card', { id: 'gpt-4o', object: 'model', owned_by: 'openai' }, 'model gpt-4o'],
    [
      'Gemini card',
      { name: 'models/gemini', inputTokenLimit: 1048576 },
      'model models/gemini, context 1,048,576 tokens',
    ],
    [
      'Ollama show',
      { details: { family: 'llama', parameter_size: '8.0B' }, model_info: { 'general.basename': 'Llama-3.1' } },
      'model Llama-3.1, 8.0B',
    ],
    ['Ollama version', { version: '0.12.0' }, 'version 0.12.0'],
    ['removed', { id: 'ft:x', object: 'model', deleted: true }, 'deleted ft:x'],
  ])('%s', (_vendor, body, words) => {
    expect(rowOf(decodeCanned('models', body))).toBe(words);
  });

  it('progress of a pull is one block whose words go on', () => {
    const lines = [
      { status: 'pulling manifest' },
      { status: 'pulling 8eeb', digest: 'sha256:8eeb', total: 1000 },
      { status: 'pulling 8eeb', digest: 'sha256:8eeb', total: 1000, completed: 459 },
      { status: 'success' },
    ];
    const body = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const decoded = decodeBody({
      format: 'models',
      contentType: 'application/x-ndjson',
      requestBody: { model: 'llama3.2' },
      body,
    });
    expect(decoded.records.map((record) => record.reading)).toEqual([
      'llama3.2: pulling manifest',
      'llama3.2: pulling 8eeb 0%',
      'llama3.2: pulling 8eeb 45%',
      'llama3.2: success',
    ]);
    expect(decoded.rich.choices[0]?.blocks).toHaveLength(1);
    expect(rowOf(decoded)).toBe('llama3.2: success');
    expect(decoded.rich.isEnded).toBe(true);
  });

  it('a pull that fails half way tells the error', () => {
    const body = Buffer.from('{"status":"pulling manifest"}\n{"error":"pull model manifest: file does not exist"}\n');
    const decoded = decodeBody({ format: 'models', contentType: 'application/x-ndjson', body });
    expect(decoded.rich.error?.message).toBe('pull model manifest: file does not exist');
    expect(decoded.end).toBe('failed');
  });
});

test.each<[object, string, number]>([
  [{ input_tokens: 2095 }, '2,095 tokens', 2095],
  [{ totalTokens: 31, cachedContentTokenCount: 7 }, '31 tokens, 7 of them cached', 31],
  [{ object: 'response.input_tokens', input_tokens: 1 }, '1 token', 1],
  [{ tokens: [5, 6, 7], token_strings: ['a', 'b', 'c'] }, '3 tokens', 3],
])('a count: %j', (body, words, tokens) => {
  const decoded = decodeCanned('token-count', body);
  expect(rowOf(decoded)).toBe(words);
  expect(decoded.completion.usage.inputTokens).toBe(tokens);
});

describe('batches', () => {
  it.each<[string, object, string]>([
    [
      'OpenAI',
      { id: 'batch_1', object: 'batch', status: 'in_progress', request_counts: { total: 10, completed: 3, failed: 1 } },
      'batch_1 in_progress, 3 of 10 done, 1 failed',
    ],
    [
      'Anthropic',
      {
        id: 'msgbatch_1',
        type: 'message_batch',
        processing_status: 'ended',
        request_counts: { processing: 0, succeeded: 50, errored: 30, canceled: 10, expired: 10 },
      },
      'msgbatch_1 ended, 50 of 100 done, 30 failed',
    ],
    [
      'Mistral',
      {
        id: 'b',
        object: 'batch',
        status: 'RUNNING',
        total_requests: 4,
        completed_requests: 2,
        succeeded_requests: 2,
        failed_requests: 0,
      },
      'b RUNNING, 2 of 4 done',
    ],
    [
      'Gemini',
      {
        name: 'batches/1',
        metadata: { state: 'BATCH_STATE_PENDING', batchStats: { requestCount: '2', pendingRequestCount: '2' } },
      },
      'batches/1 BATCH_STATE_PENDING, 0 of 2 done',
    ],
    ['a list', { object: 'list', data: [{ id: 'b', status: 'completed' }] }, 'listed 1 batch'],
    ['removed', { id: 'msgbatch_1', type: 'message_batch_deleted' }, 'msgbatch_1 deleted'],
  ])('%s', (_vendor, body, words) => {
    expect(rowOf(decodeCanned('batches', body))).toBe(words);
  });

  it('results come line by line, and all of them are the final object', () => {
    const lines = [
      { custom_id: 'one', result: { type: 'succeeded', message: { content: [{ type: 'text', text: 'Hi' }] } } },
      { custom_id: 'two', result: { type: 'errored', error: { type: 'error', error: { message: 'no' } } } },
    ];
    const body = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const decoded = decodeBody({ format: 'batches', contentType: 'application/x-jsonl', body });
    expect(decoded.records.map((record) => record.reading)).toEqual(['one succeeded: Hi', 'two errored']);
    expect(decoded.native).toEqual(lines);
    expect(decoded.rich.error).toBeNull();
    expect(decoded.rich.isEnded).toBe(true);
  });
});

describe('whatever comes', () => {
  const formats: readonly WireFormat[] = [
    'embeddings',
    'rerank',
    'images',
    'audio',
    'moderations',
    'models',
    'token-count',
    'batches',
  ];
  const odd = [
    {},
    [],
    [null],
    { data: null },
    { data: [null, 3, 'x', {}] },
    { results: [{}] },
    { embeddings: { float: 'x' } },
    { models: [[]] },
    7,
    'text',
  ];

  it.each(formats)('%s: no shape throws, and what is not known is counted so', (format) => {
    for (const body of odd) {
      const decoded = decodeBody({ format, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });
      expect(
        decoded.problems.filter((problem) => problem.kind === 'adapter-fault'),
        JSON.stringify(body),
      ).toEqual([]);
      expect(decoded.records).toHaveLength(1);
    }
    expect(decodeCanned(format, { strange: 1 }).events).toMatchObject({ unknown: 1, used: 0 });
  });

  it.each(formats)('%s: an error status tells its error', (format) => {
    const decoded = decodeCanned(format, { error: { message: 'No such model', type: 'not_found' } }, 404);
    expect(decoded.rich.error).toMatchObject({ message: 'No such model', type: 'not_found', status: 404 });
    expect(decoded.end).toBe('failed');
  });
});

describe('requests', () => {
  const read = (format: WireFormat, body: unknown): unknown =>
    adapterFor(format)
      .readRequest(body, { method: 'POST', path: '/', query: '', header: () => null, defaultFormat: format })
      ?.messages.map((message) => message.parts);

  it.each<[WireFormat, object, unknown]>([
    [
      'embeddings',
      { model: 'm', input: ['a', 'b'] },
      [
        [
          { kind: 'text', text: 'a' },
          { kind: 'text', text: 'b' },
        ],
      ],
    ],
    ['embeddings', { content: { parts: [{ text: 'a' }] } }, [[{ kind: 'text', text: 'a' }]]],
    ['rerank', { query: 'q', documents: ['d'] }, [[{ kind: 'text', text: 'q' }], [{ kind: 'text', text: 'd' }]]],
    ['images', { prompt: 'A cat', size: 'auto' }, [[{ kind: 'text', text: 'A cat' }]]],
    ['audio', { input: 'Say it', voice: 'alloy' }, [[{ kind: 'text', text: 'Say it' }]]],
    ['token-count', { model: 'claude', messages: [{ role: 'user', content: 'Hi' }] }, [[{ kind: 'text', text: 'Hi' }]]],
    ['batches', { requests: [{}, {}] }, [[{ kind: 'text', text: '2 requests' }]]],
  ])('%s: %j', (format, body, parts) => {
    expect(read(format, body)).toEqual(parts);
  });

  it('thousands of inputs are counted, not listed', () => {
    const parts = (read('embeddings', { input: Array(5000).fill('x') }) as readonly unknown[][])[0];
    expect(parts).toHaveLength(201);
    expect(parts?.at(-1)).toMatchObject({ kind: 'other', label: '4800 more' });
  });
});

test('a stream that breaks off says so, and is not ended', () => {
  const progress = '{"status":"pulling manifest"}\n';
  const result = '{"custom_id":"one","result":{"type":"succeeded"}}\n';
  const decode = (format: WireFormat, text: string, isCut: boolean) =>
    decodeBody({ format, contentType: 'application/x-ndjson', isCut, body: Buffer.from(text) });
  expect(decode('models', progress, false)).toMatchObject({ end: 'truncated', rich: { isEnded: false } });
  expect(decode('batches', result, true)).toMatchObject({ end: 'truncated', rich: { isEnded: false } });
  expect(decode('batches', result, false)).toMatchObject({ end: 'complete', rich: { isEnded: true } });
});
