/** What a format's folder tells the oracle test about its recordings: where an oracle is not followed, and why. */
import type { ProblemKind } from '../../shared/model/finding.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import type { DecodedBody } from '../../shared/reconstruct/decode-body.ts';
import type { Fixture, FixtureSummary } from './fixtures.ts';

export type Deviation = {
  /** The fact about the oracle that explains it. */
  readonly because: string;
  /** Paths of the native object on which the oracle is not followed. */
  readonly native?: readonly string[];
  /** Fields of the summary that are not compared. */
  readonly summary?: readonly (keyof FixtureSummary | 'totalTokens')[];
};

/** Fields that a rebuilt object lacks, and why. */
export type KnownLoss = {
  readonly because: string;
  readonly fixtures: readonly string[];
  /** As the loss report names them; `usage.` ends in a dot: everything below. */
  readonly paths: readonly string[];
};

/** What a recorded server did against its format: not a false alarm, since the recording shows it. */
export type KnownFinding = { readonly because: string; readonly kinds: readonly ProblemKind[] };

export type OracleNotes = {
  readonly format: WireFormat;
  readonly losses?: readonly KnownLoss[];
  readonly findings?: { readonly [fixtureId: string]: KnownFinding };
  readonly deviations: { readonly [fixtureId: string]: Deviation };
  /** Compares our events with `expected.events.json`; throws (by `expect`) where they differ. */
  readonly checkEvents?: (decoded: DecodedBody, fixture: Fixture) => void;
};
