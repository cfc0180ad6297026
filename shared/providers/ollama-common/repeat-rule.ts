/** Lines that bring one more word: only it and the time differ. */
import { asObject, type JsonObject } from '../json-reading.ts';
import { anyStrings, isPlainBut, onlyText, type RepeatRule } from '../repeat-rule.ts';
import type { OllamaState } from './ollama-state.ts';

/** Chat's words stand in `message`. */
export function chatLineRepeatRule(_state: OllamaState, line: JsonObject): RepeatRule<OllamaState> | null {
  const message = asObject(line.message);
  if (message === null || line.done === true || !isPlainBut(line, 'message') || !isPlainBut(message)) return null;
  const name = onlyText(message, ['content', 'thinking']);
  return name === null ? null : { text: ['message', name], others: anyStrings(line, 'string', 'created_at') };
}

/** Those of text generation on the line itself. */
export function textLineRepeatRule(_state: OllamaState, line: JsonObject): RepeatRule<OllamaState> | null {
  const name = line.done !== true && isPlainBut(line) ? onlyText(line, ['response', 'thinking']) : null;
  return name === null ? null : { text: [name], others: anyStrings(line, 'string', 'created_at') };
}
