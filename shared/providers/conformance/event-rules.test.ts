import { describe, expect, it } from 'vitest';
import { findingsOf, named, withName } from '../../../tests/support/conformance-streams.ts';
import { encodeJsonEvent as frame } from '../../stream/aws-event-stream-encoder.ts';

const messageStart = {
  type: 'message_start',
  message: {
    id: 'msg',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    usage: { input_tokens: 1, output_tokens: 1 },
  },
};
const textStart = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const text = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } };
const textStop = { type: 'content_block_stop', index: 0 };
const ending = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } };
const messageStop = { type: 'message_stop' };
const tool = (index: number, fields: object = { id: 'toolu', name: 'look' }): object => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'tool_use', input: {}, ...fields },
});
const input = (index: number, json: string): object => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json: json },
});

function claude(...events: readonly object[]): ReturnType<typeof findingsOf> {
  return findingsOf('anthropic-messages', named(...events));
}

describe('an Anthropic stream', () => {
  it('that keeps its format shows nothing', () => {
    expect(claude(messageStart, textStart, { type: 'ping' }, text, textStop, ending, messageStop)).toEqual([]);
  });

  it('whose events have no names, or other ones than their types', () => {
    const rest = named(textStart, text, textStop, ending, messageStop);
    expect(findingsOf('anthropic-messages', withName(null, messageStart) + rest)).toEqual([['event-name-missing', 0]]);
    expect(findingsOf('anthropic-messages', withName('start', messageStart) + rest)).toEqual([
      ['event-name-mismatch', 0],
    ]);
  });

  it('whose error event is not named so', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const begin = named(messageStart, textStart);
    expect(findingsOf('anthropic-messages', begin + withName(null, error))).toEqual([['error-event-name-missing', 2]]);
    expect(findingsOf('anthropic-messages', begin + withName('error', error))).toEqual([]);
  });

  it('that begins in the middle, or starts twice', () => {
    expect(claude(textStart, text, textStop, ending, messageStop)).toEqual([['no-start', 0]]);
    expect(claude(messageStart, messageStart, textStart, text, textStop, ending, messageStop)).toEqual([
      ['second-message-start', 1],
    ]);
  });

  it('with a piece of a block that never started, or that has ended', () => {
    expect(claude(messageStart, text, textStop, ending, messageStop)).toEqual([['block-not-started', 1]]);
    expect(claude(messageStart, textStart, textStop, text, text, ending, messageStop)).toEqual([
      ['delta-after-end', 3],
    ]);
  });

  it('with a block that starts twice, out of order, or never closes', () => {
    expect(claude(messageStart, textStart, textStart, textStop, ending, messageStop)).toEqual([
      ['block-started-twice', 2],
    ]);
    const late = { ...textStart, index: 2 };
    expect(claude(messageStart, late, { ...textStop, index: 2 }, ending, messageStop)).toEqual([['block-order', 1]]);
    expect(claude(messageStart, textStart, text, ending, messageStop)).toEqual([['block-not-closed', 4]]);
  });

  it('with a piece that does not fit its block', () => {
    expect(claude(messageStart, textStart, input(0, '{}'), textStop, ending, messageStop)).toEqual([
      ['wrong-delta', 2],
    ]);
  });

  it('with a tool call without id, or whose arguments are no JSON', () => {
    expect(claude(messageStart, tool(0, { name: 'look' }), textStop, ending, messageStop)).toEqual([
      ['tool-call-without-id', 1],
    ]);
    const broken = [messageStart, tool(0), input(0, '{"a":'), textStop] as const;
    expect(claude(...broken, ending, messageStop)).toEqual([['invalid-arguments', 2]]);
    for (const reason of ['max_tokens', 'model_context_window_exceeded', 'refusal']) {
      const cut = { ...ending, delta: { stop_reason: reason } };
      expect(claude(...broken, cut, messageStop), `cut off: ${reason}`).toEqual([]);
    }
  });

  it('without stop reason, without message_stop, with events after it', () => {
    expect(claude(messageStart, messageStop)).toEqual([['no-finish-reason', 1]]);
    expect(claude(messageStart, ending)).toEqual([
      ['truncated', null],
      ['no-terminator', null],
    ]);
    expect(claude(messageStart, ending, messageStop, ending)).toEqual([['event-after-end', 3]]);
  });

  it('whose usage is missing or goes down', () => {
    const { usage: _usage, ...message } = messageStart.message;
    expect(claude({ ...messageStart, message }, ending, messageStop)).toEqual([['usage-missing', 0]]);
    const less = { ...ending, usage: { output_tokens: 0 } };
    expect(claude(messageStart, less, messageStop)).toEqual([['usage-decreased', 1]]);
  });
});

