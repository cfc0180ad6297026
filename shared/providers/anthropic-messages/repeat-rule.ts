/** Pieces of the same block's text, thinking or tool input, one after the other. */
import { asObject, type JsonObject } from '../json-reading.ts';
import { isPlainBut, onlyText, type RepeatRule } from '../repeat-rule.ts';
import type { MessageState } from './message-state.ts';

const textFields = ['text', 'thinking', 'partial_json'] as const;

export function messageRepeatRule(_state: MessageState, event: JsonObject): RepeatRule<MessageState> | null {
  const delta = asObject(event.delta);
  if (event.type !== 'content_block_delta' || delta === null || !isPlainBut(event, 'delta')) return null;
  const name = isPlainBut(delta) ? onlyText(delta, textFields) : null;
  return name === null ? null : { text: ['delta', name], others: [] };
}
