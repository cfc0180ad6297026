/** What the adapter carries from event to event of one response. A value: a step makes the next one. */
import type { Mutable } from '../../lib/mutable.ts';
import type { Delta } from '../../model/delta.ts';
import type { ProblemKind } from '../../model/finding.ts';
import { asIndex, asText, type JsonObject, maxListLength } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';
import { openItem } from './item-deltas.ts';
import { createTrack, type ItemTrack, type Output } from './item-track.ts';

export type ResponsesState = {
  readonly facts: ErrorFacts;
  /** The response as the last event of its life told it; null before the first. */
  readonly head: JsonObject | null;
  /** `head` came with a terminal event, or as a whole body: it stays as it is. */
  readonly isEnded: boolean;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  /** In order of appearance. */
  readonly tracks: readonly ItemTrack[];
  /** The items as they stood before the terminal event; null without one. */
  readonly streamed: readonly ItemTrack[] | null;
  /** How many responses this stream has begun. */
  readonly responseCount: number;
  readonly blockCount: number;
  /** The last `sequence_number`; null before the first. */
  readonly sequence: number | null;
  readonly sequenceProblems: number;
  /** Kinds of problems that are told once. */
  readonly told: readonly string[];
  readonly id: string | null;
  readonly model: string | null;
  readonly hasError: boolean;
  /** The state before the first error event; null while there is none. */
  readonly beforeError: ResponsesState | null;
};

export function emptyState(facts: ErrorFacts): ResponsesState {
  return {
    facts,
    head: null,
    isEnded: false,
    body: null,
    tracks: [],
    streamed: null,
    responseCount: 0,
    blockCount: 0,
    sequence: null,
    sequenceProblems: 0,
    told: [],
    id: null,
    model: null,
    hasError: false,
    beforeError: null,
  };
}

/** The state with one track put in or changed. Written out: this happens at every piece of text. */
export function withTrack(state: ResponsesState, before: ItemTrack | null, track: ItemTrack): ResponsesState {
  if (before === track) return state;
  const position = before === null ? -1 : state.tracks.lastIndexOf(before);
  return withTracks(state, position < 0 ? [...state.tracks, track] : state.tracks.with(position, track));
}

/** The state with these tracks. */
export function withTracks(state: ResponsesState, tracks: readonly ItemTrack[]): ResponsesState {
  const next = copyOfState(state);
  next.tracks = tracks;
  return next;
}

/** A copy to be changed. Written out: an object spread with an override costs half a microsecond, thirty times as much. */
export function copyOfState(state: ResponsesState): Mutable<ResponsesState> {
  return {
    facts: state.facts,
    head: state.head,
    isEnded: state.isEnded,
    body: state.body,
    tracks: state.tracks,
    streamed: state.streamed,
    responseCount: state.responseCount,
    blockCount: state.blockCount,
    sequence: state.sequence,
    sequenceProblems: state.sequenceProblems,
    told: state.told,
    id: state.id,
    model: state.model,
    hasError: state.hasError,
    beforeError: state.beforeError,
  };
}

/** The state after an event was counted. */
export function withCounts(
  state: ResponsesState,
  counts: Pick<ResponsesState, 'blockCount' | 'sequence' | 'sequenceProblems'>,
): ResponsesState {
  const next = copyOfState(state);
  next.blockCount = counts.blockCount;
  next.sequence = counts.sequence;
  next.sequenceProblems = counts.sequenceProblems;
  return next;
}

/**
 * The item that an event is about: where index and id fit, else by id (some servers send index 0 with every event), else by
 * index: Copilot encrypts the id anew for each event. Servers without indexes and ids are read by what came last.
 */
export function trackOfEvent(state: ResponsesState, event: JsonObject): ItemTrack | null {
  const { tracks } = state;
  const index = asIndex(event.output_index);
  const id = asText(event.item_id);
  const last = tracks.at(-1);
  // Nearly always the item that is being written.
  if (last !== undefined && last.outputIndex === index && (id === null || last.id === id)) return last;
  const atIndex = (track: ItemTrack): boolean => track.outputIndex === index;
  const isNamed = (track: ItemTrack): boolean => id !== null && track.id === id;
  return (
    tracks.findLast((track) => atIndex(track) && isNamed(track)) ??
    tracks.findLast(isNamed) ??
    (index === null ? tracks.findLast((track) => !track.isDone) : tracks.findLast(atIndex)) ??
    null
  );
}

/** Begins an item. Null when the response already has as many as are followed. */
export function startTrack(
  state: ResponsesState,
  item: JsonObject,
  outputIndex: number | null,
  output: Output,
): { readonly state: ResponsesState; readonly track: ItemTrack } | null {
  const position = state.tracks.length;
  if (position >= maxListLength) return null;
  const key = state.responseCount > 1 ? `r${state.responseCount}.${position}` : String(position);
  const track = openItem(createTrack(key, outputIndex ?? position, item), output);
  return { state: withTracks(state, [...state.tracks, track]), track };
}

/** Tells id and model as soon as they are known, and again if they change. */
export function announce(state: ResponsesState, response: JsonObject, deltas: Delta[]): ResponsesState {
  const id = asText(response.id);
  const model = asText(response.model);
  const newId = id !== null && id !== state.id ? id : null;
  const newModel = model !== null && model !== state.model ? model : null;
  if (newId === null && newModel === null) return state;
  deltas.push({
    type: 'response-start',
    ...(newId === null ? {} : { id: newId }),
    ...(newModel === null ? {} : { model: newModel }),
  });
  const next = copyOfState(state);
  next.id = newId ?? state.id;
  next.model = newModel ?? state.model;
  return next;
}

/** Tells a problem the first time it is met. */
export function tellOnce(state: ResponsesState, kind: ProblemKind, message: string, output: Output): ResponsesState {
  if (state.told.includes(kind)) return state;
  output.problems.push({ kind, message });
  return { ...state, told: [...state.told, kind] };
}
