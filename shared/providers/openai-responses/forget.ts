/**
 * What a live stream need not hold (Adapter.forget). Its text stays: a completion notice repeats the whole answer, and the
 * text's end is held against the pieces. But it stays once: an item that came whole has all of it, and its parts shared none.
 */
import { asString, type JsonObject } from '../json-reading.ts';
import type { ItemTrack, PartTrack } from './item-track.ts';
import { partsOf } from './part-deltas.ts';
import { type ResponsesState, withTracks } from './responses-state.ts';

/** The state with each text held once, and without logprobs. */
export function forgetCopies(state: ResponsesState): ResponsesState {
  return withTracks(state, state.tracks.map(withoutCopies));
}

function withoutCopies(track: ItemTrack): ItemTrack {
  const isWhole = track.isDone && track.isItemFinal;
  if (track.parts.length === 0) return track;
  return { ...track, parts: track.parts.map((part) => (isWhole ? sharedPart(part, track.item) : openPart(part))) };
}

function openPart(part: PartTrack): PartTrack {
  return part.logprobs === null ? part : { ...part, logprobs: null };
}

/** A part of a whole item: the item's own string in place of an equal one, and no second copy of its fields. */
function sharedPart(part: PartTrack, item: JsonObject): PartTrack {
  const fields = partsOf(item, part.list)[part.index] ?? part.fields;
  const text = asString(fields.text) ?? asString(fields.refusal);
  return { ...part, fields, logprobs: null, text: text === part.text ? text : part.text };
}
