/** The events of a response's life (`response.created` to `response.completed`), and a whole response as a JSON body. */
import type { Delta } from '../../model/delta.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';
import { type ErrorFacts, readProviderError } from '../provider-error.ts';
import { choiceEnd, statusOf } from './finish-reason.ts';
import { closeItem, finishItem } from './item-deltas.ts';
import type { ItemTrack, Output } from './item-track.ts';
import { announce, copyOfState, type ResponsesState, startTrack, tellOnce, withTracks } from './responses-state.ts';
import { readUsage } from './usage.ts';
import { lifecycleEvents } from './wire.ts';

/** A step before its sequence number and counts are put in. */
export type Reading = {
  readonly state: ResponsesState;
  readonly reading: string;
  readonly outcome: 'used' | 'ignored' | 'unknown';
};

/** One event of a response's life. */
export function stepLifecycle(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  // Some gateways put the response's fields on the event itself.
  const response = asObject(event.response) ?? (event.output === undefined ? null : event);
  if (response === null) return { state, reading: 'without a response', outcome: 'unknown' };
  if (lifecycleEvents.get(type) === 'start') return stepStart(state, response, output);
  if (lifecycleEvents.get(type) === 'terminal') return stepTerminal(state, type, response, output);
  const checked = checkIdentity(state, response, output);
  const next = copyOfState(announce(checked, response, output.deltas));
  next.head = response;
  return { state: addUsage(next, response, output), reading: asText(response.status) ?? '', outcome: 'used' };
}

/** A second `response.created` begins anew: the SDK of 2026 refuses it, the one before kept the last response. */
function stepStart(state: ResponsesState, response: JsonObject, output: Output): Reading {
  const isAgain = state.responseCount > 0;
  if (isAgain) {
    const message =
      'A second response.created in one stream: the official SDK refuses it or keeps only the last response.';
    output.problems.push({ kind: 'second-response', message });
    for (const track of state.tracks) closeItem(track, output);
  }
  const fresh = copyOfState(state);
  if (isAgain) fresh.tracks = [];
  fresh.responseCount += 1;
  fresh.isEnded = false;
  fresh.streamed = null;
  fresh.head = response;
  const next = addUsage(announce(fresh, response, output.deltas), response, output);
  return { state: next, reading: asText(response.model) ?? '', outcome: 'used' };
}

function stepTerminal(state: ResponsesState, type: string, response: JsonObject, output: Output): Reading {
  const checked = checkIdentity(state, response, output);
  const told = finishOutput(announce(checked, response, output.deltas), response, output);
  const next = copyOfState(addUsage(told, response, output));
  next.head = response;
  next.streamed = type === 'body' ? null : state.tracks;
  const status = statusOf(response, type);
  const error = errorOfResponse(response, state.facts);
  if (error !== null) output.deltas.push(error);
  output.deltas.push(choiceEnd(response, status, next.tracks), { type: 'response-end' });
  next.isEnded = true;
  if (error !== null) next.hasError = true;
  return {
    state: next,
    reading: readingOfEnd(response, status, error),
    outcome: 'used',
  };
}

/** A whole response as a JSON body: what a stream would have said. One that still runs (background) has no end yet. */
export function stepResponseBody(state: ResponsesState, response: JsonObject, output: Output): Reading {
  const status = asText(response.status);
  if (status !== 'queued' && status !== 'in_progress') {
    return stepTerminal({ ...state, body: response }, 'body', response, output);
  }
  const told = finishOutput(announce({ ...state, body: response }, response, output.deltas), response, output);
  const next = addUsage({ ...told, head: response, isEnded: true }, response, output);
  output.deltas.push({ type: 'response-end' });
  return { state: next, reading: status, outcome: 'used' };
}

function checkIdentity(state: ResponsesState, response: JsonObject, output: Output): ResponsesState {
  const before = asText(state.head?.id);
  const now = asText(response.id);
  if (before === null || now === null || before === now) return state;
  const message = 'The id of the response changed in mid-stream: the official SDK refuses such a stream.';
  return tellOnce(state, 'response-id-changed', message, output);
}

/** Holds the final items against what the events made of them; what never came is told now. */
function finishOutput(state: ResponsesState, response: JsonObject, output: Output): ResponsesState {
  const items = asObjects(response.output);
  const before = state.tracks;
  if (items.length === 0) return finishWithoutOutput(state, response, output);
  const taken = new Set<ItemTrack>();
  let next = state;
  for (const [position, item] of items.entries()) {
    const found = matchTrack(before, taken, item, position);
    if (found !== null) {
      taken.add(found);
      const finished = finishItem(found, item, output);
      next = withTracks(
        next,
        next.tracks.map((track) => (track === found ? finished : track)),
      );
      continue;
    }
    const started = startTrack(next, item, position, output);
    if (started === null) break;
    const finished = finishItem(started.track, item, output);
    next = withTracks(started.state, started.state.tracks.with(-1, finished));
  }
  const missing = before.filter((track) => !taken.has(track));
  if (missing.length > 0) {
    const names = missing.map((track) => track.type).join(', ');
    output.problems.push({
      kind: 'missing-output',
      message: `The final output is without items that were streamed: ${names}.`,
    });
  }
  return withTracks(
    next,
    next.tracks.map((track) => closeItem(track, output)),
  );
}

/** A terminal event without items, after events that made some (Codex' backend, some gateways): the events' items stand. */
function finishWithoutOutput(state: ResponsesState, response: JsonObject, output: Output): ResponsesState {
  if (state.tracks.length > 0 && asText(response.status) !== 'failed') {
    const message = 'The final response has no output: it was filled from the items that were streamed.';
    output.problems.push({ kind: 'empty-output', message });
  }
  return withTracks(
    state,
    state.tracks.map((track) => closeItem(track, output)),
  );
}

/** By id, by call, else by place: ids may have changed with every event. */
function matchTrack(
  tracks: readonly ItemTrack[],
  taken: ReadonlySet<ItemTrack>,
  item: JsonObject,
  position: number,
): ItemTrack | null {
  const free = tracks.filter((track) => !taken.has(track) && track.type === item.type);
  const id = asText(item.id);
  const callId = asText(item.call_id);
  return (
    free.find((track) => id !== null && track.id === id) ??
    free.find((track) => callId !== null && track.item.call_id === callId) ??
    free.find((track) => track === tracks[position]) ??
    free[0] ??
    null
  );
}

function addUsage(state: ResponsesState, response: JsonObject, output: Output): ResponsesState {
  const usage = asObject(response.usage);
  if (usage !== null) output.deltas.push({ type: 'usage', usage: readUsage(usage) });
  return state;
}

/** `response.failed` tells why in the response: `{"code":…,"message":…}`. */
function errorOfResponse(response: JsonObject, facts: ErrorFacts): Extract<Delta, { type: 'response-error' }> | null {
  const error = readProviderError(response, facts, 'event');
  return error === null ? null : { type: 'response-error', error };
}

function readingOfEnd(
  response: JsonObject,
  status: string,
  error: Extract<Delta, { type: 'response-error' }> | null,
): string {
  if (error !== null) return `${status}: ${error.error.message}`;
  const reason = asText(asObject(response.incomplete_details)?.reason);
  const usage = asObject(response.usage);
  const counts =
    usage === null ? '' : `, ${asNumber(usage.input_tokens) ?? '?'} in, ${asNumber(usage.output_tokens) ?? '?'} out`;
  return `${status}${reason === null ? '' : ` (${reason})`}${counts}`;
}
