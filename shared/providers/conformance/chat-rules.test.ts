import { describe, expect, it } from 'vitest';
import { chunk, findingsOf, lines, named, sse, unnamed } from '../../../tests/support/conformance-streams.ts';

const start = chunk({ role: 'assistant', content: '' });
const done = '[DONE]';
const stop = chunk({}, 'stop');

function call(fields: object): object {
  return chunk({ tool_calls: [fields] });
}

describe('a Chat Completions stream', () => {
  it('that keeps its format shows nothing', () => {
    const calls = [
      call({ index: 0, id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"a":' } }),
      call({ index: 0, function: { arguments: '1}' } }),
      call({ index: 1, id: 'call_2', type: 'function', function: { name: 'look', arguments: '{}' } }),
    ];
    expect(findingsOf('openai-chat', sse(start, ...calls, chunk({}, 'tool_calls'), done))).toEqual([]);
  });

  it('whose tool call has no index', () => {
    const piece = call({ id: 'call_1', function: { name: 'look', arguments: '{}' } });
    expect(findingsOf('openai-chat', sse(start, piece, stop, done))).toEqual([['tool-index-missing', 1]]);
  });

  it('whose second call has the index of the first', () => {
    const first = call({ index: 0, id: 'call_1', function: { name: 'look', arguments: '{}' } });
    const second = call({ index: 0, id: 'call_2', function: { name: 'look', arguments: '{}' } });
    expect(findingsOf('openai-chat', sse(start, first, second, stop, done))).toEqual([['tool-index-repeated', 2]]);
  });

  it('whose tool calls leave out an index', () => {
    const piece = call({ index: 2, id: 'call_1', function: { name: 'look', arguments: '{}' } });
    expect(findingsOf('openai-chat', sse(start, piece, stop, done))).toEqual([['tool-index-order', 1]]);
  });

  it('whose tool call has neither id nor name', () => {
    const piece = call({ index: 0, function: { arguments: '{}' } });
    expect(findingsOf('openai-chat', sse(start, piece, stop, done))).toEqual([
      ['tool-call-without-id', 1],
      ['tool-call-without-name', 1],
    ]);
  });

  it('whose tool call never got id and name, also where a limit cut it off', () => {
    const piece = call({ index: 0, function: { arguments: '{"a' } });
    expect(findingsOf('openai-chat', sse(start, piece, chunk({}, 'length'), done))).toEqual([
      ['tool-call-without-id', 1],
      ['tool-call-without-name', 1],
    ]);
  });

  it('that ends without having begun, or twice', () => {
    expect(findingsOf('openai-chat', sse(done))).toEqual([['empty-stream', null]]);
    expect(findingsOf('openai-chat', sse(start, stop, done, done))).toEqual([['event-after-end', 3]]);
  });

  it('whose arguments are no JSON when the call is done', () => {
    const piece = call({ index: 0, id: 'call_1', function: { name: 'look', arguments: '{"a":' } });
    expect(findingsOf('openai-chat', sse(start, piece, stop, done))).toEqual([['invalid-arguments', 1]]);
    for (const reason of ['length', 'content_filter', 'model_length', 'error']) {
      expect(findingsOf('openai-chat', sse(start, piece, chunk({}, reason), done)), `cut off: ${reason}`).toEqual([]);
    }
  });

  it('without a finish reason, without an end marker', () => {
    expect(findingsOf('openai-chat', sse(start, chunk({ content: 'a' }), done))).toEqual([['no-finish-reason', null]]);
    expect(findingsOf('openai-chat', sse(start, chunk({ content: 'a' }), stop))).toEqual([['no-terminator', null]]);
  });

  it('that goes on after its finish reason, finishes twice, or goes on after [DONE]', () => {
    const more = chunk({ content: 'more' });
    expect(findingsOf('openai-chat', sse(start, stop, more, done))).toEqual([['data-after-finish', 2]]);
    expect(findingsOf('openai-chat', sse(start, stop, chunk({}, 'length'), done))).toEqual([['duplicate-finish', 2]]);
    expect(findingsOf('openai-chat', sse(start, stop, done, more))).toEqual([['event-after-end', 3]]);
  });

  it('without the usage that the request asked for', () => {
    const requestBody = { stream_options: { include_usage: true } };
    const usage = { ...chunk({}), choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } };
    expect(findingsOf('openai-chat', sse(start, stop, done), { requestBody })).toEqual([['usage-missing', null]]);
    expect(findingsOf('openai-chat', sse(start, stop, usage, done), { requestBody })).toEqual([]);
    expect(findingsOf('openai-chat', sse(start, stop, done)), 'nobody asked').toEqual([]);
  });

  it('whose usage goes down', () => {
    const count = (tokens: number): object => ({ ...chunk({ content: 'a' }), usage: { completion_tokens: tokens } });
    expect(findingsOf('openai-chat', sse(start, count(5), count(3), stop, done))).toEqual([['usage-decreased', 2]]);
  });

  it('whose id or model changes; an empty one says nothing', () => {
    const other = { ...chunk({ content: 'a' }), id: 'other', model: 'another' };
    const empty = { ...chunk({ content: 'a' }), id: '', model: '' };
    expect(findingsOf('openai-chat', sse(start, other, { ...stop, id: 'other', model: 'another' }, done))).toEqual([
      ['id-changed', 1],
      ['model-changed', 1],
    ]);
    expect(findingsOf('openai-chat', sse(start, empty, stop, done))).toEqual([]);
  });

  it('without a role, without the time of creation, without an id, without choices', () => {
    expect(findingsOf('openai-chat', sse(chunk({ content: 'a' }), stop, done))).toEqual([['role-missing', 0]]);
    const { created: _created, ...timeless } = start as { readonly created: number };
    expect(findingsOf('openai-chat', sse(timeless, stop, done))).toEqual([['created-missing', 0]]);
    const anonymous = { ...start, id: '' };
    expect(findingsOf('openai-chat', sse(anonymous, { ...stop, id: '' }, done))).toEqual([['id-missing', null]]);
    const { choices: _choices, ...bare } = start as { readonly choices: unknown };
    expect(findingsOf('openai-chat', sse(start, bare, stop, done))).toEqual([['choices-missing', 1]]);
  });

  it('labelled as something else', () => {
    const body = sse(start, stop, done);
    expect(findingsOf('openai-chat', body, { contentType: 'application/json' })).toEqual([['wrong-content-type', 0]]);
    expect(findingsOf('openai-chat', body, { contentType: 'text/plain' })).toEqual([['wrong-content-type', 0]]);
    expect(findingsOf('openai-chat', body, { contentType: null }), 'a saved body has no label').toEqual([]);
  });

  it('with bytes that are no UTF-8, or whose last event is not ended', () => {
    const broken = `data: ${JSON.stringify(chunk({ content: 'X' }))}\n\n`;
    const bytes = Buffer.concat([Buffer.from(sse(start)), Buffer.from(broken), Buffer.from(sse(stop, done))]);
    bytes[bytes.indexOf('X')] = 0xff;
    expect(findingsOf('openai-chat', bytes)).toEqual([['invalid-utf8', 1]]);
    expect(findingsOf('openai-chat', sse(start, stop, done).trimEnd())).toEqual([['unterminated-event', 2]]);
  });

  it('that is an error under status 200', () => {
    const error = { error: { message: 'no', type: 'server_error' } };
    expect(findingsOf('openai-chat', sse(error))).toEqual([['error-in-success', 0]]);
    expect(findingsOf('openai-chat', JSON.stringify(error), { contentType: 'application/json' })).toEqual([
      ['error-in-success', 0],
    ]);
    expect(findingsOf('openai-chat', sse(start, error)), 'in the middle there is no other way').toEqual([]);
  });

  it('of an event type that nobody knows', () => {
    expect(findingsOf('openai-chat', sse(start, { object: 'news' }, { object: 'news' }, stop, done))).toEqual([
      ['unknown-event', 1],
      ['choices-missing', 1],
      ['choices-missing', 2],
    ]);
  });

  it('without any body', () => {
    expect(findingsOf('openai-chat', '').map(([kind]) => kind)).toContain('truncated');
  });
});

describe('a whole chat completion', () => {
  it('without finish reason and usage, with broken arguments', () => {
    const message = { role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'look', arguments: '{' } }] };
    const body = { id: 'a', object: 'chat.completion', choices: [{ index: 0, message, finish_reason: null }] };
    expect(findingsOf('openai-chat', JSON.stringify(body), { contentType: 'application/json' })).toEqual([
      ['invalid-arguments', 0],
      ['usage-missing', 0],
      ['no-finish-reason', null],
    ]);
  });
});

