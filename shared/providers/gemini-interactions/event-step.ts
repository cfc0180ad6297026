/** One event of an interaction's stream, or a whole interaction, as a step. */
import type { ProviderError } from '../../model/delta.ts';
import type { EventOutcome } from '../../model/event-record.ts';
import { asIndex, asObject, asObjects, asText, isObject, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { emptySnapshot, withDelta, withFields, withStart } from './interaction-snapshot.ts';
import { type InteractionState, withTrack } from './interaction-state.ts';
import { addDelta, endItem, isKnownType, startItem } from './item-deltas.ts';
import { emptyTrack, type Output } from './item-track.ts';
import { isRunning, mapStatus } from './status.ts';
import { readUsage } from './usage.ts';

export type EventStep = {
  readonly state: InteractionState;
  readonly deltas: Output['deltas'];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
};

/** One object of a stream, told apart by its `event_type`; the SSE name says the same again. */
export function stepEvent(state: InteractionState, event: JsonObject, eventName: string | null): EventStep {
  const type = asText(event.event_type) ?? eventName ?? 'unknown';
  const error = errorOfEvent(state, event, type);
  if (error !== null) return stepError(state, error);
  const output: Output = { deltas: [], notes: [] };
  const next = addEvent(state, type, event, output);
  if (next === null) return { state, deltas: [], type, reading: Object.keys(event).join(', '), outcome: 'unknown' };
  return summarise(next, output, type, event);
}

/** A whole interaction: the deltas that a stream would have made, its end included. */
export function stepBody(state: InteractionState, body: JsonObject): EventStep {
  const told = readProviderError(body, state.facts, state.facts.status >= 400 ? 'error-body' : 'event');
  if (told !== null) return stepError({ ...state, body, isEnded: true }, told);
  const output: Output = { deltas: [], notes: [] };
  const isOurs = body.object === 'interaction' || Array.isArray(body.steps) || Array.isArray(body.outputs);
  if (!isOurs && asText(body.status) === null) {
    const reading = Object.keys(body).join(', ');
    return { state: { ...state, body, isEnded: true }, deltas: [], type: 'body', reading, outcome: 'unknown' };
  }
  let next = announce({ ...state, body }, body, output);
  const items = Array.isArray(body.steps) ? asObjects(body.steps) : asObjects(body.outputs);
  for (const [index, item] of items.entries()) {
    endItem(startItem(index, item, output), output);
    if (item.type === 'function_call') next = { ...next, hasFunctionCall: true };
  }
  addUsage(body, output);
  next = addEnd(next, body, output);
  output.deltas.push({ type: 'response-end' });
  const reading = output.notes.map((note) => note.reading).join(' · ');
  return { state: { ...next, isEnded: true }, deltas: output.deltas, type: 'interaction', reading, outcome: 'used' };
}

function errorOfEvent(state: InteractionState, event: JsonObject, type: string): ProviderError | null {
  if (type !== 'error' && !isObject(event.error)) return null;
  return readProviderError(event, state.facts, type === 'error' ? 'error-body' : 'event');
}

function stepError(state: InteractionState, error: ProviderError): EventStep {
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  const deltas: Output['deltas'] = [{ type: 'response-error', error }];
  return { state: { ...state, hasError: true }, deltas, type: 'error', reading, outcome: 'used' };
}

/** Null: an event that we have no word for. */
function addEvent(state: InteractionState, type: string, event: JsonObject, output: Output): InteractionState | null {
  switch (type) {
    case 'step.start':
    case 'content.start':
      return addStart(state, type, event, output);
    case 'step.delta':
    case 'content.delta':
      return addItemDelta(state, type, event, output);
    case 'step.stop':
    case 'content.stop':
      return addStop(state, event, output);
    case 'interaction.status_update':
      return addStatusUpdate(state, event, output);
    default:
      return type.startsWith('interaction.') ? addInteraction(state, type, event, output) : null;
  }
}

function listNameOf(type: string): 'steps' | 'outputs' {
  return type.startsWith('content.') ? 'outputs' : 'steps';
}

function addStart(state: InteractionState, type: string, event: JsonObject, output: Output): InteractionState | null {
  const item = asObject(event.step) ?? asObject(event.content) ?? {};
  const index = asIndex(event.index);
  if (index === null) return null;
  const track = startItem(index, item, output);
  const snapshot = withStart(state.snapshot ?? emptySnapshot, index, item, listNameOf(type));
  const hasFunctionCall = state.hasFunctionCall || track.type === 'function_call';
  return { ...state, open: withTrack(state.open, track), snapshot, hasFunctionCall };
}

function addItemDelta(
  state: InteractionState,
  type: string,
  event: JsonObject,
  output: Output,
): InteractionState | null {
  const delta = asObject(event.delta);
  const index = asIndex(event.index);
  if (delta === null || index === null) return null;
  const before = state.open.findLast((track) => track.index === index) ?? emptyTrack(index, '');
  const track = addDelta(before, delta, output);
  const usage = asObject(asObject(event.metadata)?.total_usage);
  if (usage !== null) addUsage({ usage }, output);
  const snapshot = withDelta(state.snapshot ?? emptySnapshot, index, delta, listNameOf(type));
  // Written out: most events of a stream come by here, and a spread costs more than all the rest.
  return {
    facts: state.facts,
    snapshot: usage === null ? snapshot : withFields(snapshot, { usage }),
    body: state.body,
    open: withTrack(state.open, track),
    id: state.id,
    model: state.model,
    hasFunctionCall: state.hasFunctionCall || track.type === 'function_call',
    isEnded: state.isEnded,
    status: state.status,
    hasError: state.hasError,
  };
}

function addStop(state: InteractionState, event: JsonObject, output: Output): InteractionState | null {
  const index = asIndex(event.index);
  if (index === null) return null;
  const track = state.open.findLast((open) => open.index === index);
  if (track !== undefined) endItem(track, output);
  addUsage(event, output);
  return { ...state, open: state.open.filter((open) => open.index !== index) };
}

function addStatusUpdate(state: InteractionState, event: JsonObject, output: Output): InteractionState {
  const { event_type: _type, event_id: _id, interaction_id: id, ...fields } = event;
  output.notes.push({ type: 'interaction.status_update', reading: asText(event.status) ?? '' });
  addUsage(event, output);
  const told = announce(state, { id }, output);
  return { ...told, snapshot: withFields(state.snapshot ?? emptySnapshot, fields) };
}

/** `interaction.created` (once `.start`) begins it, `interaction.completed` (once `.complete`) ends it. */
function addInteraction(
  state: InteractionState,
  type: string,
  event: JsonObject,
  output: Output,
): InteractionState | null {
  const interaction = asObject(event.interaction);
  if (interaction === null) return null;
  const status = asText(interaction.status) ?? '';
  const told = announce(state, interaction, output);
  output.notes.push({ type, reading: `${status} ${told.model ?? ''}`.trim() });
  addUsage(interaction, output);
  const snapshot = withFields(state.snapshot ?? emptySnapshot, interaction);
  const isLast = type === 'interaction.completed' || type === 'interaction.complete';
  if (!isLast) return { ...told, snapshot };
  for (const track of state.open) endItem(track, output);
  const ended = addEnd({ ...told, snapshot, open: [] }, interaction, output);
  output.deltas.push({ type: 'response-end' });
  return { ...ended, isEnded: true };
}

function announce(state: InteractionState, interaction: JsonObject, output: Output): InteractionState {
  // An interaction that is not stored has an empty id; one of an agent names no model.
  const id = asText(interaction.id) ?? state.id;
  const model = asText(interaction.model) ?? asText(interaction.agent) ?? state.model;
  if (id === state.id && model === state.model) return state;
  output.deltas.push({
    type: 'response-start',
    ...(id === null ? {} : { id }),
    ...(model === null ? {} : { model }),
  });
  return { ...state, id, model };
}

function addUsage(holder: JsonObject, output: Output): void {
  const usage = asObject(holder.usage);
  if (usage !== null) output.deltas.push({ type: 'usage', usage: readUsage(usage) });
}

/** A failed interaction tells why in `errors`. */
function addEnd(state: InteractionState, interaction: JsonObject, output: Output): InteractionState {
  const status = asText(interaction.status);
  if (status === null || isRunning(status)) return state;
  const finishReason = mapStatus(status, state.hasFunctionCall);
  output.deltas.push({ type: 'choice-end', choice: 0, finishReason, rawFinishReason: status });
  const [first] = asObjects(interaction.errors);
  const error = first === undefined ? null : readProviderError({ error: first }, state.facts, 'event');
  if (error !== null) output.deltas.push({ type: 'response-error', error });
  return { ...state, status, hasError: state.hasError || error !== null };
}

/** Deltas are named after what they add; everything else after its event. */
function summarise(state: InteractionState, output: Output, type: string, event: JsonObject): EventStep {
  const [first] = output.notes;
  const itemType = asText((asObject(event.step) ?? asObject(event.content) ?? asObject(event.delta))?.type) ?? '';
  const isDelta = type.endsWith('.delta');
  const reading = output.notes.map((note) => note.reading).join(isDelta ? '' : ' · ');
  const isItemStart = type.endsWith('.start') && itemType !== '';
  return {
    state,
    deltas: output.deltas,
    type: isDelta ? (first?.type ?? (itemType || type)) : type,
    reading: isItemStart ? `${itemType} ${reading}`.trim() : reading,
    outcome: isKnownType(itemType) ? 'used' : 'unknown',
  };
}
