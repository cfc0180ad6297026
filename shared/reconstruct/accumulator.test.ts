import { describe, expect, test } from 'vitest';
import { processorMs } from '../../tests/support/at-best.ts';
import type { Completion } from '../model/completion.ts';
import type { Delta } from '../model/delta.ts';
import { piecesOfEvent } from '../model/piece-list.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { toCompletionObject } from './completion-object.ts';

/** Each delta is an event of its own, counted from 0. */
function fold(deltas: readonly Delta[], from: Completion = emptyCompletion): Completion {
  return deltas.reduce((completion, delta, index) => reduceCompletion(completion, delta, index), from);
}

const at = { choice: 0, block: 'a' };

describe('transcripts', () => {
  test('a reasoned answer that calls a tool', () => {
    const completion = fold([
      { type: 'response-start', id: 'msg_1', model: 'm-1' },
      { type: 'block-start', choice: 0, block: '0', kind: 'reasoning' },
      { type: 'reasoning-delta', choice: 0, block: '0', text: 'Weather? ' },
      { type: 'reasoning-delta', choice: 0, block: '0', text: 'Look.' },
      { type: 'block-patch', choice: 0, block: '0', signature: 'sig' },
      { type: 'block-end', choice: 0, block: '0' },
      { type: 'text-delta', choice: 0, block: '1', text: 'Let me see' },
      { type: 'block-start', choice: 0, block: '2', kind: 'tool-call', name: 'weather', toolCallId: 'call_1' },
      { type: 'tool-input-delta', choice: 0, block: '2', text: '{"city":' },
      { type: 'tool-input-delta', choice: 0, block: '2', text: '"Oslo"}' },
      { type: 'usage', usage: { inputTokens: 10, outputTokens: 1 } },
      { type: 'usage', usage: { outputTokens: 25, cacheReadTokens: 4 } },
      { type: 'choice-end', choice: 0, finishReason: 'tool-calls', rawFinishReason: 'tool_use' },
      { type: 'response-end' },
    ]);
    expect(toCompletionObject(completion)).toEqual({
      id: 'msg_1',
      model: 'm-1',
      choices: [
        {
          index: 0,
          text: 'Let me see',
          reasoning: 'Weather? Look.',
          refusal: null,
          toolCalls: [{ id: 'call_1', name: 'weather', input: { city: 'Oslo' } }],
          finishReason: 'tool-calls',
        },
      ],
      usage: {
        inputTokens: 10,
        outputTokens: 25,
        cacheReadTokens: 4,
        cacheWriteTokens: null,
        reasoningTokens: null,
        totalTokens: 35,
      },
    });
    expect(completion.isEnded).toBe(true);
    expect(completion.choices[0]?.blocks.map((block) => [block.kind, block.isOpen, block.signature])).toEqual([
      ['reasoning', false, 'sig'],
      ['text', false, null],
      ['tool-call', false, null],
    ]);
  });

  test('interleaved choices stay apart and in order of their index', () => {
    const { choices } = toCompletionObject(
      fold([
        { type: 'text-delta', choice: 2, block: 't', text: 'C' },
        { type: 'text-delta', choice: 0, block: 't', text: 'A' },
        { type: 'text-delta', choice: 2, block: 't', text: 'c' },
        { type: 'choice-end', choice: 1, finishReason: 'length', rawFinishReason: 'length' },
      ]),
    );
    expect(choices.map(({ index, text, finishReason }) => [index, text, finishReason])).toEqual([
      [0, 'A', null],
      [1, '', 'length'],
      [2, 'Cc', null],
    ]);
  });

  test('a block that never started takes the kind of its first delta', () => {
    const kinds = (delta: Delta): unknown => fold([delta]).choices[0]?.blocks[0]?.kind;
    expect(kinds({ type: 'reasoning-delta', ...at, text: 'x' })).toBe('reasoning');
    expect(kinds({ type: 'refusal-delta', ...at, text: 'x' })).toBe('refusal');
    expect(kinds({ type: 'tool-input-delta', ...at, text: 'x' })).toBe('tool-call');
    expect(kinds({ type: 'block-patch', ...at, native: {} })).toBe('other');
  });

  test('a second start and late patches add facts and lose none', () => {
    const [block] =
      fold([
        { type: 'block-start', ...at, kind: 'tool-call', name: 'f' },
        { type: 'tool-input-delta', ...at, text: '{' },
        { type: 'block-start', ...at, kind: 'text', toolCallId: 'id' },
        { type: 'block-patch', ...at, name: 'g' },
        { type: 'tool-input-delta', ...at, text: '}' },
      ]).choices[0]?.blocks ?? [];
    expect(block).toMatchObject({
      kind: 'tool-call',
      name: 'g',
      toolCallId: 'id',
      text: '{}',
      firstEvent: 0,
      lastEvent: 4,
    });
  });

  test('arguments that are no JSON stay text; several refusals are one', () => {
    const [choice] = toCompletionObject(
      fold([
        { type: 'tool-input-delta', ...at, text: '{"city": "Os' },
        { type: 'refusal-delta', choice: 0, block: 'r', text: 'I ' },
        { type: 'refusal-delta', choice: 0, block: 's', text: "can't" },
      ]),
    ).choices;
    expect(choice).toMatchObject({ toolCalls: [{ id: null, name: '', input: '{"city": "Os' }], refusal: "I can't" });
  });

  test('a total that was reported beats the sum, before and after', () => {
    const total = (...reports: readonly object[]): unknown =>
      fold(reports.map((usage) => ({ type: 'usage', usage }) as Delta)).usage.totalTokens;
    expect(total({ inputTokens: 3 })).toBeNull();
    expect(total({ inputTokens: 3 }, { outputTokens: 4 })).toBe(7);
    expect(total({ inputTokens: 3, outputTokens: 4 }, { outputTokens: 9 })).toBe(12);
    expect(total({ inputTokens: 3, outputTokens: 4, totalTokens: 20 }, { outputTokens: 9 })).toBe(20);
    expect(total({ inputTokens: 3, outputTokens: 4 }, { totalTokens: 9 })).toBe(9);
  });
});

