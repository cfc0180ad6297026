/** Interaction events read into deltas and a completion: which requests, steps of every kind, the older contents. */
import { describe, expect, it } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';
import { geminiInteractionsAdapter } from './adapter.ts';

type Event = { readonly event_type: string; readonly [name: string]: unknown };

const resource = { id: 'v1_x', object: 'interaction', model: 'gemini-test' };
const created: Event = { event_type: 'interaction.created', interaction: { ...resource, status: 'in_progress' } };
const completed = (changes: object = {}): Event => ({
  event_type: 'interaction.completed',
  interaction: { ...resource, status: 'completed', ...changes },
});

function named(...events: readonly Event[]): string {
  return events.map((event) => `event: ${event.event_type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

function decode(...events: readonly Event[]): DecodedBody {
  return decodeCanned('gemini-interactions', `${named(...events)}event: done\ndata: [DONE]\n\n`);
}

function step(index: number, start: object, ...deltas: readonly object[]): readonly Event[] {
  return [
    { event_type: 'step.start', index, step: start },
    ...deltas.map((delta) => ({ event_type: 'step.delta', index, delta })),
    { event_type: 'step.stop', index },
  ];
}

const blocksOf = (decoded: DecodedBody): readonly object[] => decoded.rich.choices[0]?.blocks ?? [];

describe('match', () => {
  const matches = (path: string, method = 'POST'): boolean =>
    geminiInteractionsAdapter.match({ method, path, query: '', header: () => null, defaultFormat: 'unknown' }) > 0;

  it.each([
    ['/v1beta/interactions', 'POST'],
    ['/v1beta/interactions/v1_abc', 'GET'],
    ['/v1/interactions/v1_abc/cancel', 'POST'],
    ['/v1beta1/projects/p/locations/global/interactions', 'POST'],
  ])('%s by %s', (path, method) => expect(matches(path, method)).toBe(true));

  it.each(['/v1beta/models', '/interactions', '/v1beta/interactionsX'])('not %s', (path) => {
    expect(matches(path)).toBe(false);
  });
});

describe('steps', () => {
  it('a thought, a call of a function and text, each a block named after its index', () => {
    const decoded = decode(
      created,
      ...step(
        0,
        { type: 'thought' },
        { type: 'thought_summary', content: { type: 'text', text: 'Hm' } },
        { type: 'thought_summary', content: { type: 'text', text: '.' } },
        { type: 'thought_signature', signature: 'SIG' },
      ),
      ...step(
        1,
        { type: 'function_call', id: 'c1', name: 'look', arguments: {}, signature: '' },
        { type: 'arguments_delta', arguments: '{"a"' },
        { type: 'arguments_delta', arguments: ':1}' },
      ),
      ...step(2, { type: 'model_output' }, { type: 'text', text: 'A' }, { type: 'text', text: 'B' }),
      completed({ status: 'requires_action' }),
    );
    expect(blocksOf(decoded)).toMatchObject([
      { key: '0', kind: 'reasoning', text: 'Hm.', signature: 'SIG', isOpen: false },
      {
        key: '1',
        kind: 'tool-call',
        text: '{"a":1}',
        name: 'look',
        toolCallId: 'c1',
        isProviderExecuted: false,
        signature: null,
      },
      { key: '2', kind: 'text', text: 'AB', isOpen: false },
    ]);
    expect(decoded.completion).toMatchObject({
      id: 'v1_x',
      model: 'gemini-test',
      choices: [
        {
          text: 'AB',
          reasoning: 'Hm.',
          finishReason: 'tool-calls',
          toolCalls: [{ id: 'c1', name: 'look', input: { a: 1 } }],
        },
      ],
    });
    expect(decoded.native).toEqual({
      ...resource,
      status: 'requires_action',
      steps: [
        { type: 'thought', summary: [{ type: 'text', text: 'Hm.' }], signature: 'SIG' },
        { type: 'function_call', id: 'c1', name: 'look', arguments: { a: 1 }, signature: '' },
        { type: 'model_output', content: [{ type: 'text', text: 'AB' }] },
      ],
    });
    expect(decoded.records.map((record) => record.type)).toEqual([
      'interaction.created',
      'step.start',
      'thought_summary',
      'thought_summary',
      'thought_signature',
      'step.stop',
      'step.start',
      'arguments_delta',
      'arguments_delta',
      'step.stop',
      'step.start',
      'text',
      'text',
      'step.stop',
      'interaction.completed',
      '[DONE]',
    ]);
    expect(decoded.records[6]?.reading).toBe('function_call look');
    expect([decoded.end, decoded.problems, decoded.events.unknown]).toEqual(['complete', [], 0]);
  });

  it('tools that Google runs: the call with its arguments, the result as it is', () => {
    const result = [{ url: 'https://a.example', title: 'A' }];
    const decoded = decode(
      created,
      ...step(
        0,
        { type: 'google_search_call', id: 's1', signature: '' },
        { type: 'google_search_call', arguments: { queries: ['q'] } },
      ),
      ...step(
        1,
        { type: 'google_search_result', call_id: 's1' },
        { type: 'google_search_result', result, is_error: false },
      ),
      ...step(2, { type: 'code_execution_call', id: 's2', arguments: { code: '1' } }),
      ...step(3, { type: 'mcp_server_tool_call', id: 's3', name: 'find', server_name: 'm', arguments: {} }),
      completed(),
    );
    expect(blocksOf(decoded)).toMatchObject([
      {
        kind: 'tool-call',
        name: 'google_search',
        toolCallId: 's1',
        isProviderExecuted: true,
        text: '{"queries":["q"]}',
      },
      {
        kind: 'tool-result',
        name: 'google_search',
        toolCallId: 's1',
        native: { call_id: 's1', result, is_error: false },
      },
      { kind: 'tool-call', name: 'code_execution', text: '{"code":"1"}' },
      { kind: 'tool-call', name: 'find', text: '{}' },
    ]);
    expect(decoded.native).toMatchObject({
      steps: [{ arguments: { queries: ['q'] } }, { call_id: 's1', result, is_error: false }, {}, {}],
    });
    expect(decoded.completion.choices[0]?.finishReason).toBe('stop');
  });

  it('a step of output may hold text, its sources, an image and speech in pieces', () => {
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 };
    const decoded = decode(
      created,
      ...step(
        0,
        { type: 'model_output' },
        { type: 'text', text: 'A' },
        { type: 'text_annotation_delta', annotations: [annotation] },
        { type: 'image', data: 'iVBO', mime_type: 'image/png' },
        { type: 'audio', data: 'AAAA', mime_type: 'audio/l16' },
        { type: 'audio', data: 'BBB=', mime_type: 'audio/l16' },
        { type: 'video', uri: 'gs://v', mime_type: 'video/mp4' },
        { type: 'text', text: 'B' },
      ),
      completed(),
    );
    expect(blocksOf(decoded)).toMatchObject([
      { key: '0', kind: 'text', text: 'A', citations: [{ title: 'A', url: 'https://a.example', native: annotation }] },
      { key: '0.1', kind: 'image', text: 'iVBO', mediaType: 'image/png' },
      { key: '0.2', kind: 'audio', text: 'AAAABBB=', mediaType: 'audio/l16' },
      { key: '0.3', kind: 'other', native: { uri: 'gs://v' } },
      { key: '0.4', kind: 'text', text: 'B' },
    ]);
    expect(decoded.native).toMatchObject({
      steps: [
        {
          content: [
            { type: 'text', text: 'A', annotations: [annotation] },
            { type: 'image' },
            {},
            {},
            {},
            { text: 'B' },
          ],
        },
      ],
    });
  });

  it('a step of a new kind, a new delta and a new event are kept and counted', () => {
    const decoded = decode(
      created,
      ...step(0, { type: 'hologram', depth: 3 }, { type: 'hologram', width: 1 }),
      ...step(1, { type: 'model_output' }, { type: 'shimmer', x: 1 }, { type: 'text', text: 'A' }),
      { event_type: 'weather.changed', to: 'rain' },
      completed(),
    );
    expect(blocksOf(decoded)).toMatchObject([
      { kind: 'other', name: 'hologram', native: { depth: 3, width: 1 } },
      { kind: 'other', name: 'shimmer', native: { x: 1 } },
      { kind: 'text', text: 'A' },
    ]);
    expect(decoded.events.unknown).toBe(4);
  });
});

describe('the older form', () => {
  const outputs = [
    { type: 'thought', signature: 'SIG' },
    { type: 'text', text: 'AB' },
    { type: 'function_call', id: 'c', name: 'look', arguments: { a: 1 } },
  ];

  it('contents with their own events are read alike, and native calls the list outputs', () => {
    const content = (index: number, type: string, ...deltas: readonly object[]): readonly Event[] => [
      { event_type: 'content.start', index, content: { type } },
      ...deltas.map((delta) => ({ event_type: 'content.delta', index, delta })),
      { event_type: 'content.stop', index },
    ];
    const decoded = decode(
      { event_type: 'interaction.start', interaction: { ...resource, status: 'in_progress' } },
      ...content(0, 'thought', { type: 'thought_signature', signature: 'SIG' }),
      ...content(1, 'text', { type: 'text', text: 'A' }, { type: 'text', text: 'B' }),
      ...content(2, 'function_call', { type: 'function_call', id: 'c', name: 'look', arguments: { a: 1 } }),
      { event_type: 'interaction.complete', interaction: { ...resource, status: 'requires_action' } },
    );
    expect(decoded.completion.choices).toMatchObject([
      { text: 'AB', finishReason: 'tool-calls', toolCalls: [{ id: 'c', name: 'look', input: { a: 1 } }] },
    ]);
    expect(decoded.native).toEqual({ ...resource, status: 'requires_action', outputs });
    expect([decoded.end, decoded.events.unknown]).toEqual(['complete', 0]);
  });

  it('as a document gives the same completion', () => {
    const body = { ...resource, status: 'completed', outputs };
    const decoded = decodeCanned('gemini-interactions', body);
    expect(decoded.completion.choices).toMatchObject([
      { text: 'AB', finishReason: 'tool-calls', toolCalls: [{ input: { a: 1 } }] },
    ]);
    expect(decoded.native).toEqual(body);
  });
});
