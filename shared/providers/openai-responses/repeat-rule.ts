/** Pieces of the same part's text, or of the same call's arguments, one after the other and counted. */
import type { JsonHole } from '../../lib/json-span.ts';
import { asText, type JsonObject, toJson } from '../json-reading.ts';
import { anyStrings, isPlain, isPlainBut, type RepeatRule } from '../repeat-rule.ts';
import type { ResponsesState } from './responses-state.ts';
import { inputEvents, textEvents } from './wire.ts';

/** Tools whose input is told as it stands on the wire; that of others is put together as JSON (tool-input.ts). */
const plainInputs: ReadonlySet<string> = new Set(['function_call', 'mcp_call', 'custom_tool_call']);
const writtenInputs: ReadonlySet<string> = new Set(['code_interpreter_call', 'apply_patch_call', 'shell_call']);

/** Null for whole texts, logprobs, and numbers that are no plain count. */
export function responsesRepeatRule(_state: ResponsesState, event: JsonObject): RepeatRule<ResponsesState> | null {
  const told = howTold(asText(event.type) ?? '');
  if (told === null || !isPlainBut(event, 'logprobs') || !isWithoutItems(event.logprobs)) return null;
  const text = ['delta'];
  const others = anyStrings(event, 'padding', 'obfuscation');
  const { sequence_number: sequence } = event;
  if (sequence === undefined || sequence === null) return { text, others, ...told };
  if (typeof sequence !== 'number') return null;
  const counter: JsonHole = { path: ['sequence_number'], kind: 'counter' };
  return { text, others: [...others, counter], ready: countedUpTo, ...told };
}

const asItIs = { isOneEvent: true } as const;
const asPartOfJson = { isOneEvent: true, told: (text: string) => toJson(text).slice(1, -1) } as const;

/** Null for events that bring no piece. */
function howTold(type: string): Pick<RepeatRule, 'told' | 'isOneEvent'> | null {
  const input = inputEvents.get(type);
  if (input === undefined) return textEvents.get(type)?.isDone === false ? asItIs : null;
  // A command begins with an event of its own, which brings no piece.
  if (input.isDone || !type.endsWith('.delta')) return null;
  if (plainInputs.has(input.itemType)) return asItIs;
  return writtenInputs.has(input.itemType) ? asPartOfJson : null;
}

function isWithoutItems(list: unknown): boolean {
  return Array.isArray(list) ? list.length === 0 : isPlain(list);
}

/** As if all events before the last one had been counted. */
function countedUpTo(state: ResponsesState, counter: number): ResponsesState {
  return { ...state, sequence: counter - 1 };
}
