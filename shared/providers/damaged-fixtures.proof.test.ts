/** Every recorded response, damaged: reading it ends in time and without a fault. `npm run fuzz` does this at length. */
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../tests/support/adapter-fuzz.ts';
import { loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import { mutateBody } from '../../tests/support/mutate-body.ts';
import { seeded } from '../../tests/support/seeded.ts';
import { adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));
const formats = [...new Set(fixtures.map((fixture) => fixture.meta.api))];

describe.runIf(missingFixtures() !== null)('damaged recordings', () => {
  it('are read only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('damaged recordings', () => {
  it.each(formats)('of %s are read to their end', (format) => {
    const all = fixtures.filter((fixture) => fixture.meta.api === format);
    for (const [index, fixture] of all.entries()) {
      expect(faultOf(fixture, all, index + 1)).toBeNull();
    }
  });

  it('are damaged indeed: nearly every seed changes the body', () => {
    const changed = fixtures.filter(({ body, meta }, index) => {
      const damaged = mutateBody(body, meta.framing, [], seeded(index));
      return Buffer.compare(Buffer.from(damaged), Buffer.from(body)) !== 0;
    });
    expect(changed.length).toBeGreaterThan(fixtures.length * 0.8);
  });
});