describe('a Responses stream', () => {
  const response = { id: 'resp', object: 'response', model: 'gpt', status: 'in_progress', output: [] };
  const item = { id: 'fc', type: 'function_call', call_id: 'call', name: 'look', arguments: '' };
  const call = { ...item, arguments: '{}', status: 'completed' };
  const created = { type: 'response.created', sequence_number: 0, response };
  const added = { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item };
  const isDone = { type: 'response.output_item.done', sequence_number: 2, output_index: 0, item: call };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const completed = {
    type: 'response.completed',
    sequence_number: 3,
    response: { ...response, status: 'completed', output: [call], usage },
  };
  const found = (...events: readonly object[]): ReturnType<typeof findingsOf> =>
    findingsOf('openai-responses', named(...events));

  it('that keeps its format shows nothing', () => {
    expect(found(created, added, isDone, completed)).toEqual([]);
  });

  it('that begins in the middle; one that is resumed may', () => {
    expect(
      found({ ...added, sequence_number: 0 }, { ...isDone, sequence_number: 1 }, { ...completed, sequence_number: 2 }),
    ).toContainEqual(['no-start', 0]);
    expect(found(added, isDone, completed)).not.toContainEqual(['no-start', 0]);
    const later = { ...added, output_index: 3 };
    expect(found(later, { ...isDone, output_index: 3 }, completed)).not.toContainEqual(['block-order', 0]);
  });

  it('whose items end never, or begin in the wrong place', () => {
    expect(found(created, added, { ...completed, sequence_number: 2 })).toContainEqual(['block-not-closed', 2]);
    expect(found(created, { ...added, output_index: 3 }, { ...isDone, output_index: 3 }, completed)).toContainEqual([
      'block-order',
      1,
    ]);
  });

  it('whose call has no id and broken arguments', () => {
    const { call_id: _id, ...broken } = { ...call, arguments: '{' };
    const events = found(created, added, { ...isDone, item: broken }, completed);
    expect(events).toContainEqual(['tool-call-without-id', 2]);
    expect(events).toContainEqual(['invalid-arguments', 2]);
  });

  it('without usage, with events after the end, with a flat error under no name', () => {
    const bare = { ...completed, response: { ...completed.response, usage: null } };
    expect(found(created, added, isDone, bare)).toEqual([['usage-missing', 3]]);
    expect(found(created, added, isDone, completed, { ...added, sequence_number: 4 })).toContainEqual([
      'event-after-end',
      4,
    ]);
    const error = { type: 'error', code: 'server_error', message: 'no', sequence_number: 1 };
    expect(findingsOf('openai-responses', named(created) + withName(null, error))).toEqual([
      ['error-event-name-missing', 1],
    ]);
  });

  it('whose numbers leave one out', () => {
    expect(
      found(
        created,
        { ...added, sequence_number: 2 },
        { ...isDone, sequence_number: 3 },
        { ...completed, sequence_number: 4 },
      ),
    ).toEqual([['sequence-gap', 1]]);
  });
});

describe('a Bedrock Converse stream', () => {
  const found = (...frames: readonly Uint8Array[]): ReturnType<typeof findingsOf> =>
    findingsOf('bedrock-converse', Buffer.concat(frames), { contentType: 'application/vnd.amazon.eventstream' });
  const begin = frame('messageStart', { role: 'assistant' });
  const piece = frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } });
  const close = frame('contentBlockStop', { contentBlockIndex: 0 });
  const stop = frame('messageStop', { stopReason: 'end_turn' });
  const metadata = frame('metadata', {
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    metrics: { latencyMs: 1 },
  });

  it('needs no start for text', () => {
    expect(found(begin, piece, close, stop, metadata)).toEqual([]);
  });

  it('without messageStart, with a block that never closes, without metadata', () => {
    expect(found(piece, close, stop, metadata)).toEqual([['no-start', 0]]);
    expect(found(begin, piece, stop, metadata)).toEqual([['block-not-closed', 2]]);
    expect(found(begin, piece, close, stop)).toEqual([['usage-missing', null]]);
  });

  it('with a tool call that never started, and one whose input is no JSON', () => {
    const input = frame('contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '{' } } });
    expect(found(begin, input, close, stop, metadata)).toContainEqual(['block-not-started', 1]);
    const start = frame('contentBlockStart', {
      contentBlockIndex: 0,
      start: { toolUse: { toolUseId: 't', name: 'look' } },
    });
    expect(found(begin, start, input, close, stop, metadata)).toEqual([['invalid-arguments', 2]]);
    expect(found(begin, stop, stop, metadata)).toEqual([['duplicate-finish', 2]]);
    for (const stopReason of ['max_tokens', 'model_context_window_exceeded', 'guardrail_intervened']) {
      const cut = frame('messageStop', { stopReason });
      expect(found(begin, start, input, close, cut, metadata), stopReason).toEqual([]);
    }
  });
});
