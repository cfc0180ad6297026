/**
 * The loss report and the findings of every recorded response against the lists of what is known: nothing else is dropped,
 * nothing else is found. The lists, each line with the fact behind it, stand in each format's oracle notes.
 */
import { describe, expect, it } from 'vitest';
import { allOracleNotes } from '../../tests/support/all-oracle-notes.ts';
import { decodeFixture } from '../../tests/support/decode-fixture.ts';
import { type Fixture, loadFixtures, missingFixtures } from '../../tests/support/fixtures.ts';
import type { KnownLoss, OracleNotes } from '../../tests/support/oracle-notes.ts';
import type { DecodedBody } from '../reconstruct/decode-body.ts';
import { adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));
const decoded = new Map<Fixture, DecodedBody>();
const losses = allOracleNotes.flatMap((note) => note.losses ?? []);
const findings = Object.assign({}, ...allOracleNotes.map((note) => note.findings ?? {})) as NonNullable<
  OracleNotes['findings']
>;

describe.runIf(missingFixtures() !== null)('the proof of recorded responses', () => {
  it('is asked for only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('the proof of recorded responses', () => {
  it.each(fixtures.map((fixture) => [fixture.meta.id, fixture] as const))('%s', (id, fixture) => {
    const { loss, problems, events } = decodedOnce(fixture);
    const dropped = loss?.dropped.map((field) => field.path) ?? [];
    expect(dropped.filter((path) => !losses.some((known) => isKnown(known, id, path)))).toEqual([]);
    expect([...new Set(problems.map((problem) => problem.kind))].sort()).toEqual(
      [...(findings[id]?.kinds ?? [])].sort(),
    );
    const { total, used, ignored, unknown, malformed } = events;
    expect(used + ignored + unknown + malformed).toBe(total);
  });

  it('lists no loss that no recording has', () => {
    const seen = fixtures.flatMap((fixture) =>
      (decodedOnce(fixture).loss?.dropped ?? []).map((field) => [fixture.meta.id, field.path] as const),
    );
    for (const known of losses) {
      expect(
        seen.some(([id, path]) => isKnown(known, id, path)),
        known.because,
      ).toBe(true);
    }
  });
});

function isKnown(known: KnownLoss, id: string, path: string): boolean {
  const isFixture = known.fixtures.some((name) =>
    name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : id === name,
  );
  return isFixture && known.paths.some((name) => (name.endsWith('.') ? path.startsWith(name) : path === name));
}

/** Both tests ask for the same reading. */
function decodedOnce(fixture: Fixture): DecodedBody {
  const known = decoded.get(fixture) ?? decodeFixture(fixture);
  decoded.set(fixture, known);
  return known;
}
