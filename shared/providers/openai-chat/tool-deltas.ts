/** Tool calls of a chunk as deltas: `tool_calls`, and the legacy `function_call` that came before them. */
import type { Delta } from '../../model/delta.ts';
import type { JsonObject } from '../json-reading.ts';
import type { Output } from './choice-deltas.ts';
import { type ChoiceTrack, closeRun, withTools } from './choice-track.ts';
import { findSlot, readToolEntry, type ToolEntry, type ToolSlot } from './tool-call-slots.ts';

/** One item of `tool_calls`. Blocks are named after the slot: stable however the server numbers its calls. */
export function addToolCall(track: ChoiceTrack, item: JsonObject, output: Output): ChoiceTrack {
  const entry = readToolEntry(item);
  const known = findSlot(track.tools, entry);
  const closed = closeRun(track, output.deltas);
  const slot = known === null ? startTool(closed, entry, output) : patchTool(closed, known, entry, output);
  if (entry.text !== '') {
    output.deltas.push({ type: 'tool-input-delta', choice: track.index, block: `tool:${slot.slot}`, text: entry.text });
  }
  output.notes.push({ type: 'delta.tool_calls', reading: readingOfEntry(known === null, entry) });
  const tools = known === null ? [...closed.tools, slot] : closed.tools.with(closed.tools.indexOf(known), slot);
  return withTools(closed, tools);
}

function readingOfEntry(isNew: boolean, entry: ToolEntry): string {
  if (!isNew) return entry.text;
  return `tool ${entry.name ?? '?'}${entry.text === '' ? '' : ` ${entry.text}`}`;
}

function startTool(track: ChoiceTrack, entry: ToolEntry, output: Output): ToolSlot {
  const slot = track.tools.length;
  output.deltas.push({
    type: 'block-start',
    choice: track.index,
    block: `tool:${slot}`,
    kind: 'tool-call',
    ...(entry.name === null ? {} : { name: entry.name }),
    ...(entry.id === null ? {} : { toolCallId: entry.id }),
  });
  return { ...entry, slot, hasArguments: entry.text !== '', lastPiece: entry.text };
}

/** Late or changed name and id; the same ones again say nothing. */
function patchTool(track: ChoiceTrack, known: ToolSlot, entry: ToolEntry, output: Output): ToolSlot {
  const name = entry.name !== null && entry.name !== known.name ? entry.name : null;
  // An id made up anew for each chunk is not the call's: the first one stays.
  const id = known.id === null ? entry.id : null;
  if (name !== null || id !== null) {
    const patch: Delta = {
      type: 'block-patch',
      choice: track.index,
      block: `tool:${known.slot}`,
      ...(name === null ? {} : { name }),
      ...(id === null ? {} : { toolCallId: id }),
    };
    output.deltas.push(patch);
  }
  return {
    slot: known.slot,
    wireIndex: known.wireIndex ?? entry.wireIndex,
    id: known.id ?? entry.id,
    name: entry.name ?? known.name,
    hasArguments: known.hasArguments || entry.text !== '',
    lastPiece: entry.text.trim() === '' ? known.lastPiece : entry.text,
  };
}

/** The legacy streamed `function_call`: one per choice, without an id. */
export function addFunctionCall(track: ChoiceTrack, call: JsonObject, output: Output): ChoiceTrack {
  const { name, text } = readToolEntry({ function: call });
  const closed = closeRun(track, output.deltas);
  const at = { choice: track.index, block: 'function_call' } as const;
  const isNew = !closed.hasFunctionCall;
  if (isNew) {
    output.deltas.push({ type: 'block-start', ...at, kind: 'tool-call', ...(name === null ? {} : { name }) });
  } else if (name !== null) {
    output.deltas.push({ type: 'block-patch', ...at, name });
  }
  if (text !== '') output.deltas.push({ type: 'tool-input-delta', ...at, text });
  output.notes.push({
    type: 'delta.function_call',
    reading: isNew ? `function ${name ?? '?'} ${text}`.trimEnd() : text,
  });
  return { ...closed, hasFunctionCall: true, hasOutput: true };
}
