/**
 * The response as the plain object that `openai` returns: the terminal event's own, or its running snapshot for a stream that
 * was cut. Called rarely: here the items' texts are put into their places.
 * @see https://github.com/openai/openai-node/blob/master/src/lib/responses/ResponseAccumulator.ts
 */
import { toArray } from '../append-list.ts';
import { asList, asObject, type JsonObject } from '../json-reading.ts';
import type { ItemTrack, PartTrack } from './item-track.ts';
import { partsOf } from './part-deltas.ts';
import type { ResponsesState } from './responses-state.ts';
import type { PartList } from './wire.ts';

/** Null when nothing came. An error event ends the object: the SDK throws there, so what follows never gets into it. */
export function toNativeResponse(state: ResponsesState): unknown {
  if (state.body !== null) return state.body;
  const { head, tracks, isEnded } = state.beforeError ?? state;
  if (head === null) return tracks.length === 0 ? null : { output: currentOutput(tracks) };
  const isFinal = isEnded && asList(head.output).length > 0;
  return isFinal || tracks.length === 0 ? head : { ...head, output: currentOutput(tracks) };
}

/** What the items' own events made, in the order of their indexes, in which they need not have begun. */
export function currentOutput(tracks: readonly ItemTrack[]): readonly JsonObject[] {
  return tracks.toSorted((left, right) => left.outputIndex - right.outputIndex).map(currentItem);
}

/** An item as the SDK's snapshot holds it. */
function currentItem(track: ItemTrack): JsonObject {
  if (isWhole(track)) return track.item;
  const item = track.status === null ? track.item : { ...track.item, status: track.status };
  const withParts = track.parts.length === 0 ? item : { ...item, ...currentParts(track) };
  const withPrinted = track.printed === null ? withParts : { ...withParts, output: track.printed };
  return { ...withPrinted, ...currentInput(track) };
}

/** Came whole with `output_item.done`; an item that only the stream's end closed did not. */
function isWhole(track: ItemTrack): boolean {
  return track.isDone && track.isItemFinal;
}

function currentParts(track: ItemTrack): JsonObject {
  const lists = track.type === 'reasoning' ? (['summary', 'content'] as const) : (['content'] as const);
  const told = lists.filter((list) => track.parts.some((part) => part.list === list));
  return Object.fromEntries(told.map((list) => [list, currentList(track, list)]));
}

function currentList(track: ItemTrack, list: PartList): readonly unknown[] {
  const parts = track.parts.filter((part) => part.list === list).toSorted((left, right) => left.index - right.index);
  const unheard = partsOf(track.item, list).filter((_, index) => !parts.some((part) => part.index === index));
  return [...unheard, ...parts.map(currentPart)];
}

function currentPart(part: PartTrack): JsonObject {
  const { fields } = part;
  if (part.kind === 'audio' || part.kind === 'other') return fields;
  const field = part.kind === 'refusal' ? 'refusal' : 'text';
  const announced = fields.annotations === undefined ? null : asList(fields.annotations);
  const annotations = part.annotations === null ? announced : toArray(part.annotations);
  const logprobs = part.logprobs === null ? {} : { logprobs: toArray(part.logprobs) };
  return { ...fields, [field]: part.text, ...(annotations === null ? {} : { annotations }), ...logprobs };
}

/** Text of a tool's own events, in the field that the finished item will have it in. */
function currentInput(track: ItemTrack): JsonObject {
  const { input, item } = track;
  if (input === null) return {};
  switch (track.type) {
    case 'function_call':
    case 'mcp_call':
      return { arguments: input.raw };
    case 'custom_tool_call':
      return { input: input.raw };
    case 'code_interpreter_call':
      return { code: input.raw };
    case 'apply_patch_call':
      return { operation: { ...asObject(item.operation), diff: input.raw } };
    case 'shell_call':
      return { action: { ...asObject(item.action), commands: [...input.commands, input.raw] } };
    default:
      return {};
  }
}
