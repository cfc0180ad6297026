/** Streams that the wire types allow and few servers send, read by us and by the official SDKs; the long run is `npm run differential`. */
import { describe, expect, it } from 'vitest';
import { loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import { oddFaults, oddFormats, twistFaults } from '../../tests/support/odd/odd-differential.ts';
import { isRewritable, recutFaults, respellFaults } from '../../tests/support/odd/recording-faults.ts';
import { adapters } from './registry.ts';

const streams = 25;
const seeds = Array.from({ length: streams }, (_none, index) => index + 1);

describe.each(oddFormats())('odd streams of $format', (format) => {
  it('are rebuilt as the official SDK does, say what they were made to say, and break no rule', async () => {
    for (const seed of seeds) expect(await oddFaults(format, seed)).toEqual([]);
  });

  it('hide no event that differs in one place from those that are known by their bytes', () => {
    for (const seed of seeds) expect(twistFaults(format, seed)).toEqual([]);
  });
});

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format)).filter(isRewritable);

describe.runIf(missingFixtures() !== null)('recorded streams', () => {
  it('are written anew only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded streams', () => {
  it('mean the same however a server spells them', () => {
    for (const [index, fixture] of fixtures.entries()) expect(respellFaults(fixture, index)).toEqual([]);
  });

  it('say the same in other pieces', () => {
    for (const [index, fixture] of fixtures.entries()) expect(recutFaults(fixture, index)).toEqual([]);
  });
});
