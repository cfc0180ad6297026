/** Why a model of an invoke answer stopped, in the words of all families, as ours. */
import type { FinishReason } from '../../model/delta.ts';

/**
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html (completionReason)
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html (finish_reason)
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jurassic2.html (finishReason)
 */
const words = new Map<string, FinishReason>([
  ['finish', 'stop'],
  ['finished', 'stop'],
  ['stop', 'stop'],
  ['stop_sequence', 'stop'],
  ['stop_criteria_met', 'stop'],
  ['end_turn', 'stop'],
  ['endoftext', 'stop'],
  ['complete', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['error_limit', 'length'],
  ['content_filtered', 'content-filter'],
  ['content_filter', 'content-filter'],
  ['error_toxic', 'content-filter'],
  ['tool_calls', 'tool-calls'],
  ['tool_call', 'tool-calls'],
  ['error', 'error'],
]);

/** Unknown words become `other`; the word itself is kept beside it. */
export function mapStopWord(word: string): FinishReason {
  return words.get(word.toLowerCase()) ?? 'other';
}
