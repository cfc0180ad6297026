/** What the adapter carries from event to event of one response. A value: a step makes the next one. */
import type { UsageReport } from '../../model/usage.ts';
import type { JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';
import { type CandidateTrack, emptyTrack } from './candidate-track.ts';
import type { ResponseSnapshot } from './response-snapshot.ts';

export type GenerateState = {
  readonly facts: ErrorFacts;
  /** All chunks so far as one response; null before the first. */
  readonly snapshot: ResponseSnapshot | null;
  /** What stands around `response` in Code Assist's chunks, the last value of each field; null where nothing does. */
  readonly wrapper: JsonObject | null;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  readonly candidates: readonly CandidateTrack[];
  /** Id and model already told: every chunk repeats them. */
  readonly id: string | null;
  readonly model: string | null;
  readonly usage: UsageReport | null;
  /** The word of a refused prompt. */
  readonly blockReason: string | null;
  /** A whole body was seen. Streams have no end marker: theirs is the end of the body. */
  readonly isEnded: boolean;
  /** An error came: the SDK throws there, so the snapshot stays as it was. */
  readonly hasError: boolean;
};

export function emptyState(facts: ErrorFacts): GenerateState {
  return {
    facts,
    snapshot: null,
    wrapper: null,
    body: null,
    candidates: [],
    id: null,
    model: null,
    usage: null,
    blockReason: null,
    isEnded: false,
    hasError: false,
  };
}

/** The track of a candidate; a new one if it has not spoken. */
export function trackOf(candidates: readonly CandidateTrack[], index: number): CandidateTrack {
  return candidates.find((track) => track.index === index) ?? emptyTrack(index);
}

/** The tracks with this one in place of the candidate's former one; the same list when nothing changed. */
export function withTrack(candidates: readonly CandidateTrack[], track: CandidateTrack): readonly CandidateTrack[] {
  const position = candidates.findIndex((other) => other.index === track.index);
  if (position < 0) return [...candidates, track];
  return candidates[position] === track ? candidates : candidates.with(position, track);
}
