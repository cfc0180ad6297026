/** Pieces of the same part's text, or of the same call's arguments, one after the other and counted. */
import type { JsonHole } from '../../lib/json-span.ts';
import { asText, type JsonObject } from '../json-reading.ts';
import { anyStrings, isPlain, isPlainBut, type RepeatRule } from '../repeat-rule.ts';
import type { ResponsesState } from './responses-state.ts';
import { inputEvents, textEvents } from './wire.ts';

/** Tools whose input is told as it stands on the wire; that of others is put together as JSON (tool-input.ts). */
const plainInputs: ReadonlySet<string> = new Set(['function_call', 'mcp_call', 'custom_tool_call']);

/** Null for whole texts, logprobs, and numbers that are no plain count. */
export function responsesRepeatRule(_state: ResponsesState, event: JsonObject): RepeatRule<ResponsesState> | null {
  if (!isPiece(asText(event.type) ?? '') || !isPlainBut(event, 'logprobs') || !isWithoutItems(event.logprobs))
    return null;
  const text = ['delta'];
  const others = anyStrings(event, 'padding', 'obfuscation');
  const { sequence_number: sequence } = event;
  if (sequence === undefined || sequence === null) return { text, others };
  if (typeof sequence !== 'number') return null;
  const counter: JsonHole = { path: ['sequence_number'], kind: 'counter' };
  return { text, others: [...others, counter], ready: countedUpTo };
}

function isPiece(type: string): boolean {
  const input = inputEvents.get(type);
  if (input !== undefined) return !input.isDone && plainInputs.has(input.itemType);
  return textEvents.get(type)?.isDone === false;
}

function isWithoutItems(list: unknown): boolean {
  return Array.isArray(list) ? list.length === 0 : isPlain(list);
}

/** As if all events before the last one had been counted. */
function countedUpTo(state: ResponsesState, last: JsonObject): ResponsesState {
  return { ...state, sequence: Number(last.sequence_number) - 1 };
}
