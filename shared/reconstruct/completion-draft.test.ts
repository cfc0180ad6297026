import { describe, expect, it } from 'vitest';
import { processorMs } from '../../tests/support/at-best.ts';
import { atLength } from '../../tests/support/at-length.ts';
import { seeded } from '../../tests/support/seeded.ts';
import type { Completion } from '../model/completion.ts';
import type { Delta } from '../model/delta.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { createCompletionDraft } from './completion-draft.ts';

const citation = (title: string): Delta => ({
  type: 'citation',
  choice: 0,
  block: 'a',
  citation: { title, url: null, quote: null, native: null },
});

function randomDelta(random: ReturnType<typeof seeded>): Delta {
  const at = { choice: random.between(0, 2), block: random.pick(['a', 'b', 'c']) } as const;
  const text = random.pick(['', 'x', 'yz']);
  return random.pick<Delta>([
    { type: 'text-delta', ...at, text },
    { type: 'text-delta', ...at, text },
    { type: 'tool-input-delta', ...at, text },
    { type: 'data-delta', ...at, text },
    { type: 'block-start', ...at, kind: 'text' },
    { type: 'block-patch', ...at, name: 'n' },
    { type: 'block-end', ...at },
    citation('t'),
    { type: 'choice-end', choice: at.choice, finishReason: 'stop', rawFinishReason: 'stop' },
    { type: 'usage', usage: { outputTokens: 3 } },
    { type: 'response-end' },
  ]);
}

describe('a draft of a completion', () => {
  it('is what reduceCompletion makes of the same deltas, whenever someone looks', () => {
    for (let seed = 0; seed < atLength(200, 30); seed += 1) {
      const random = seeded(seed);
      const draft = createCompletionDraft(emptyCompletion);
      let expected: Completion = emptyCompletion;
      const seen: [Completion, string][] = [];
      for (let event = 0; event < 60; event += 1) {
        const delta = randomDelta(random);
        draft.add(delta, event);
        expected = reduceCompletion(expected, delta, event);
        if (random.next() < 0.2) seen.push([draft.value(), JSON.stringify(shown(expected))]);
      }
      expect(shown(draft.value())).toEqual(shown(expected));
      // What was looked at earlier has not changed since.
      for (const [value, then] of seen) expect(JSON.stringify(shown(value))).toBe(then);
    }
  });

  it('gives the same value until something comes', () => {
    const draft = createCompletionDraft(emptyCompletion);
    draft.add({ type: 'text-delta', choice: 0, block: 'a', text: 'x' }, 0);
    expect(draft.value()).toBe(draft.value());
  });

  it('takes a hundred thousand citations of one block in a moment', () => {
    const draft = createCompletionDraft(emptyCompletion);
    const costMs = processorMs(() => {
      for (let event = 0; event < 100_000; event += 1) draft.add(citation('t'), event);
    });
    expect(draft.value().choices[0]?.blocks[0]?.citations.length).toBe(100_000);
    // Copied with each, they took minutes.
    expect(costMs).toBeLessThan(5000);
  });
});

/** Pieces share their storage, of which a value sees only its own length. */
function shown(completion: Completion): unknown {
  return completion.choices.map((choice) => ({
    ...choice,
    blocks: choice.blocks.map(({ pieces, ...block }) => ({ ...block, pieces: pieces.items.slice(0, pieces.length) })),
  }));
}
