/** Tool calls of a Cohere stream: the three tool-call events. */
import type { Delta } from '../../model/delta.ts';
import { asObject, asString, asText, type JsonObject, toJson } from '../json-reading.ts';
import { type CohereState, type ToolCallPart, withItem } from './chat-state.ts';
import type { CohereStep } from './event-step.ts';

/** `tool-call-start`: id and name; arguments are empty, but are taken where they are not. The plan ends here. */
export function startToolCall(state: CohereState, index: number, call: JsonObject): CohereStep {
  const { part, deltas } = openPart(index, call);
  const planEnd: readonly Delta[] = state.isPlanOpen ? [{ type: 'block-end', choice: 0, block: 'plan' }] : [];
  const reading = `tool ${part.name ?? '?'}${part.arguments === '' ? '' : ` ${part.arguments}`}`;
  const next = { ...state, isStarted: true, isPlanOpen: false, toolCalls: withItem(state.toolCalls, part) };
  return { state: next, deltas: [...planEnd, ...deltas], reading };
}

function openPart(index: number, call: JsonObject): { readonly part: ToolCallPart; readonly deltas: readonly Delta[] } {
  const detail = asObject(call.function) ?? {};
  const [id, name] = [asText(call.id), asText(detail.name)];
  const text = argumentText(detail.arguments);
  const at = { choice: 0, block: `tool:${index}` } as const;
  const start: Delta = {
    type: 'block-start',
    ...at,
    kind: 'tool-call',
    ...(name === null ? {} : { name }),
    ...(id === null ? {} : { toolCallId: id }),
  };
  return {
    part: { index, id, type: asText(call.type), name, arguments: text, isOpen: true },
    deltas: text === '' ? [start] : [start, { type: 'tool-input-delta', ...at, text }],
  };
}

/** `tool-call-delta`: a piece of the arguments' JSON text. */
export function toolCallDelta(state: CohereState, index: number, call: JsonObject): CohereStep {
  const text = argumentText(asObject(call.function)?.arguments);
  const known = state.toolCalls.find((part) => part.index === index);
  if (known === undefined) return startToolCall(state, index, call);
  const part = { ...known, arguments: known.arguments + text };
  const delta: Delta = { type: 'tool-input-delta', choice: 0, block: `tool:${index}`, text };
  return { state: { ...state, toolCalls: withItem(state.toolCalls, part) }, deltas: [delta], reading: text };
}

/** `tool-call-end`. */
export function endToolCall(state: CohereState, index: number): CohereStep {
  const known = state.toolCalls.find((part) => part.index === index);
  const reading = `tool call ${index} ends`;
  if (known === undefined) return { state, deltas: [], reading };
  const toolCalls = withItem(state.toolCalls, { ...known, isOpen: false });
  return { state: { ...state, toolCalls }, deltas: toolCallEnd(known), reading };
}

/**
 * The deltas that end a call. One without parameters has empty text for arguments (recorded 2026-08,
 * `…can-use-t-e259ac-3`): as JSON, which our blocks hold, that is an empty object.
 */
export function toolCallEnd(call: ToolCallPart): readonly Delta[] {
  const at = { choice: 0, block: `tool:${call.index}` } as const;
  const end: Delta = { type: 'block-end', ...at };
  return call.arguments === '' ? [{ type: 'tool-input-delta', ...at, text: '{}' }, end] : [end];
}

/** JSON text on the wire; the object itself is taken too. */
function argumentText(wire: unknown): string {
  return asString(wire) ?? (wire == null ? '' : toJson(wire));
}
