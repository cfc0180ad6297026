/**
 * The interaction out of its events: the fold behind `native`. `@google/genai` hands out events and joins nothing, so this
 * is the object that the same request gives without streaming, its steps filled from the deltas. Values are never changed
 * in place; text grows by `+=` (ropes), other deltas in append lists that are put together only when asked for.
 */
import { type AppendList, appendItems, emptyAppendList } from '../append-list.ts';
import { asObject, isObject, type JsonObject } from '../json-reading.ts';

export type InteractionSnapshot = {
  /** The last value of each field of the resource. */
  readonly fields: JsonObject;
  readonly items: readonly ItemSnapshot[];
  /** What the list is called: by the events that filled it. */
  readonly listName: 'steps' | 'outputs';
};

/** One step or content: what opened it, and what was added. */
export type ItemSnapshot = {
  readonly index: number;
  readonly start: JsonObject;
  readonly deltas: AppendList<JsonObject>;
  /** The run of text that is growing, as one delta. */
  readonly open: OpenDelta | null;
};

export type OpenDelta = { readonly kind: 'text' | 'thought' | 'arguments'; readonly text: string };

/** Before the first event. */
export const emptySnapshot: InteractionSnapshot = { fields: {}, items: [], listName: 'steps' };

/** After an event that carries the resource, or some fields of it. */
export function withFields(snapshot: InteractionSnapshot, wire: JsonObject): InteractionSnapshot {
  return { fields: { ...snapshot.fields, ...wire }, items: snapshot.items, listName: snapshot.listName };
}

/** After a step or content began. A second start of an index takes the first one's place in the list. */
export function withStart(
  snapshot: InteractionSnapshot,
  index: number,
  start: JsonObject,
  listName: InteractionSnapshot['listName'],
): InteractionSnapshot {
  return withItem(snapshot, { index, start, deltas: emptyAppendList(), open: null }, listName);
}

/** After a delta. One for an item that never began begins it. */
export function withDelta(
  snapshot: InteractionSnapshot,
  index: number,
  delta: JsonObject,
  listName: InteractionSnapshot['listName'],
): InteractionSnapshot {
  const found = snapshot.items.findLast((item) => item.index === index);
  const item = found ?? { index, start: {}, deltas: emptyAppendList<JsonObject>(), open: null };
  const piece = readPiece(delta);
  if (piece !== null && item.open?.kind === piece.kind) {
    const open = { kind: piece.kind, text: item.open.text + piece.text };
    return withItem(snapshot, { index, start: item.start, deltas: item.deltas, open }, listName);
  }
  const deltas = flushed(item);
  const next = {
    index,
    start: item.start,
    deltas: piece === null ? appendItems(deltas, [delta]) : deltas,
    open: piece,
  };
  return withItem(snapshot, next, listName);
}

/** All deltas of an item, its open run included. */
export function flushed(item: ItemSnapshot): AppendList<JsonObject> {
  return item.open === null ? item.deltas : appendItems(item.deltas, [wholeDelta(item.open)]);
}

function withItem(
  snapshot: InteractionSnapshot,
  item: ItemSnapshot,
  listName: InteractionSnapshot['listName'],
): InteractionSnapshot {
  const place = snapshot.items.findLastIndex((other) => other.index === item.index);
  const items = place === -1 ? [...snapshot.items, item] : snapshot.items.with(place, item);
  return { fields: snapshot.fields, items, listName };
}

/** A delta that only adds text: such deltas are joined. Anything beside the text keeps it apart. */
function readPiece(delta: JsonObject): OpenDelta | null {
  if (delta.type === 'text' && typeof delta.text === 'string' && hasOnly(delta, 'text')) {
    return { kind: 'text', text: delta.text };
  }
  if (delta.type === 'arguments_delta' && typeof delta.arguments === 'string') {
    return { kind: 'arguments', text: delta.arguments };
  }
  const summary = delta.type === 'thought_summary' ? asObject(delta.content) : null;
  if (isObject(summary) && typeof summary.text === 'string' && hasOnly(summary, 'text')) {
    return { kind: 'thought', text: summary.text };
  }
  return null;
}

function hasOnly(value: JsonObject, field: string): boolean {
  for (const name in value) if (name !== field && name !== 'type') return false;
  return true;
}

function wholeDelta(open: OpenDelta): JsonObject {
  if (open.kind === 'text') return { type: 'text', text: open.text };
  if (open.kind === 'arguments') return { type: 'arguments_delta', arguments: open.text };
  return { type: 'thought_summary', content: { type: 'text', text: open.text } };
}
