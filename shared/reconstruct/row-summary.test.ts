import { describe, expect, test } from 'vitest';
import type { Delta } from '../model/delta.ts';
import type { RequestReading } from '../model/request-reading.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { type RowFacts, summarizeRow } from './row-summary.ts';

const nothing: RowFacts = { completion: null, request: null, failure: null, method: 'POST', path: '/v1/messages' };

function rowOf(...deltas: readonly Delta[]): ReturnType<typeof summarizeRow> {
  const completion = deltas.reduce((before, delta) => reduceCompletion(before, delta, 0), emptyCompletion);
  return summarizeRow({ ...nothing, completion });
}

const text = (words: string): Delta => ({ type: 'text-delta', choice: 0, block: 't', text: words });
const tool = (block: string, name: string): Delta => ({
  type: 'block-start',
  choice: 0,
  block,
  kind: 'tool-call',
  name,
});
const input = (block: string, json: string): Delta => ({ type: 'tool-input-delta', choice: 0, block, text: json });

describe('what a row says', () => {
  test('the first words of the answer, on one line', () => {
    expect(rowOf(text('\n Hello\n\n  world '))).toEqual({ kind: 'text', label: null, text: 'Hello world' });
  });

  test('a tool call before the words around it, by name and main argument', () => {
    const row = rowOf(text('Let me look.'), tool('1', 'Read'), input('1', '{"file_path":"/a/b.ts"'));
    expect(row).toEqual({ kind: 'tool-call', label: 'Read', text: '/a/b.ts' });
  });

  test('no markdown marks, which a row does not draw', () => {
    const row = rowOf(text('## The delay in `queue.ts` **doubles**\n- snake_case stays'));
    expect(row.text).toBe('The delay in queue.ts doubles snake_case stays');
  });

  test('of several tool calls each, the first one as the label', () => {
    const row = rowOf(tool('1', 'Read'), input('1', '{"path":"a"}'), tool('2', 'Bash'), input('2', '{"command":"ls"}'));
    expect(row).toMatchObject({ label: 'Read', text: 'a, Bash ls' });
  });

  test("the provider's own tools only where there is no text", () => {
    const search: Delta = {
      type: 'block-start',
      choice: 0,
      block: 's',
      kind: 'tool-call',
      name: 'web_search',
      isProviderExecuted: true,
    };
    expect(rowOf(search, input('s', '{"query":"news"}'))).toEqual({
      kind: 'tool-call',
      label: 'web_search',
      text: 'news',
    });
    expect(rowOf(search, text('Found it.'))).toMatchObject({ kind: 'text', text: 'Found it.' });
  });

  test('reasoning while there is nothing else, then the answer; a refusal before text', () => {
    const thought: Delta = { type: 'reasoning-delta', choice: 0, block: 'r', text: 'Hmm' };
    expect(rowOf(thought)).toMatchObject({ kind: 'reasoning', text: 'Hmm' });
    expect(rowOf(thought, text('Yes'))).toMatchObject({ kind: 'text', text: 'Yes' });
    expect(rowOf(text('Well'), { type: 'refusal-delta', choice: 0, block: 'f', text: 'No.' })).toMatchObject({
      kind: 'refusal',
    });
  });

  test("the provider's error before everything, ours when there is none", () => {
    const error = {
      type: 'overloaded_error',
      message: 'Overloaded',
      status: 529,
      requestId: null,
      retryAfterSeconds: null,
    };
    expect(rowOf(text('Half an ans'), { type: 'response-error', error })).toEqual({
      kind: 'error',
      label: 'overloaded_error',
      text: 'Overloaded',
    });
    const failure = { kind: 'dns', message: 'No such host.' } as const;
    expect(summarizeRow({ ...nothing, failure })).toEqual({ kind: 'error', label: 'dns', text: 'No such host.' });
  });

  test('what a cut answer said, not that it was cut', () => {
    const completion = reduceCompletion(emptyCompletion, text('Half an ans'), 0);
    const failure = { kind: 'connection-reset', message: 'The upstream reset the connection.' } as const;
    expect(summarizeRow({ ...nothing, completion, failure })).toMatchObject({ kind: 'text', text: 'Half an ans' });
  });

  test('before any answer, the newest question; without one, method and path', () => {
    expect(summarizeRow(nothing)).toEqual({ kind: 'request', label: null, text: 'POST /v1/messages' });
    const message = (role: 'user' | 'assistant', words: string): RequestReading['messages'][number] => ({
      role,
      name: null,
      parts: [{ kind: 'text', text: words }],
      hasCacheMarker: false,
      path: '',
    });
    const messages = [
      message('user', 'one'),
      message('assistant', 'two'),
      message('user', 'three'),
      message('assistant', '{'),
    ];
    const request = { model: null, isStreaming: true, messages, tools: [], parameters: [] };
    expect(summarizeRow({ ...nothing, request })).toMatchObject({ kind: 'request', text: 'three' });
  });

  test('never more than 160 characters, never half a pair', () => {
    const { text: long } = rowOf(text('🌨'.repeat(500)));
    expect(long.length).toBeLessThanOrEqual(160);
    expect(long).toMatch(/^(🌨)+…$/u);
  });
});
