/** What a format's folder tells the oracle test about its recordings: where an oracle is not followed, and why. */
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

export type OracleNotes = {
  readonly format: WireFormat;
  readonly deviations: { readonly [fixtureId: string]: Deviation };
  /** Compares our events with `expected.events.json`; throws (by `expect`) where they differ. */
  readonly checkEvents?: (decoded: DecodedBody, fixture: Fixture) => void;
};
