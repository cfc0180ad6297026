/** What the adapter carries from event to event of one response. A value: a step makes the next one. */
import type { ErrorFacts } from '../provider-error.ts';
import type { InteractionSnapshot } from './interaction-snapshot.ts';
import type { ItemTrack } from './item-track.ts';

export type InteractionState = {
  readonly facts: ErrorFacts;
  /** Null before the first event. */
  readonly snapshot: InteractionSnapshot | null;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  /** Items that have begun and not ended. */
  readonly open: readonly ItemTrack[];
  readonly id: string | null;
  readonly model: string | null;
  /** A function was called: the client must answer. */
  readonly hasFunctionCall: boolean;
  /** `interaction.completed`, `[DONE]`, or a whole body was seen. */
  readonly isEnded: boolean;
  /** The last status that ends an interaction; null while it goes on. */
  readonly status: string | null;
  readonly hasError: boolean;
};

export function emptyState(facts: ErrorFacts): InteractionState {
  return {
    facts,
    snapshot: null,
    body: null,
    open: [],
    id: null,
    model: null,
    hasFunctionCall: false,
    isEnded: false,
    status: null,
    hasError: false,
  };
}

/** The open items with this track in place of its former one; the same list when nothing changed. */
export function withTrack(open: readonly ItemTrack[], track: ItemTrack): readonly ItemTrack[] {
  const place = open.findIndex((other) => other.index === track.index);
  if (place < 0) return [...open, track];
  return open[place] === track ? open : open.with(place, track);
}
