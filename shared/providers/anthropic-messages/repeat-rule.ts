/** Pieces of the same block's text, thinking or tool input, one after the other. */
import { asObject, type JsonObject } from '../json-reading.ts';
import { isOnlyWay, onlyText, type RepeatRule } from '../repeat-rule.ts';
import type { MessageState } from './message-state.ts';

/** Null for all but `content_block_delta`. */
export function messageRepeatRule(_state: MessageState, event: JsonObject): RepeatRule<MessageState> | null {
  const name = onlyText(asObject(event.delta) ?? {}, ['text', 'thinking', 'partial_json']);
  if (event.type !== 'content_block_delta' || name === null) return null;
  const text = ['delta', name];
  return isOnlyWay(event, text) ? { text, others: [], isOneEvent: true } : null;
}
