/** Writes docs/FORMATS.md: every format held against the recordings, what differs and why. Run by `npm run formats`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findingKinds, type ProblemKind } from '../shared/model/finding.ts';
import { adapters } from '../shared/providers/registry.ts';
import { allOracleNotes } from '../tests/support/all-oracle-notes.ts';
import { loadFixtures, missingFixtures } from '../tests/support/fixtures.ts';
import { oddFormats } from '../tests/support/odd/odd-differential.ts';
import { checksOf } from './formats/checks-of.ts';
import { compareFixture } from './formats/compare-fixture.ts';
import { type FormatFacts, writePage } from './formats/formats-page.ts';

it('writes docs/FORMATS.md', () => {
  expect(missingFixtures()).toBeNull();
  const formats = adapters
    .filter((adapter) => adapter.format !== 'unknown')
    .map((adapter): FormatFacts => {
      const note = allOracleNotes.find((candidate) => candidate.format === adapter.format) ?? null;
      const comparisons = loadFixtures([adapter.format]).map((fixture) => compareFixture(fixture, note));
      return { adapter, note, comparisons, checks: checksOf(adapter.format).filter(isKind) };
    });
  const page = fileURLToPath(new URL('../docs/FORMATS.md', import.meta.url));
  const odd = oddFormats().map(({ format }) => format);
  writeFileSync(page, writePage(formats, odd));
});

function isKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(findingKinds, kind);
}
