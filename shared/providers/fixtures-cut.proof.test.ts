/** Every recorded response one byte at a time and cut at random places: what `fixtures.test.ts` compares does not change. */
import { describe, it } from 'vitest';
import { comparable, decodeCut, randomSizes } from '../../tests/support/cut-fixture.ts';
import { expectSame } from '../../tests/support/expect-same.ts';
import { loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import { adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));

describe.runIf(missingFixtures() !== null)('recorded responses', () => {
  it('are cut only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded responses', () => {
  it.each(fixtures.map((fixture) => [fixture.meta.id, fixture] as const))(
    '%s reads the same one byte at a time and cut at random places',
    (_id, fixture) => {
      const whole = comparable(decodeCut(fixture));
      const bytes = fixture.body.map(() => 1);
      expectSame(comparable(decodeCut(fixture, bytes)), whole);
      for (const seed of [1, 2, 3]) expectSame(comparable(decodeCut(fixture, randomSizes(fixture, seed))), whole);
    },
  );
});
