/** Anthropic's `stop_reason` as ours. */
import type { FinishReason } from '../../model/delta.ts';

/** @see https://docs.claude.com/en/api/handling-stop-reasons */
const reasons = new Map<string, FinishReason>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  // A long turn with server tools, or a compaction, that goes on with the next request.
  ['pause_turn', 'pause'],
  ['compaction', 'pause'],
  ['refusal', 'refusal'],
]);

/** Unknown words become `other`; the word itself is kept beside it. */
export function mapStopReason(word: string): FinishReason {
  return reasons.get(word) ?? 'other';
}
