/**
 * Our decoding against what independent SDKs made of the same recorded bytes: native object, text, reasoning, tool calls,
 * usage, finish reason, however the network cut the body (one byte at a time: `fixtures-cut.proof.test.ts`). Each deviation
 * names the fact that explains it.
 */
import { describe, expect, it } from 'vitest';
import { allOracleNotes } from '../../tests/support/all-oracle-notes.ts';
import { comparable, decodeCut, randomSizes } from '../../tests/support/cut-fixture.ts';
import { expectSame } from '../../tests/support/expect-same.ts';
import { type FixtureSummary, loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import type { OracleNotes } from '../../tests/support/oracle-notes.ts';
import {
  comparableNative,
  oracleReading,
  ourReading,
  type Reading,
  usageDifferences,
} from '../../tests/support/oracle-reading.ts';
import { adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));

const deviations: OracleNotes['deviations'] = Object.assign({}, ...allOracleNotes.map((note) => note.deviations));

describe.runIf(missingFixtures() !== null)('recorded responses', () => {
  it('are compared only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded responses', () => {
  describe.each(fixtures.map((fixture) => [fixture.meta.id, fixture] as const))('%s', (id, fixture) => {
    const deviation = deviations[id];
    const decoded = decodeCut(fixture);

    it('reads the same cut at random places', () => {
      expectSame(comparable(decodeCut(fixture, randomSizes(fixture, 1))), comparable(decoded));
    });

    if (fixture.expected !== undefined || fixture.partial !== undefined)
      it('gives the native object of the SDK', () => {
        const unreliable = fixture.meta.oracles.expected?.unreliableFields ?? [];
        const paths = [...unreliable, ...(deviation?.native ?? [])];
        const expected = comparableNative(fixture.expected ?? fixture.partial, paths);
        expect(comparableNative(decoded.native, paths)).toEqual(expected);
      });

    if (fixture.summary !== undefined)
      it('agrees with an SDK of another maker', () => {
        const summary = fixture.summary as FixtureSummary;
        const skipped = new Set<string>(deviation?.summary ?? []);
        const pick = (reading: Reading): Partial<Reading> =>
          Object.fromEntries(Object.entries(reading).filter(([name]) => !skipped.has(name)));
        expect(pick(ourReading(decoded, summary))).toEqual(pick(oracleReading(summary)));
        if (!skipped.has('usage')) expect(usageDifferences(decoded, summary, skipped)).toEqual([]);
      });

    const checkEvents = allOracleNotes.find((note) => note.format === fixture.meta.api)?.checkEvents;
    if (fixture.events !== undefined && checkEvents !== undefined)
      it('has the events that the SDK parsed', () => checkEvents(decoded, fixture));

    if (fixture.meta.status >= 400)
      it('tells the error of an error status', () => {
        const error = decoded.rich.error;
        expect(error?.status).toBe(fixture.meta.status);
        const { expected, events } = fixture.meta.oracles;
        expect((expected ?? events)?.oracleError?.message).toContain(error?.message);
      });
  });
});
