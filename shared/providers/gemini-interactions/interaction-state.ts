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

/** The state with this track in place of the item's former one. */
export function withTrack(state: InteractionState, track: ItemTrack): InteractionState {
  const place = state.open.findIndex((other) => other.index === track.index);
  const open = place < 0 ? [...state.open, track] : state.open.with(place, track);
  return { ...state, open };
}

export function withoutTrack(state: InteractionState, index: number): InteractionState {
  return { ...state, open: state.open.filter((track) => track.index !== index) };
}
