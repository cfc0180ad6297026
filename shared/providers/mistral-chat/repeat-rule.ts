/** Chunks that bring one more word, also as the only part of a list: the final object joins neighbours (content-chunks.ts). */
import type { JsonPath } from '../../lib/json-span.ts';
import { asObject, asText, type JsonObject } from '../json-reading.ts';
import type { ChatState } from '../openai-chat/chat-state.ts';
import { chatRepeatRule } from '../openai-chat/repeat-rule.ts';
import { isPlainBut, type RepeatRule } from '../repeat-rule.ts';

/** As openai-chat's, and for text and thinking that come in parts. */
export function mistralRepeatRule(state: ChatState, chunk: JsonObject): RepeatRule<ChatState> | null {
  return chatRepeatRule(state, chunk, pathInParts);
}

function pathInParts(content: unknown): JsonPath | null {
  const part = onlyItem(content);
  if (part?.type === 'text') return isText(part) ? [0, 'text'] : null;
  if (part?.type !== 'thinking' || !isPlainBut(part, 'thinking')) return null;
  const inner = onlyItem(part.thinking);
  return inner?.type === 'text' && isText(inner) ? [0, 'thinking', 0, 'text'] : null;
}

function onlyItem(list: unknown): JsonObject | null {
  return Array.isArray(list) && list.length === 1 ? asObject(list[0]) : null;
}

function isText(part: JsonObject): boolean {
  return isPlainBut(part) && asText(part.text) !== null;
}
