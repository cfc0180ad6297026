/** `response.output_item.added` and `.done`: an item begins, an item came whole. */
import { asIndex, asObject, asText, type JsonObject } from '../json-reading.ts';
import { finishItem } from './item-deltas.ts';
import { isKnownItem } from './item-kind.ts';
import type { ItemTrack, Output } from './item-track.ts';
import type { Reading } from './lifecycle-step.ts';
import { type ResponsesState, startTrack, tellOnce, trackOfEvent, withTracks } from './responses-state.ts';

/** `response.output_item.added` and `.done`. */
export function stepItem(state: ResponsesState, event: JsonObject, isDone: boolean, output: Output): Reading {
  const item = asObject(event.item);
  if (item === null) return { state, reading: 'without an item', outcome: 'unknown' };
  const index = asIndex(event.output_index);
  const found = trackOfItem(state, event, item, isDone);
  const isSame =
    found !== null && (isDone || (!found.isDone && found.type === item.type && found.id === asText(item.id)));
  const started = isSame ? { state, track: found } : startTrack(state, item, index, output);
  const reading = readingOfItem(item);
  if (started === null) return { state, reading, outcome: 'unknown' };
  const checked = checkStart(started.state, found, isSame, isDone, output);
  const outcome = isKnownItem(started.track.type) ? 'used' : 'unknown';
  if (!isDone) return { state: checked, reading, outcome };
  const named = checkItemId(checked, started.track, asText(item.id), output);
  const finished = finishItem(started.track, item, output);
  const tracks = named.tracks.map((track) => (track === started.track ? finished : track));
  return { state: withTracks(named, tracks), reading, outcome };
}

/** The item that the event is about: an event without an index names it by the item's own id. */
function trackOfItem(state: ResponsesState, event: JsonObject, item: JsonObject, isDone: boolean): ItemTrack | null {
  const id = asText(item.id);
  const index = asIndex(event.output_index);
  // Only its index tells that an item was there before: some servers give all their items the same id.
  if (index !== null && !isDone) return state.tracks.findLast((track) => track.outputIndex === index) ?? null;
  if (index !== null) return trackOfEvent(state, { output_index: index, item_id: id });
  const named = id === null ? undefined : state.tracks.findLast((track) => track.id === id);
  if (named !== undefined) return named;
  return isDone ? (state.tracks.findLast((track) => !track.isDone && track.type === item.type) ?? null) : null;
}

function checkStart(
  state: ResponsesState,
  found: ItemTrack | null,
  isSame: boolean,
  isDone: boolean,
  output: Output,
): ResponsesState {
  if (isDone && found === null) {
    output.problems.push({ kind: 'item-not-added', message: 'An item was done that had never been added.' });
  } else if (!isDone && found !== null) {
    const what = isSame ? 'An item was added twice.' : 'Two items have the same output_index.';
    output.problems.push({ kind: 'duplicate-item', message: what });
  }
  return state;
}

/** Told once: Copilot encrypts the id of every item anew for each event. */
export function checkItemId(
  state: ResponsesState,
  track: ItemTrack,
  id: string | null,
  output: Output,
): ResponsesState {
  if (id === null || track.id === null || id === track.id) return state;
  const message =
    'The id of an item changed in mid-stream: clients that go by item_id lose what it says. Items are told apart by output_index.';
  return tellOnce(state, 'item-id-changed', message, output);
}

function readingOfItem(item: JsonObject): string {
  const type = asText(item.type) ?? 'item without a type';
  const name = asText(item.name);
  return name === null ? type : `${type} ${name}`;
}
