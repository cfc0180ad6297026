/** Lines that bring one more word: only it and the time differ. */
import { asObject, type JsonObject } from '../json-reading.ts';
import { anyStrings, isOnlyWay, onlyText, type RepeatRule } from '../repeat-rule.ts';
import type { OllamaState } from './ollama-state.ts';

/** Chat's words stand in `message`. Null for the end, tool calls and images. */
export function chatLineRepeatRule(_state: OllamaState, line: JsonObject): RepeatRule<OllamaState> | null {
  const name = onlyText(asObject(line.message) ?? {}, ['content', 'thinking']);
  return name === null ? null : ruleOf(line, ['message', name]);
}

/** Those of text generation on the line itself. */
export function textLineRepeatRule(_state: OllamaState, line: JsonObject): RepeatRule<OllamaState> | null {
  const name = onlyText(line, ['response', 'thinking']);
  return name === null ? null : ruleOf(line, [name]);
}

function ruleOf(line: JsonObject, text: readonly string[]): RepeatRule<OllamaState> | null {
  if (line.done === true || !isOnlyWay(line, text)) return null;
  return { text, others: anyStrings(line, 'string', 'created_at'), isOneEvent: true };
}
