/** How interactions end and what goes wrong: status, usage, the last event's own list, errors, odd input. */
import { describe, expect, it } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';

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

describe('ends', () => {
  it.each([
    ['completed', 'stop'],
    ['incomplete', 'length'],
    ['budget_exceeded', 'length'],
    ['requires_continuation', 'pause'],
    ['cancelled', 'other'],
    ['something_new', 'other'],
  ])('status %s', (status, reason) => {
    const { rich } = decode(
      created,
      ...step(0, { type: 'model_output' }, { type: 'text', text: 'A' }),
      completed({ status }),
    );
    expect(rich.choices[0]).toMatchObject({ finishReason: reason, rawFinishReason: status });
    expect(rich.isEnded).toBe(true);
  });

  it('a failed interaction tells why', () => {
    const { rich, end } = decode(
      created,
      completed({ status: 'failed', errors: [{ code: 'internal', message: 'boom' }] }),
    );
    expect([end, rich.error, rich.choices[0]?.finishReason]).toMatchObject([
      'failed',
      { type: 'internal', message: 'boom' },
      'error',
    ]);
  });

  it('one asked for while it still runs has no finish reason', () => {
    const { rich, end } = decodeCanned('gemini-interactions', { ...resource, status: 'in_progress' });
    expect([end, rich.choices]).toEqual(['complete', []]);
  });

  it('a stream cut before interaction.completed is truncated and keeps what came', () => {
    const body = named(created, ...step(0, { type: 'model_output' }, { type: 'text', text: 'A' }).slice(0, 2));
    const decoded = decodeCanned('gemini-interactions', body);
    expect([decoded.end, decoded.completion.choices[0]?.text]).toEqual(['truncated', 'A']);
    expect(decoded.finalDeltas).toEqual([{ type: 'block-end', choice: 0, block: '0' }]);
    expect(decoded.native).toMatchObject({ status: 'in_progress', steps: [{ content: [{ text: 'A' }] }] });
  });

  it('running usage beside a delta is told and kept', () => {
    const metadata = { total_usage: { total_input_tokens: 3, total_tokens: 5 } };
    const delta = { event_type: 'step.delta', index: 0, delta: { type: 'text', text: 'A' }, metadata };
    const decoded = decode(created, delta);
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 3, totalTokens: 5 });
    expect(decoded.native).toMatchObject({ usage: metadata.total_usage });
  });

  it('usage counts tool use as input and thoughts as output', () => {
    const usage = {
      total_input_tokens: 22,
      total_tool_use_tokens: 198,
      total_output_tokens: 590,
      total_thought_tokens: 1173,
      total_cached_tokens: 5,
      total_tokens: 1983,
    };
    expect(decode(created, completed({ usage })).completion.usage).toEqual({
      inputTokens: 220,
      outputTokens: 1763,
      cacheReadTokens: 5,
      cacheWriteTokens: null,
      reasoningTokens: 1173,
      totalTokens: 1983,
    });
  });
});

describe('the last event', () => {
  const output = [{ type: 'model_output', content: [{ type: 'text', text: 'A' }] }];
  const events = [created, ...step(0, { type: 'model_output' }, { type: 'text', text: 'A' })];

  function lossOf(...all: readonly Event[]): DecodedBody['loss'] {
    const body = new TextEncoder().encode(named(...all));
    const facts = { format: 'gemini-interactions', contentType: 'text/event-stream', withLossReport: true } as const;
    return decodeBody({ ...facts, body }).loss;
  }

  it('says nothing about the steps where it leaves them out, and nothing is lost', () => {
    expect(lossOf(...events, completed())).toMatchObject({ terminal: null, dropped: [] });
  });

  it('is held against the rebuilt steps where it repeats them', () => {
    expect(lossOf(...events, completed({ steps: output }))?.terminal).toEqual({
      against: 'interaction.completed',
      differences: [],
    });
    const other = [{ type: 'model_output', content: [{ type: 'text', text: 'B' }] }];
    expect(lossOf(...events, completed({ steps: other }))?.terminal?.differences).toEqual([
      { path: 'steps[0].content[0].text', rebuilt: '"A"', terminal: '"B"' },
    ]);
  });
});

describe('errors and odd input', () => {
  it('an error event ends the stream', () => {
    const decoded = decode(created, { event_type: 'error', error: { code: 'quota_exceeded', message: 'Slow down' } });
    expect(decoded.rich.error).toMatchObject({ type: 'quota_exceeded', message: 'Slow down' });
    expect([decoded.end, decoded.problems]).toEqual(['failed', []]);
  });

  it('output that failed says why', () => {
    const failed = { type: 'model_output', error: { code: 8, message: 'No capacity' } };
    const decoded = decode(created, ...step(0, failed), completed({ status: 'failed' }));
    expect([decoded.end, decoded.rich.error]).toMatchObject(['failed', { type: '8', message: 'No capacity' }]);
  });

  it('an error status is an error, in JSON or in words', () => {
    const told = decodeCanned(
      'gemini-interactions',
      { error: { code: 404, message: 'No such', status: 'NOT_FOUND' } },
      404,
    );
    expect(told.rich.error).toMatchObject({ type: 'NOT_FOUND', message: 'No such', status: 404 });
    const body = new TextEncoder().encode('bad gateway');
    const words = decodeBody({ format: 'gemini-interactions', status: 502, contentType: 'text/plain', body });
    expect(words.rich.error).toMatchObject({ message: 'bad gateway', status: 502 });
  });

  it.each([
    { event_type: 'step.start', index: -1, step: { type: 'thought' } },
    { event_type: 'step.start', index: 5 },
    { event_type: 'step.delta', index: 6, delta: { type: 'text', text: 'never begun' } },
    { event_type: 'step.delta', index: 7 },
    { event_type: 'step.delta', index: 7, delta: { type: 'arguments_delta', arguments: { a: 1 } } },
    { event_type: 'step.stop', index: 9 },
    { event_type: 'interaction.completed' },
    {
      event_type: 'step.start',
      index: 8,
      step: { type: 'model_output', content: [null, { type: 'x' }, { type: 'text' }] },
    },
  ])('reads on after %j', (odd) => {
    const decoded = decode(
      created,
      odd,
      ...step(0, { type: 'model_output' }, { type: 'text', text: 'A' }),
      completed(),
    );
    expect(decoded.completion.choices[0]?.text).toContain('A');
    expect(decoded.end).toBe('complete');
    expect(decoded.problems.filter((problem) => problem.kind === 'adapter-fault')).toEqual([]);
    expect(decoded.native).toMatchObject({ status: 'completed' });
  });

  it('arguments that are no JSON stay the text they were', () => {
    const call = { type: 'function_call', id: 'c', name: 'f', arguments: {} };
    const decoded = decode(created, ...step(0, call, { type: 'arguments_delta', arguments: '{"a":' }), completed());
    expect(decoded.completion.choices[0]?.toolCalls[0]?.input).toBe('{"a":');
    expect(decoded.native).toMatchObject({ steps: [{ arguments: '{"a":' }] });
  });
});
