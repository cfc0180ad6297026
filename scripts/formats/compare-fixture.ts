/** One recording against its oracles, strictly: no deviation is taken off before. */
import { isDeepStrictEqual } from 'node:util';
import { decodeFixture } from '../../tests/support/decode-fixture.ts';
import type { Fixture } from '../../tests/support/fixtures.ts';
import type { OracleNotes } from '../../tests/support/oracle-notes.ts';
import { comparableNative, oracleReading, ourReading, usageDifferences } from '../../tests/support/oracle-reading.ts';

/** `none`: there is no such oracle for this recording. */
export type Verdict = 'equal' | 'differs' | 'none';

export type FixtureComparison = {
  readonly id: string;
  readonly isError: boolean;
  readonly native: Verdict;
  readonly summary: Verdict;
  readonly events: Verdict;
  readonly findings: readonly string[];
  /** The final object lacks a field that was on the wire. */
  readonly hasLoss: boolean;
};

export function compareFixture(fixture: Fixture, note: OracleNotes | null): FixtureComparison {
  const decoded = decodeFixture(fixture);
  const { meta, expected, partial, summary } = fixture;
  const unreliable = meta.oracles.expected?.unreliableFields ?? [];
  const oracle = expected ?? partial;
  const native = (): boolean =>
    isDeepStrictEqual(comparableNative(decoded.native, unreliable), comparableNative(oracle, unreliable));
  const isSummaryEqual = (): boolean =>
    summary !== undefined &&
    isDeepStrictEqual(ourReading(decoded, summary), oracleReading(summary)) &&
    usageDifferences(decoded, summary, new Set()).length === 0;
  return {
    id: meta.id,
    isError: meta.status >= 400,
    native: oracle === undefined ? 'none' : verdict(native),
    summary: summary === undefined ? 'none' : verdict(isSummaryEqual),
    events:
      fixture.events === undefined || note?.checkEvents === undefined
        ? 'none'
        : verdict(() => hasEvents(fixture, note)),
    hasLoss: (decoded.loss?.dropped.length ?? 0) > 0,
    findings: [...new Set(decoded.problems.map((problem) => problem.kind))],
  };

  function hasEvents(of: Fixture, by: OracleNotes): boolean {
    by.checkEvents?.(decoded, of);
    return true;
  }
}

/** A check that throws found a difference. */
function verdict(check: () => boolean): Verdict {
  try {
    return check() ? 'equal' : 'differs';
  } catch {
    return 'differs';
  }
}