describe('values', () => {
  test('what does not change keeps its identity', () => {
    const before = fold([
      { type: 'text-delta', choice: 0, block: 'x', text: 'a' },
      { type: 'text-delta', choice: 0, block: 'y', text: 'b' },
      { type: 'text-delta', choice: 1, block: 'x', text: 'c' },
    ]);
    const after = reduceCompletion(before, { type: 'text-delta', choice: 0, block: 'y', text: '!' }, 3);
    expect(after.choices[1]).toBe(before.choices[1]);
    expect(after.choices[0]?.blocks[0]).toBe(before.choices[0]?.blocks[0]);
    expect(after.choices[0]?.blocks[1]).not.toBe(before.choices[0]?.blocks[1]);
    expect(before.choices[0]?.blocks[1]?.text).toBe('b');
    const ended = reduceCompletion(after, { type: 'block-end', choice: 1, block: 'x' }, 4);
    expect(reduceCompletion(ended, { type: 'block-end', choice: 1, block: 'x' }, 5)).toBe(ended);
  });

  test('every piece knows its event, in each version', () => {
    const before = fold([
      { type: 'text-delta', ...at, text: 'ab' },
      { type: 'text-delta', ...at, text: 'cde' },
    ]);
    const after = reduceCompletion(before, { type: 'text-delta', ...at, text: 'f' }, 7);
    const block = after.choices[0]?.blocks[0];
    expect(block && piecesOfEvent(block.pieces, 7)).toEqual([{ event: 7, start: 5, end: 6 }]);
    expect(before.choices[0]?.blocks[0]?.pieces.length).toBe(2);
  });

  test('200 000 deltas cost a moment, not a minute', () => {
    let completion = emptyCompletion;
    const costMs = processorMs(() => {
      for (let index = 0; index < 200_000; index += 1) {
        completion = reduceCompletion(completion, { type: 'text-delta', ...at, text: 'word ' }, index);
      }
    });
    expect(completion.choices[0]?.blocks[0]?.text.length).toBe(1_000_000);
    expect(costMs).toBeLessThan(5000);
  });
});
