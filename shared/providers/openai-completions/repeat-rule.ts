/** Chunks that bring one more word to the only choice they have. */
import { asObjects, asText, type JsonObject } from '../json-reading.ts';
import { anyStrings, isOnlyWay, type RepeatRule } from '../repeat-rule.ts';
import type { CompletionsState } from './completions-state.ts';

const text = ['choices', 0, 'text'] as const;

/** Null for logprobs, counts and ends, which add more than their text. */
export function completionsRepeatRule(
  _state: CompletionsState,
  chunk: JsonObject,
): RepeatRule<CompletionsState> | null {
  const isEnd = asText(asObjects(chunk.choices)[0]?.finish_reason) !== null;
  return isEnd || !isOnlyWay(chunk, text)
    ? null
    : { text, others: anyStrings(chunk, 'string', 'obfuscation'), isOneEvent: true };
}
