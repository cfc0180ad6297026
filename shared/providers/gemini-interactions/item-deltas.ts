/** Steps (and the contents of the older form) as deltas: how each kind of item begins, grows and ends. */
import { asList, asObject, asObjects, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { addMedia, addText, addThought, addThoughtSignature } from './content-deltas.ts';
import { addSignature, closeBlock, emptyTrack, type ItemTrack, type Output, openBlock } from './item-track.ts';

/** What an item's type makes of it. `result` and `other` are kept verbatim. */
type ItemKind = 'output' | 'text' | 'thought' | 'call' | 'result' | 'media' | 'other';

const mediaTypes: ReadonlySet<string> = new Set(['image', 'audio', 'document', 'video']);

function kindOf(type: string): ItemKind {
  if (type === 'model_output') return 'output';
  if (type === 'text' || type === 'thought') return type;
  if (type.endsWith('_call')) return 'call';
  if (type.endsWith('_result')) return 'result';
  return mediaTypes.has(type) ? 'media' : 'other';
}

const deltaTypes: ReadonlySet<string> = new Set([
  'arguments_delta',
  'text_annotation',
  'text_annotation_delta',
  'thought_signature',
  'thought_summary',
]);

/** True for the types of items and deltas that we have a word for; `user_input` is only shown, and some events name none. */
export function isKnownType(type: string): boolean {
  return kindOf(type) !== 'other' || deltaTypes.has(type) || type === 'user_input' || type === '';
}

/** An item begins; what it holds already is told at once. */
export function startItem(index: number, item: JsonObject, output: Output): ItemTrack {
  const type = asText(item.type) ?? '';
  return addItem(emptyTrack(index, type), item, output);
}

function addItem(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  switch (kindOf(track.type)) {
    case 'output':
      addOutputError(item, output);
      return asObjects(item.content).reduce<ItemTrack>((next, content) => addContent(next, content, output), track);
    case 'text':
      return addText(track, item, output);
    case 'thought': {
      const told = asObjects(item.summary).reduce<ItemTrack>(
        (next, summary) => addThought(next, summary, output),
        track,
      );
      return addThoughtSignature(told, item, output);
    }
    case 'call':
      return startCall(track, item, output);
    case 'media':
      return asText(item.data) === null && asText(item.uri) === null ? track : addMedia(track, item, output);
    case 'result':
    case 'other':
      return track.type === '' ? track : addVerbatim(track, item, output);
  }
}

/** Output that failed says why in a google.rpc.Status. */
function addOutputError(item: JsonObject, output: Output): void {
  const error = asObject(item.error);
  if (error === null) return;
  const message = asText(error.message) ?? toJson(error);
  const type = error.code == null ? null : String(error.code);
  const details = { status: null, requestId: null, retryAfterSeconds: null };
  output.deltas.push({ type: 'response-error', error: { type, message, ...details } });
  output.notes.push({ type: 'error', reading: message });
}

/** `function_call` is the client's to answer; all other calls are of tools that Google (or an MCP server) runs. */
function startCall(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  const isFunction = track.type === 'function_call';
  const name = asText(item.name) ?? (isFunction ? null : track.type.replace(/_call$/, ''));
  const next = openBlock(track, 'tool-call', output, {
    name,
    toolCallId: asText(item.id),
    isProviderExecuted: !isFunction,
  });
  addSignature(next, item, output);
  output.notes.push({ type: track.type, reading: name ?? '' });
  return { ...next, startInput: item.arguments ?? null };
}

function addVerbatim(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  const isResult = kindOf(track.type) === 'result';
  const name = asText(item.name) ?? track.type.replace(/_result$/, '');
  const facts = { name, toolCallId: asText(item.call_id) };
  const next = openBlock(track, isResult ? 'tool-result' : 'other', output, facts);
  const native = withPieces(track.native ?? {}, item);
  output.deltas.push({ type: 'block-patch', choice: 0, block: next.block.name, native });
  addSignature(next, item, output);
  output.notes.push({ type: track.type, reading: readingOfResult(item) });
  return { ...next, native };
}

function readingOfResult(item: JsonObject): string {
  return asString(item.result) ?? (item.result === undefined ? '' : toJson(item.result).slice(0, 200));
}

/** Results that come in several deltas: lists and texts go on, other fields are replaced. */
function withPieces(before: JsonObject, item: JsonObject): JsonObject {
  const result = item.result;
  const earlier = before.result;
  if (Array.isArray(earlier) && Array.isArray(result))
    return { ...before, ...item, result: [...earlier, ...asList(result)] };
  if (typeof earlier === 'string' && typeof result === 'string')
    return { ...before, ...item, result: earlier + result };
  return { ...before, ...item };
}

/** One delta of an open item. */
export function addDelta(track: ItemTrack, delta: JsonObject, output: Output): ItemTrack {
  const type = asText(delta.type) ?? '';
  switch (type) {
    case 'text':
    case 'text_annotation_delta':
    case 'text_annotation':
      return addText(track, delta, output);
    case 'thought_summary':
      return addThought(track, asObject(delta.content) ?? {}, output);
    case 'thought_signature':
      return addThoughtSignature(track, delta, output);
    case 'arguments_delta':
      return addArguments(track, asString(delta.arguments) ?? '', output);
    default:
      return addOtherDelta(track.type === '' ? { ...track, type } : track, type, delta, output);
  }
}

function addOtherDelta(track: ItemTrack, type: string, delta: JsonObject, output: Output): ItemTrack {
  if (kindOf(type) === 'media') return addMedia(track, delta, output);
  if (kindOf(type) === 'call') return addCallDelta(track, delta, output);
  return addVerbatim(track.type === type ? track : { ...closeBlock(track, output), type }, delta, output);
}

/** A piece of the JSON text of a call's arguments. */
function addArguments(track: ItemTrack, text: string, output: Output): ItemTrack {
  const next = openBlock(track, 'tool-call', output);
  if (text !== '') output.deltas.push({ type: 'tool-input-delta', choice: 0, block: next.block.name, text });
  output.notes.push({ type: 'arguments_delta', reading: text });
  return next.hasInput ? next : { ...next, hasInput: true };
}

/** A whole call in one delta (the older form, and the tools that Google runs): late facts, and all of its arguments. */
function addCallDelta(track: ItemTrack, delta: JsonObject, output: Output): ItemTrack {
  const begun = track.block === null ? startCall(track, { ...delta, arguments: track.startInput }, output) : track;
  const at = { choice: 0, block: begun.block?.name ?? String(track.index) };
  const name = asText(delta.name);
  const toolCallId = asText(delta.id);
  if (track.block !== null && (name !== null || toolCallId !== null)) {
    const facts = { ...(name === null ? {} : { name }), ...(toolCallId === null ? {} : { toolCallId }) };
    output.deltas.push({ type: 'block-patch', ...at, ...facts });
  }
  addSignature(begun, delta, output);
  if (!isObject(delta.arguments) || begun.hasInput) return begun;
  const text = toJson(delta.arguments);
  output.deltas.push({ type: 'tool-input-delta', ...at, text });
  output.notes.push({ type: begun.type, reading: text });
  return { ...begun, hasInput: true };
}

function addContent(track: ItemTrack, content: JsonObject, output: Output): ItemTrack {
  const type = asText(content.type) ?? '';
  if (type === 'text') return addText(track, content, output);
  if (mediaTypes.has(type)) return addMedia(track, content, output);
  const next = openBlock(closeBlock(track, output), 'other', output, { name: type });
  output.deltas.push({ type: 'block-patch', choice: 0, block: next.block.name, native: content });
  output.notes.push({ type, reading: toJson(content).slice(0, 200) });
  return closeBlock(next, output);
}

/** The item is complete: a call whose arguments no delta told has those that it began with. */
export function endItem(track: ItemTrack, output: Output): void {
  if (kindOf(track.type) === 'call' && !track.hasInput && track.block !== null) {
    const text = toJson(track.startInput ?? {});
    output.deltas.push({ type: 'tool-input-delta', choice: 0, block: track.block.name, text });
    output.notes.push({ type: 'arguments', reading: text });
  }
  closeBlock(track, output);
}
