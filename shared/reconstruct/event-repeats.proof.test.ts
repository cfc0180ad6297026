/** Every recorded response, whole and damaged, read with and without the fast way for events that repeat: nothing differs. */
import { describe, expect, it } from 'vitest';
import { loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import { mutateBody } from '../../tests/support/mutate-body.ts';
import { readBody, repeatDifference } from '../../tests/support/repeat-differential.ts';
import { seeded } from '../../tests/support/seeded.ts';
import { adapters } from '../providers/registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));

describe.runIf(missingFixtures() !== null)('recorded responses', () => {
  it('are read both ways only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded responses', () => {
  it('are the same both ways, cut at random places', () => {
    for (const [index, { meta, body }] of fixtures.entries()) {
      expect(repeatDifference(meta, body, seeded(index)), meta.id).toBeNull();
    }
  });

  it('are the same both ways when damaged', () => {
    for (const [index, { meta, body }] of fixtures.entries()) {
      const random = seeded(index);
      const others = fixtures.filter((other) => other.meta.api === meta.api).map((other) => other.body);
      expect(repeatDifference(meta, mutateBody(body, meta.framing, others, random), random), meta.id).toBeNull();
    }
  });

  it('repeat indeed: the adapters see fewer events than there are', () => {
    const formats = [
      'openai-chat',
      'openai-responses',
      'anthropic-messages',
      'mistral-chat',
      'ollama-chat',
      'cohere-v2',
    ];
    for (const format of formats) {
      const read = fixtures
        .filter(({ meta }) => meta.api === format && meta.status === 200)
        .map(({ meta, body }) => readBody(meta, body, { isRepeating: true, chunkSizes: [] }));
      const [seen, all] = [read.map(({ steps: count }) => count), read.map(({ events }) => events)].map((counts) =>
        counts.reduce((sum, count) => sum + count, 0),
      ) as [number, number];
      expect(seen / all, format).toBeLessThan(0.9);
    }
  });
});
