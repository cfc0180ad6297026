/** One event of a response's stream as a step. The event's own `type` counts; some gateways leave it to the SSE name. */

import type { Delta } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import { asIndex, asObject, asString, asText, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { blockOf, tellImage } from './item-deltas.ts';
import { checkItemId, stepItem } from './item-step.ts';
import { copyOfTrack, type ItemTrack, type Output, withPart } from './item-track.ts';
import { type Reading, stepLifecycle, stepResponseBody } from './lifecycle-step.ts';
import {
  addAnnotation,
  addLogprobs,
  addText,
  closePart,
  openPart,
  partAt,
  readAnnotation,
  reconcilePart,
  setText,
} from './part-deltas.ts';
import {
  announce,
  type ResponsesState,
  startTrack,
  tellOnce,
  trackOfEvent,
  withCounts,
  withTrack,
} from './responses-state.ts';
import { checkSequence } from './sequence.ts';
import { readPrinted, withPrinted } from './shell-output.ts';
import { addInput, setInput } from './tool-input.ts';
import {
  audioEvents,
  inputEvents,
  lifecycleEvents,
  type PartList,
  partEvents,
  quietEvents,
  readProgress,
  steerEvents,
  type TextEvent,
  textEvents,
} from './wire.ts';

export type EventStep = {
  readonly state: ResponsesState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
  readonly problems: readonly Omit<Problem, 'eventIndex'>[];
};

/** One object of a stream. */
export function stepEvent(state: ResponsesState, event: JsonObject, eventName: string | null): EventStep {
  const type = asText(event.type) ?? eventName ?? 'unknown';
  const output: Output = { deltas: [], problems: [], blockCount: state.blockCount };
  const counted = checkSequence(state, event, type, output);
  const { state: next, reading, outcome } = dispatch(state, type, event, output);
  return {
    state: withCounts(next, {
      blockCount: output.blockCount,
      sequence: counted.sequence,
      sequenceProblems: counted.sequenceProblems,
    }),
    deltas: output.deltas,
    type: type.startsWith('response.') ? type.slice('response.'.length) : type,
    reading,
    outcome,
    problems: output.problems,
  };
}

/** A whole JSON body: a response, or an error that came with a good status. */
export function stepBody(state: ResponsesState, body: JsonObject): EventStep {
  const output: Output = { deltas: [], problems: [], blockCount: state.blockCount };
  const isResponse = Array.isArray(body.output) || asText(body.object)?.startsWith('response') === true;
  const isError = state.facts.status >= 400 || (!isResponse && asObject(body.error) !== null);
  const read = isError
    ? stepError({ ...state, body, isEnded: true }, body, output)
    : readBody(state, body, isResponse, output);
  const type = isError ? 'error' : (asText(body.object) ?? 'body');
  const next = { ...read.state, blockCount: output.blockCount };
  return {
    state: next,
    deltas: output.deltas,
    type,
    reading: read.reading,
    outcome: read.outcome,
    problems: output.problems,
  };
}

function readBody(state: ResponsesState, body: JsonObject, isResponse: boolean, output: Output): Reading {
  if (Array.isArray(body.output)) return stepResponseBody(state, body, output);
  // `{"id":…,"object":"response.deleted","deleted":true}` and the like end with themselves.
  const next = { ...announce(state, body, output.deltas), body, isEnded: true };
  if (isResponse) output.deltas.push({ type: 'response-end' });
  return { state: next, reading: Object.keys(body).join(', '), outcome: isResponse ? 'used' : 'unknown' };
}

function dispatch(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  const textEvent = textEvents.get(type);
  if (textEvent !== undefined) return stepText(state, event, textEvent, output);
  if (inputEvents.has(type)) return stepInput(state, type, event, output);
  if (lifecycleEvents.has(type)) return stepLifecycle(state, type, event, output);
  if (partEvents.has(type)) return stepPart(state, type, event, output);
  if (audioEvents.has(type)) return stepAudio(state, type, event, output);
  switch (type) {
    case 'response.output_item.added':
    case 'response.output_item.done':
      return stepItem(state, event, type.endsWith('done'), output);
    case 'response.output_text.annotation.added':
    case 'response.output_text_annotation.added':
      return stepAnnotation(state, event, output);
    case 'response.image_generation_call.partial_image':
      return stepPartialImage(state, event, output);
    case 'response.shell_call_output_content.delta':
    case 'response.shell_call_output_content.done':
      return stepShellOutput(state, event, output);
    case 'error':
    case 'response.error':
      return stepError(state, event, output);
    default:
      return stepOther(state, type, event, output);
  }
}

/** Why steering failed, or waits. */
function readSteer(event: JsonObject): string {
  const error = asObject(event.error);
  return asText(error?.message) ?? asText(error?.code) ?? asText(event.reason) ?? '';
}

/** A list of tools and a compaction have no status of their own. */
const itemsWithoutStatus: ReadonlySet<string> = new Set(['mcp_list_tools', 'compaction']);

function stepOther(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  if (quietEvents.has(type)) return { state, reading: '', outcome: 'ignored' };
  if (steerEvents.has(type)) return { state, reading: readSteer(event), outcome: 'used' };
  if (asObject(event.error) !== null || asText(event.error) !== null) return stepError(state, event, output);
  const progress = readProgress(type);
  if (progress === null) return { state, reading: Object.keys(event).join(', '), outcome: 'unknown' };
  const track = trackOfEvent(state, event);
  const hasStatus = track !== null && track.type === progress.itemType && !itemsWithoutStatus.has(track.type);
  if (!hasStatus) return { state, reading: progress.status, outcome: 'used' };
  const changed = copyOfTrack(track);
  changed.status = progress.status;
  const next = withTrack(state, track, changed);
  return { state: checkItemId(next, track, asText(event.item_id), output), reading: progress.status, outcome: 'used' };
}

/**
 * An error told in the stream. The reference has it flat (`code`, `message`, `param`), servers nest it
 * (`{"type":"error","error":{…}}`), gateways send a bare `{"error":{…}}`: the SDK raises on all of them.
 * @see https://github.com/openai/openai-dotnet/issues/881
 */
export function stepError(state: ResponsesState, event: JsonObject, output: Output): Reading {
  const isNested = asObject(event.error) !== null || asText(event.error) !== null;
  const { type: _type, ...flat } = event;
  const error = readProviderError(isNested || state.facts.status >= 400 ? event : flat, state.facts, 'error-body');
  const next = { ...state, hasError: true, beforeError: state.beforeError ?? state };
  if (error === null) return { state: next, reading: '', outcome: 'unknown' };
  output.deltas.push({ type: 'response-error', error });
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  return { state: next, reading, outcome: 'used' };
}

/** The item of an event, begun here where nothing announced it. */
function itemFor(
  state: ResponsesState,
  event: JsonObject,
  itemType: string,
  output: Output,
): { readonly state: ResponsesState; readonly track: ItemTrack } | null {
  const found = trackOfEvent(state, event);
  if (found !== null) return { state: checkItemId(state, found, asText(event.item_id), output), track: found };
  const message = 'An event belongs to an item that had not been added: the official SDK refuses such a stream.';
  const told = tellOnce(state, 'item-not-added', message, output);
  const id = asText(event.item_id);
  const item = {
    ...(id === null ? {} : { id }),
    type: itemType,
    ...(itemType === 'message' ? { role: 'assistant' } : {}),
  };
  return startTrack(told, item, asIndex(event.output_index), output);
}

const tooMany = 'one item too many';

function stepText(state: ResponsesState, event: JsonObject, meaning: TextEvent, output: Output): Reading {
  const at = itemFor(state, event, meaning.itemType, output);
  if (at === null) return { state, reading: tooMany, outcome: 'unknown' };
  const index = partIndex(at.track, meaning.list, event, 'goes-on');
  const known = partAt(at.track, meaning.list, index);
  const told = known === null ? tellOnce(at.state, 'missing-part', unannounced, output) : at.state;
  const part = known ?? openPart(at.track, meaning.list, index, { type: meaning.partType }, output);
  const text = asString(meaning.isDone ? (event.text ?? event.refusal) : event.delta) ?? '';
  const spoken = meaning.isDone ? setText(part, text, output) : addText(part, text, output);
  const changed = addLogprobs(spoken, event.logprobs, meaning.isDone ? 'whole' : 'piece');
  if (changed === known) return { state: told, reading: text, outcome: 'used' };
  return { state: withTrack(told, at.track, withPart(at.track, changed)), reading: text, outcome: 'used' };
}

const unannounced = 'Text of a part that had not been added: the official SDK refuses such a stream.';

/** The place of a part; servers without indexes go on with the last one, or begin the next. */
function partIndex(track: ItemTrack, list: PartList, event: JsonObject, what: 'begins' | 'goes-on'): number {
  const told = asIndex(list === 'summary' ? event.summary_index : event.content_index);
  if (told !== null) return told;
  const last = track.parts.findLast((part) => part.list === list);
  if (last === undefined) return 0;
  return what === 'begins' && last.isClosed ? last.index + 1 : last.index;
}

function stepPart(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  const meaning = partEvents.get(type);
  const fields = asObject(event.part);
  if (meaning === undefined || fields === null) return { state, reading: 'without a part', outcome: 'unknown' };
  const isReasoning = meaning.list === 'summary' || fields.type === 'reasoning_text' || type.includes('reasoning');
  const at = itemFor(state, event, isReasoning ? 'reasoning' : 'message', output);
  if (at === null) return { state, reading: tooMany, outcome: 'unknown' };
  const index = partIndex(at.track, meaning.list, event, meaning.isDone ? 'goes-on' : 'begins');
  const told = reconcilePart(at.track, meaning.list, index, fields, output);
  const part = partAt(told, meaning.list, index);
  const track = meaning.isDone && part !== null ? withPart(told, closePart(part, output)) : told;
  return { state: withTrack(at.state, at.track, track), reading: asText(fields.type) ?? 'part', outcome: 'used' };
}

function stepAnnotation(state: ResponsesState, event: JsonObject, output: Output): Reading {
  const at = itemFor(state, event, 'message', output);
  if (at === null) return { state, reading: tooMany, outcome: 'unknown' };
  const index = partIndex(at.track, 'content', event, 'goes-on');
  const known =
    partAt(at.track, 'content', index) ?? openPart(at.track, 'content', index, { type: 'output_text' }, output);
  const part = addAnnotation(known, event.annotation, event.annotation_index, output);
  const { title, url } = readAnnotation(event.annotation);
  const next = withTrack(at.state, at.track, withPart(at.track, part));
  return { state: next, reading: title ?? url ?? 'annotation', outcome: 'used' };
}

function stepInput(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  const meaning = inputEvents.get(type);
  const at = meaning === undefined ? null : itemFor(state, event, meaning.itemType, output);
  if (meaning === undefined || at === null) return { state, reading: tooMany, outcome: 'unknown' };
  const { track } = at;
  const wire = meaning.isDone || event.delta === undefined ? event[meaning.whole] : event.delta;
  const text = typeof wire === 'string' ? wire : wire == null ? '' : JSON.stringify(wire);
  if (track.type !== meaning.itemType || track.isDone) {
    output.problems.push({
      kind: 'wrong-item',
      message: `${type} for ${track.isDone ? 'an ended' : 'a'} ${track.type}.`,
    });
    return { state: at.state, reading: text, outcome: 'ignored' };
  }
  const command = asIndex(event.command_index) ?? 0;
  const block = blockOf(track);
  const change = meaning.isDone ? setInput : addInput;
  return {
    state: withTrack(at.state, track, change(track, block, text, command, output)),
    reading: text,
    outcome: 'used',
  };
}

/** Sound has no item: one block for it, one for what is said. */
function stepAudio(state: ResponsesState, type: string, event: JsonObject, output: Output): Reading {
  const meaning = audioEvents.get(type);
  if (meaning === undefined) return { state, reading: '', outcome: 'unknown' };
  const { block, isDone } = meaning;
  const piece = asText(event.delta);
  if (isDone) output.deltas.push({ type: 'block-end', choice: 0, block });
  else if (piece !== null) {
    if (block === 'audio') output.deltas.push({ type: 'block-start', choice: 0, block, kind: 'audio' });
    const deltaType = block === 'audio' ? 'data-delta' : 'text-delta';
    output.deltas.push({ type: deltaType, choice: 0, block, text: piece });
  }
  const reading = block === 'transcript' ? (piece ?? '') : piece === null ? '' : `${piece.length} base64 characters`;
  return { state, reading, outcome: 'used' };
}

function stepPartialImage(state: ResponsesState, event: JsonObject, output: Output): Reading {
  const at = itemFor(state, event, 'image_generation_call', output);
  const data = asText(event.partial_image_b64);
  if (at === null || data === null) return { state, reading: 'without an image', outcome: 'unknown' };
  const index = asIndex(event.partial_image_index) ?? 0;
  tellImage(at.track, `partial.${index}`, data, event, output);
  const track = { ...at.track, blockCount: at.track.blockCount + 1 };
  const reading = `partial image ${index}, ${data.length} base64 characters`;
  return { state: withTrack(at.state, at.track, track), reading, outcome: 'used' };
}

/** What a shell in a container prints: shown in the log as it comes, told with its item. */
function stepShellOutput(state: ResponsesState, event: JsonObject, output: Output): Reading {
  const at = itemFor(state, event, 'shell_call_output', output);
  if (at === null) return { state, reading: tooMany, outcome: 'unknown' };
  const reading = readPrinted(event);
  const track = withPrinted(at.track, event);
  return { state: withTrack(at.state, at.track, track), reading, outcome: 'used' };
}