describe('other formats without named events', () => {
  it('legacy completions: no end marker, text after the end', () => {
    const piece = (text: string, reason: string | null): object => ({
      id: 'cmpl',
      object: 'text_completion',
      model: 'm',
      choices: [{ index: 0, text, finish_reason: reason }],
    });
    expect(findingsOf('openai-completions', sse(piece('a', null), piece('', 'stop')))).toEqual([
      ['no-terminator', null],
    ]);
    expect(findingsOf('openai-completions', sse(piece('a', 'stop'), piece('b', 'length'), done))).toEqual([
      ['data-after-finish', 1],
      ['duplicate-finish', 1],
    ]);
  });

  it('Gemini: no usage, content after the finish reason', () => {
    const piece = (text: string, reason?: string): object => ({
      candidates: [{ content: { parts: [{ text }], role: 'model' }, ...(reason ? { finishReason: reason } : {}) }],
    });
    expect(findingsOf('gemini-generate', sse(piece('a', 'STOP'), piece('b')))).toEqual([
      ['data-after-finish', 1],
      ['usage-missing', null],
    ]);
  });

  it('Ollama: a label for JSON, a line after the last, no counts', () => {
    const line = (fields: object): object => ({ model: 'm', created_at: '2026-01-01T00:00:00Z', ...fields });
    const said = line({ message: { role: 'assistant', content: 'a' }, done: false });
    const last = line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', eval_count: 1 });
    const contentType = 'application/x-ndjson';
    expect(findingsOf('ollama-chat', lines(said, last), { contentType })).toEqual([]);
    expect(findingsOf('ollama-chat', lines(said, last), { contentType: 'application/json' })).toEqual([
      ['wrong-content-type', 0],
    ]);
    expect(findingsOf('ollama-chat', lines(said, last, said), { contentType })).toEqual([['event-after-end', 2]]);
    const bare = line({ done: true });
    expect(findingsOf('ollama-chat', lines(said, bare), { contentType })).toEqual([
      ['no-finish-reason', 1],
      ['usage-missing', 1],
    ]);
  });

  it('Cohere v1: no start, no counts', () => {
    const text = { event_type: 'text-generation', text: 'a' };
    const end = { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'a' } };
    expect(findingsOf('cohere-v1', lines(text, end), { contentType: 'application/stream+json' })).toEqual([
      ['no-start', 0],
      ['usage-missing', 1],
    ]);
  });

  it('events without a name are as good as others where nobody goes by names', () => {
    const events = [
      { type: 'message-start', id: 'a' },
      { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: {} } },
    ];
    expect(findingsOf('cohere-v2', unnamed(...events))).toEqual([]);
    expect(findingsOf('cohere-v2', named(...events))).toEqual([]);
  });
});
